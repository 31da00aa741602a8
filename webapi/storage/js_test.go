package storage_test

import (
	"context"
	"embed"
	"errors"
	"testing"

	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/events"
	"asterism/webapi/storage"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

// shelf is a host that has 10 of 100 bytes.
type shelf struct{ down bool }

func (s shelf) Estimate(context.Context) (usage, quota int64, err error) {
	if s.down {
		return 0, 0, errors.New("out of order")
	}
	return 10, 100, nil
}

func (shelf) Persistent() bool { return true }

// navigatorClass is a class for StorageManager to be an attribute of.
var navigatorClass = &js.Class[*struct{}]{Name: "Navigator"}

func TestScripts(t *testing.T) {
	for name, o := range map[string]storage.Options{
		"window": {Host: shelf{}, Window: true}, "worker": {Host: shelf{}},
		"opaque": {Host: shelf{}, Window: true, Opaque: true}, "down": {Host: shelf{down: true}},
	} {
		t.Run(name, func(t *testing.T) {
			jstest.Run(t, jstest.Config{Install: func(r *js.Realm) {
				events.Install(r)
				storage.Install(r, navigatorClass, o)
				r.Expose(navigatorClass)
				_ = r.VM.Set("navigator", r.Wrap(navigatorClass, &struct{}{}))
				_ = r.VM.Set("kind", name)
			}}, scripts)
		})
	}
}
