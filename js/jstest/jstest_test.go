package jstest

import (
	"embed"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"asterism/js"

	"github.com/dop251/goja"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestHarness(t *testing.T) { Run(t, Config{}, scripts) }

func TestHarnessLive(t *testing.T) {
	RunScript(t, Config{Live: true}, Script{"live.js", `promise_test(() => sleep(1), 'real time')`})
}

// Failures of every kind are seen, each under its test's name.
func TestFailuresAreSeen(t *testing.T) {
	for name, c := range map[string]struct{ source, want string }{
		"assertion":   {`test(() => assert_equals(1, 2, 'sum'), 'a')`, "a: sum: expected 2, got 1"},
		"exception":   {`test(() => { throw new TypeError('x') }, 'a')`, "a: threw TypeError: x"},
		"rejection":   {`promise_test(async () => { throw 5 }, 'a')`, "a: threw 5"},
		"timeout":     {`async_test('a')`, "a: did not finish within 10 s"},
		"never":       {`promise_test(() => new Promise(() => {}), 'a')`, "a: did not finish within 10 s"},
		"syntax":      {`let = ;`, "(script): bad.js:1:7: SyntaxError"},
		"top level":   {`undefined.x`, "(script): TypeError"},
		"unhandled":   {`Promise.reject(new Error('lost')); test(() => {}, 'a')`, "(script): unhandled rejection: Error: lost"},
		"not thrown":  {`test(() => assert_throws_js(TypeError, () => {}), 'a')`, "a: expected TypeError, nothing was thrown"},
		"wrong type":  {`test(() => assert_throws_js(TypeError, () => { throw new RangeError('r') }), 'a')`, "a: expected TypeError, got RangeError: r"},
		"deep":        {`test(() => assert_object_equals({a: {b: 1}}, {a: {b: 2}}), 'a')`, "a: .a.b: expected 2, got 1"},
		"bad cleanup": {`test((t) => t.add_cleanup(() => { throw 1 }), 'a')`, "a: cleanup threw 1"},
	} {
		t.Run(name, func(t *testing.T) {
			var results []Result
			synctest.Test(t, func(t *testing.T) {
				results = Results(t.Context(), Config{}, Script{"bad.js", c.source})
			})
			for _, result := range results {
				if strings.HasPrefix(result.Name+": "+result.Problem, c.want) {
					return
				}
			}
			t.Errorf("no result says %q: %+v", c.want, results)
		})
	}
}

func TestEnv(t *testing.T) {
	e := New(t, func(r *js.Realm) {
		r.Lazy("answer", func() goja.Value { return r.VM.ToValue(42) })
	})
	if got := e.Eval(`Promise.resolve(answer)`); got != int64(42) {
		t.Errorf("got %v", got)
	}
	fired := make(chan struct{})
	e.Do(func(r *js.Realm) { r.Loop.Schedule(time.Hour, func() { close(fired) }) })
	e.Clock.Advance(time.Hour)
	<-fired
}
