package js

import (
	"embed"
	"sync"

	"github.com/dop251/goja"
)

//go:embed shims/*.js
var shimFiles embed.FS

// shimFile is the program of shims/name.js, compiled at the first call.
func shimFile(name string) func() *goja.Program {
	return sync.OnceValue(func() *goja.Program {
		source, err := shimFiles.ReadFile("shims/" + name + ".js")
		must(err)
		return goja.MustCompile("asterism:"+name, string(source), true)
	})
}

var (
	iteratorShim = shimFile("iterator")
	disposeShim  = shimFile("dispose")
	atomicsShim  = shimFile("atomics")
	legacyShim   = shimFile("legacy")
)

// evaluate gives the value of a shim's program; a function is called with args.
func (r *Realm) evaluate(program *goja.Program, args ...goja.Value) *goja.Object {
	v, err := r.VM.RunProgram(program)
	must(err)
	if call, ok := v.Export().(func(goja.FunctionCall) goja.Value); ok {
		v = call(goja.FunctionCall{This: goja.Undefined(), Arguments: args})
	}
	return v.(*goja.Object)
}

// spread defines the members of from on to as the language's own are, unless the
// engine has them.
func (r *Realm) spread(to, from *goja.Object) {
	for _, name := range from.GetOwnPropertyNames() {
		if has := to.Get(name); has == nil || goja.IsUndefined(has) {
			must(to.DefineDataProperty(name, from.Get(name), yes, yes, no))
		}
	}
	for _, symbol := range from.Symbols() {
		must(to.DefineDataPropertySymbol(symbol, from.GetSymbol(symbol), yes, yes, no))
	}
}

// legacy gives to the members of one part of legacy.js.
func (r *Realm) legacy(to *goja.Object, part string) {
	r.spread(to, r.evaluate(legacyShim()).Get(part).(*goja.Object))
}

// lacking are the globals the engine lacks, made in JavaScript.
func (r *Realm) lacking() {
	r.Lazy("Atomics", func() goja.Value { return r.evaluate(atomicsShim()) })
	for _, name := range []string{"SuppressedError", "DisposableStack", "AsyncDisposableStack"} {
		r.Lazy(name, func() goja.Value {
			if r.intr.dispose == nil {
				r.intr.dispose = r.evaluate(disposeShim())
			}
			return r.intr.dispose.Get(name)
		})
	}
	r.Lazy("Intl", func() goja.Value { return r.intl().object })
	r.localeNumbers()
	r.Lazy("Iterator", func() goja.Value { return r.intr.helpers.materialize() })
	r.intr.helpers = newIteratorHelpers(r)
}
