package compression

import (
	"embed"
	"testing"

	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/abort"
	"asterism/webapi/encoding"
	"asterism/webapi/events"
	"asterism/webapi/streams"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: func(r *js.Realm) {
		events.Install(r)
		abort.Install(r)
		streams.Install(r)
		encoding.Install(r)
		Install(r)
	}}, scripts)
}
