package permissions_test

import (
	"context"
	"embed"
	"testing"

	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/events"
	"asterism/webapi/permissions"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: func(r *js.Realm) {
		events.Install(r)
		permissions.Install(r, host{}, navigatorClass)
		if err := r.VM.GlobalObject().Set("navigator", r.Wrap(navigatorClass, &navigator{})); err != nil {
			panic(err)
		}
	}}, scripts)
}

type host struct{}

func (host) Permission(_ context.Context, name string) (string, error) {
	if name == "push" {
		return "granted", nil
	}
	return "denied", nil
}

type navigator struct{}

var navigatorClass = &js.Class[*navigator]{Name: "Navigator"}
