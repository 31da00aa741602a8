package encoding

import (
	"embed"
	"testing"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/abort"
	"asterism/webapi/events"
	"asterism/webapi/streams"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) { jstest.Run(t, jstest.Config{Install: install}, scripts) }

func install(r *js.Realm) {
	events.Install(r)
	abort.Install(r)
	streams.Install(r)
	Install(r)
}
