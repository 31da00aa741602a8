package messaging

import (
	"embed"
	"testing"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/clone"
	"asterism/webapi/events"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func install(host Host) func(*js.Realm) {
	return func(r *js.Realm) {
		events.Install(r)
		clone.Install(r)
		Install(r, "https://a.example", host)
	}
}

// The same with and without a world outside: nothing differs inside a realm.
func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: install(nil)}, scripts)
}

func TestScriptsWithHost(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: func(r *js.Realm) { install(newRoad(r))(r) }}, scripts)
}
