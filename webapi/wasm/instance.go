package wasm

import (
	"github.com/dop251/goja"
	"github.com/tetratelabs/wazero/api"

	"asterism/js"
	"asterism/webapi/wasm/internal/binary"
)

// instance is a WebAssembly.Instance.
type instance struct {
	engine  *engine
	module  *module
	api     api.Module
	imports [4][]any // what was imported, by kind: *function (nil for a JavaScript one), *reftable, *memory, *global
	exports *goja.Object

	functions map[uint32]*function
	others    map[binary.Kind]map[uint32]any
}

// instanceClass is WebAssembly.Instance.
//
// https://webassembly.github.io/spec/js-api/#instances
var instanceClass = &js.Class[*instance]{
	Name:   "Instance",
	Length: 1,
	New: func(c js.Call) *instance {
		m := moduleArg(c)
		e := of(c.Realm)
		return e.instantiate(m, e.readImports(m, c.Arg(1)))
	},
	Attrs: []js.Attr[*instance]{
		{Name: "exports", Get: func(i *instance, c js.Call) goja.Value { return i.exports }},
	},
}

var freezeProgram = goja.MustCompile("asterism:wasm/freeze", `Object.freeze`, true)

// export is "create an exports object".
//
// https://webassembly.github.io/spec/js-api/#create-an-exports-object
func (i *instance) export() {
	e := i.engine
	o := e.VM.CreateObject(nil)
	for _, x := range i.module.Exports {
		var v goja.Value
		switch x.Kind {
		case binary.Func:
			v = i.function(x.Index).object
		case binary.Memory:
			v = i.other(x, func() any { return e.newMemory(source{i.api, x.Name}) }).(*memory).wrapped()
		case binary.Table:
			v = i.other(x, func() any {
				return &reftable{engine: e, source: source{i.api, x.Name}, element: i.module.Tables[x.Index].Element}
			}).(*reftable).wrapped()
		case binary.Global:
			v = i.other(x, func() any { return e.newGlobal(source{i.api, x.Name}, i.module.Globals[x.Index]) }).(*global).wrapped()
		}
		define(o, x.Name, v, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
	}
	freeze, err := e.VM.RunProgram(freezeProgram)
	if err != nil {
		panic(err)
	}
	call, _ := goja.AssertFunction(freeze)
	if _, err := call(goja.Undefined(), o); err != nil {
		panic(err)
	}
	i.exports = o
}

// other is the memory, table or global that is exported, always the same one.
func (i *instance) other(x binary.Export, build func() any) any {
	if had := i.imports[x.Kind]; int(x.Index) < len(had) {
		return had[x.Index]
	}
	of := i.others[x.Kind]
	if of == nil {
		of = make(map[uint32]any)
		i.others[x.Kind] = of
	}
	if of[x.Index] == nil {
		of[x.Index] = build()
	}
	return of[x.Index]
}

// function is the n-th function as an object, always the same one.
func (i *instance) function(n uint32) *function {
	if had := i.imports[binary.Func]; int(n) < len(had) {
		if f := had[n].(*function); f != nil {
			return f
		}
	}
	if f := i.functions[n]; f != nil {
		return f
	}
	if i.api == nil {
		i.engine.Throw(i.engine.TypeError("the instance is still starting"))
	}
	name := binary.FuncName(n)
	if !i.module.Refers() {
		for _, x := range i.module.Exports {
			if x.Kind == binary.Func && x.Index == n {
				name = x.Name
				break
			}
		}
	}
	f := i.engine.newFunction(n, source{i.api, name}, i.module.FuncType(n))
	i.functions[n] = f
	return f
}
