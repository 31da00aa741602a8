package weburl

import (
	"embed"
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

// BenchmarkScriptPathname is the hot path of a worker: target below 1 µs.
func BenchmarkScriptPathname(b *testing.B) {
	r := js.NewRealm(js.NewLoop(js.LoopConfig{}), js.RealmConfig{})
	Install(r)
	program, err := js.Compile("bench.js", `(function (url) { return new URL(url).pathname })`)
	if err != nil {
		b.Fatal(err)
	}
	v, err := r.Run(program)
	if err != nil {
		b.Fatal(err)
	}
	f, _ := goja.AssertFunction(v)
	url := r.VM.ToValue("https://shop.example:8443/products/42?ref=home")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f(goja.Undefined(), url); err != nil {
			b.Fatal(err)
		}
	}
}
