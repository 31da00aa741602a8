package wasm_test

import (
	"embed"
	"errors"
	"testing"
	"time"

	"github.com/dop251/goja"
	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/clone"
	"asterism/webapi/wasm"
	"asterism/webapi/wasm/internal/binary"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

// install defines WebAssembly, and sample(name), which gives a module's bytes.
func install(r *js.Realm) {
	clone.Install(r)
	wasm.Install(r)
	r.Lazy("sample", func() goja.Value {
		return r.Function(js.Function{Name: "sample", Length: 1, Call: func(c js.Call) goja.Value {
			b := new(binary.Builder)
			samples[c.String(c.Arg(0), "name")](b)
			return c.Uint8Array(b.Bytes())
		}})
	})
}

func TestScripts(t *testing.T) { jstest.Run(t, jstest.Config{Install: install, Live: true}, scripts) }

// A loop in WebAssembly is stopped like one in JavaScript.
func TestTurn(t *testing.T) {
	start := time.Now()
	results := jstest.Results(t.Context(), jstest.Config{Install: install, Live: true, Turn: 100 * time.Millisecond}, jstest.Script{
		Name:   "loop.js",
		Source: `test(() => new WebAssembly.Instance(new WebAssembly.Module(sample('loop'))).exports.loop(), 'endless')`,
	})
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
	limit := &js.TurnExceeded{Limit: 100 * time.Millisecond}
	if len(results) == 0 || results[0].Problem != limit.Error() {
		t.Errorf("got %+v, want %v", results, limit)
	}
}

// Running out of stack, whoever has it, leaves the process alive.
func TestRecursion(t *testing.T) {
	e := jstest.New(t, install)
	got := e.Eval(`(() => {
		const depth = [];
		const {exports} = new WebAssembly.Instance(new WebAssembly.Module(sample('call')), {env: {f: (n) => exports.run(n + 1)}});
		try { exports.run(0) } catch (e) { depth.push(e.constructor.name) }
		const other = new WebAssembly.Instance(new WebAssembly.Module(sample('trap'))).exports;
		try { other.recurse() } catch (e) { depth.push(e.constructor.name) }
		return depth.join();
	})()`)
	if got != "RangeError,RangeError" {
		t.Error(errors.New("got"), got)
	}
}
