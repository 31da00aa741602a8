package timers

import (
	"embed"
	"slices"
	"testing"

	"asterism/js"
	"asterism/js/jstest"

	"github.com/dop251/goja"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) { jstest.Run(t, jstest.Config{Install: Install}, scripts) }

// What callbacks throw is reported, and stops nothing.
func TestExceptionsAreReported(t *testing.T) {
	var reported []string
	cfg := jstest.Config{Install: Install, Uncaught: func(r *js.Realm, v goja.Value, rejection bool) {
		message, _ := r.Describe(v)
		if rejection {
			message = "rejection " + message
		}
		reported = append(reported, message)
	}}
	jstest.RunScript(t, cfg, jstest.Script{Name: "throws.js", Source: `
		promise_test(async () => {
			let n = 0;
			const id = setInterval(() => { if (++n === 2) clearInterval(id); throw new Error('tick ' + n); }, 1);
			queueMicrotask(() => { throw 'micro'; });
			setTimeout('let = ;', 5);
			await sleep(20);
			assert_equals(n, 2);
		}, 'goes on');`})
	want := []string{"micro", "Error: tick 1", "Error: tick 2"}
	if len(reported) != 4 || !slices.Equal(reported[:3], want) || reported[3][:11] != "SyntaxError" {
		t.Errorf("reported %q", reported)
	}
}
