package wasm_test

import (
	"context"
	"testing"

	"asterism/js"
)

// bench runs a script's function b.N times: setup gives it.
func bench(b *testing.B, setup string) {
	loop := js.NewLoop(js.LoopConfig{})
	r := js.NewRealm(loop, js.RealmConfig{})
	loop.Post(func() {
		defer loop.Stop(nil)
		install(r)
		program, err := js.Compile("bench.js", setup)
		if err != nil {
			b.Error(err)
			return
		}
		v, err := r.Run(program)
		if err != nil {
			b.Error(err)
			return
		}
		fn := r.VM.ToValue(v)
		_ = r.VM.GlobalObject().Set("fn", fn)
		_ = r.VM.GlobalObject().Set("N", b.N)
		program, _ = js.Compile("loop.js", "for (let i = 0; i < N; i++) fn(i)")
		b.ResetTimer()
		if _, err := r.Run(program); err != nil {
			b.Error(err)
		}
	})
	_ = loop.Run(context.Background())
}

func BenchmarkCall(b *testing.B) {
	bench(b, `const x = new WebAssembly.Instance(new WebAssembly.Module(sample('numbers'))).exports; (i) => x.add(i, 1)`)
}

func BenchmarkCallBack(b *testing.B) {
	bench(b, `const x = new WebAssembly.Instance(new WebAssembly.Module(sample('call')), {env: {f: (n) => n}}).exports; (i) => x.run(i)`)
}

func BenchmarkCompile(b *testing.B) {
	bench(b, `const s = sample('numbers'); () => new WebAssembly.Module(s)`)
}

func BenchmarkInstantiate(b *testing.B) {
	bench(b, `const m = new WebAssembly.Module(sample('call')); () => new WebAssembly.Instance(m, {env: {f() {}}})`)
}

// BenchmarkWork counts to a million in WebAssembly.
func BenchmarkWork(b *testing.B) {
	bench(b, `const x = new WebAssembly.Instance(new WebAssembly.Module(sample('work'))).exports; () => x.work(1000000)`)
}

// BenchmarkWorkJS does the same in JavaScript.
func BenchmarkWorkJS(b *testing.B) {
	bench(b, `() => { let n = 1000000, s = 0; while (n) { s = (s + n) | 0; n = n - 1; } return s; }`)
}
