package wasm

import (
	"context"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
)

type classKey struct{}

// classes are the package's classes, got through the realm because their own
// functions make instances of them.
type classes struct{ module, instance, memory, table, global js.Described }

func classesOf(r *js.Realm) *classes { return r.Slot(classKey{}).(*classes) }

// native is the native value behind an object of one of the classes.
func native[T any](e *engine, v goja.Value) (T, bool) { return js.Native[T](e.Realm, v) }

// Install defines WebAssembly. Package fetch must be installed for the streaming
// functions to be of use.
func Install(r *js.Realm) {
	r.Attach(classKey{}, &classes{moduleClass, instanceClass, memoryClass, tableClass, globalClass})
	clone.Register(r, moduleType)
	r.Lazy("WebAssembly", func() goja.Value { return namespace(r) })
}

// namespace makes the WebAssembly object.
//
// https://webassembly.github.io/spec/js-api/#webassembly-namespace
func namespace(r *js.Realm) goja.Value {
	e := of(r)
	o := r.VM.NewObject()
	for _, f := range []js.Function{
		{Name: "compile", Length: 1, Async: true, Call: compileFunction},
		{Name: "compileStreaming", Length: 1, Async: true, Call: compileStreaming},
		{Name: "instantiate", Length: 1, Async: true, Call: instantiateFunction},
		{Name: "instantiateStreaming", Length: 1, Async: true, Call: instantiateStreaming},
		{Name: "validate", Length: 1, Call: func(c js.Call) goja.Value {
			_, err := e.compile(copied(c, c.Arg(0)))
			return c.VM.ToValue(err == nil)
		}},
	} {
		define(o, f.Name, r.Function(f), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	for _, class := range []struct {
		name string
		js.Described
	}{{"Global", globalClass}, {"Instance", instanceClass}, {"Memory", memoryClass}, {"Module", moduleClass}, {"Table", tableClass}} {
		ctor := r.Constructor(class.Described)
		tag(r, r.Prototype(class.Described), "WebAssembly."+class.name)
		define(o, class.name, ctor, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	for _, name := range []string{"CompileError", "LinkError", "RuntimeError"} {
		define(o, name, e.errorClass(name), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	tag(r, o, "WebAssembly")
	return o
}

func tag(r *js.Realm, o *goja.Object, name string) {
	if err := o.DefineDataPropertySymbol(goja.SymToStringTag, r.VM.ToValue(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
}

// https://webassembly.github.io/spec/js-api/#dom-webassembly-compile
func compileFunction(c js.Call) goja.Value {
	data := copied(c, c.Arg(0))
	return of(c.Realm).compiling(data, func(m *module) goja.Value { return c.Wrap(classesOf(c.Realm).module, m) })
}

// compiling compiles on a goroutine, and gives a promise of what then makes of it.
func (e *engine) compiling(data []byte, then func(m *module) goja.Value) goja.Value {
	return e.VM.ToValue(js.Async(e.Realm,
		func(context.Context) (*module, error) { return e.compile(data) },
		then,
		func(err error) goja.Value { return e.newError("CompileError", err.Error()) }))
}

// https://webassembly.github.io/spec/js-api/#dom-webassembly-instantiate
func instantiateFunction(c js.Call) goja.Value {
	e, imports := of(c.Realm), c.Arg(1)
	if m, ok := js.Native[*module](c.Realm, c.Arg(0)); ok {
		checkImports(c, imports)
		links := e.readImports(m, imports)
		return c.VM.ToValue(js.Async(c.Realm,
			func(context.Context) (*module, error) { return m, nil },
			func(m *module) goja.Value { return e.newInstance(m, links) }, nil))
	}
	data := copied(c, c.Arg(0))
	checkImports(c, imports)
	return e.compiling(data, func(m *module) goja.Value { return e.both(m, imports) })
}

func checkImports(c js.Call, v goja.Value) {
	if _, ok := v.(*goja.Object); !ok && !goja.IsUndefined(v) {
		c.Throw(c.TypeError("the imports are not an object"))
	}
}

func (e *engine) newInstance(m *module, links []linked) *goja.Object {
	return e.Wrap(classesOf(e.Realm).instance, e.instantiate(m, links))
}

// both is a WebAssemblyInstantiatedSource.
func (e *engine) both(m *module, imports goja.Value) goja.Value {
	i := e.newInstance(m, e.readImports(m, imports))
	o := e.VM.NewObject()
	_ = o.Set("module", e.Wrap(classesOf(e.Realm).module, m))
	_ = o.Set("instance", i)
	return o
}
