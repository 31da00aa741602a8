package performance

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

func install(r *js.Realm) {
	events.Install(r)
	clone.Install(r)
	Install(r)
}

// The clock is synctest's: time passes only while nothing runs.
func TestScripts(t *testing.T) { jstest.Run(t, jstest.Config{Install: install}, scripts) }
