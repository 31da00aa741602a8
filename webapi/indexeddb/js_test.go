package indexeddb_test

import (
	"embed"
	"testing"

	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/blob"
	"asterism/webapi/clone"
	"asterism/webapi/events"
	"asterism/webapi/indexeddb"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: func(r *js.Realm) {
		events.Install(r)
		blob.Install(r)
		clone.Install(r)
		indexeddb.Install(r, &memory{}, false)
	}}, scripts)
}
