package fetch_test

import (
	"io"
	"testing"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/fetch"
)

// BenchmarkHello is what the hello worker costs in this package and in
// weburl: a Request made, its URL parsed, a Response made and taken.
func BenchmarkHello(b *testing.B) {
	loop := js.NewLoop(js.LoopConfig{})
	r := js.NewRealm(loop, js.RealmConfig{})
	install(r)
	program, err := js.Compile("hello.js", `(q) => new Response('hello ' + new URL(q.url).pathname)`)
	if err != nil {
		b.Fatal(err)
	}
	v, err := r.Run(program)
	if err != nil {
		b.Fatal(err)
	}
	hello, _ := goja.AssertFunction(v)
	request := &fetch.Request{Method: "GET", URL: "http://localhost:8080/some/path"}
	b.ReportAllocs()
	for b.Loop() {
		request.Headers = fetch.LazyHeaders(fetch.GuardNone, func(yield func(name, value string) bool) {
			yield("accept", "*/*")
		})
		v, err := r.Call(hello, goja.Undefined(), fetch.NewRequest(r, request, nil))
		if err != nil {
			b.Fatal(err)
		}
		response, err := fetch.TakeResponse(r, v)
		if err != nil || string(response.Body.Bytes) != "hello /some/path" {
			b.Fatal(response, err)
		}
	}
}

func BenchmarkNewRequest(b *testing.B) {
	r := js.NewRealm(js.NewLoop(js.LoopConfig{}), js.RealmConfig{})
	install(r)
	request := &fetch.Request{Method: "GET", URL: "http://localhost:8080/some/path"}
	b.ReportAllocs()
	for b.Loop() {
		fetch.NewRequest(r, request, nil)
	}
}

// zeros is 64 MiB of body.
type zeros struct{ left int }

func (z *zeros) Read(p []byte) (int, error) {
	if z.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), z.left)
	z.left -= n
	return n, nil
}

func (z *zeros) Close() error { return nil }

// BenchmarkThroughScript streams a body through a worker: as it is, and through
// a TransformStream.
func BenchmarkThroughScript(b *testing.B) {
	for name, source := range map[string]string{
		"stream":    `(r) => new Response(new ReadableStream({async start() { this.r = r.body.getReader(); }, async pull(c) { const {value, done} = await this.r.read(); if (done) c.close(); else c.enqueue(value); }}))`,
		"transform": `(r) => new Response(r.body.pipeThrough(new TransformStream()))`,
	} {
		b.Run(name, func(b *testing.B) {
			env := jstest.New(b, install)
			const size = 64 << 20
			b.SetBytes(size)
			env.Eval("globalThis.f = " + source + "; undefined")
			for b.Loop() {
				var response *fetch.Response
				env.Do(func(r *js.Realm) {
					fn, _ := goja.AssertFunction(r.VM.GlobalObject().Get("f"))
					in := fetch.NewResponse(r, &fetch.Response{Status: 200, Body: &fetch.Body{Stream: &zeros{size}, Length: -1}})
					out, err := fn(goja.Undefined(), in)
					if err != nil {
						b.Fatal(err)
					}
					if response, err = fetch.TakeResponse(r, out); err != nil {
						b.Fatal(err)
					}
				})
				if n, err := io.Copy(io.Discard, response.Body.Stream); n != size || err != nil {
					b.Fatal(n, err)
				}
			}
		})
	}
}
