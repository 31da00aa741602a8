package fetch_test

import (
	"testing"

	"github.com/dop251/goja"

	"asterism/js"
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
