package wasm

import (
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/fetch"
)

// https://webassembly.github.io/spec/web-api/#dom-webassembly-compilestreaming
func compileStreaming(c js.Call) goja.Value {
	e := of(c.Realm)
	return e.response(c.Arg(0), func(m *module) goja.Value { return e.Wrap(classesOf(e.Realm).module, m) })
}

// https://webassembly.github.io/spec/web-api/#dom-webassembly-instantiatestreaming
func instantiateStreaming(c js.Call) goja.Value {
	imports := c.Arg(1)
	checkImports(c, imports)
	e := of(c.Realm)
	return e.response(c.Arg(0), func(m *module) goja.Value { return e.both(m, imports) })
}

// response is "compile a potential WebAssembly response": the module is compiled
// when all of it is there.
//
// https://webassembly.github.io/spec/web-api/#compile-a-potential-webassembly-response
func (e *engine) response(source goja.Value, then func(m *module) goja.Value) goja.Value {
	p, resolve, reject := e.Promise()
	try := func(f func()) {
		if thrown := e.VM.Try(f); thrown != nil {
			reject(thrown.Value())
		}
	}
	// Resolved, and not Await of the value itself: this settles in a later job.
	e.Then(e.Resolved(source), func(v goja.Value) {
		try(func() {
			body, ok := goja.AssertFunction(e.acceptable(v).Get("arrayBuffer"))
			if !ok {
				e.Throw(e.TypeError("the response has no arrayBuffer method"))
			}
			buffer, err := body(v)
			if err != nil {
				panic(err)
			}
			e.Then(buffer, func(v goja.Value) {
				try(func() {
					data, _ := e.BytesView(v)
					resolve(e.compiling(append([]byte{}, data...), then))
				})
			}, func(v goja.Value) { reject(v) })
		})
	}, func(v goja.Value) { reject(v) })
	return e.VM.ToValue(p)
}

// acceptable checks that v is a Response with a module in it.
func (e *engine) acceptable(v goja.Value) *goja.Object {
	response, ok := fetch.ResponseOf(e.Realm, v)
	if !ok {
		e.Throw(e.TypeError("the source is not a Response"))
	}
	if response.Headers == nil {
		response.Headers = fetch.NewHeaders(0)
	}
	typ, _ := response.Headers.Get("content-type")
	switch {
	case response.Type == "opaque" || response.Type == "opaqueredirect" || response.Type == "error":
		e.Throw(e.TypeError("the response cannot be read"))
	case !strings.EqualFold(strings.Trim(typ, "\t\n\r "), "application/wasm"):
		e.Throw(e.TypeError("the response is %q, not application/wasm", typ))
	case response.Status < 200 || response.Status > 299:
		e.Throw(e.TypeError("the response has the status %d", response.Status))
	case fetch.BodyTouched(e.Realm, v):
		e.Throw(e.TypeError("the response's body was read already"))
	}
	return v.(*goja.Object)
}
