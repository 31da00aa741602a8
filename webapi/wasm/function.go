package wasm

import (
	"context"
	"strconv"

	"github.com/dop251/goja"
	"github.com/tetratelabs/wazero/api"

	"asterism/js"
	"asterism/webapi/wasm/internal/binary"
)

// source is where something is: the export of an instance.
type source struct {
	module api.Module
	name   string
}

// function is an Exported Function.
//
// https://webassembly.github.io/spec/js-api/#exported-function
type function struct {
	*engine
	source
	typ    binary.FuncType
	object *goja.Object

	code api.Function // made on the first call
	busy bool         // code is running
	ref  uint64       // 0: not known yet
}

// newFunction is "create a new Exported Function"; its name is its index.
//
// https://webassembly.github.io/spec/js-api/#a-new-exported-function
func (e *engine) newFunction(index uint32, src source, t binary.FuncType) *function {
	f := &function{engine: e, source: src, typ: t}
	f.object = e.Function(js.Function{Name: strconv.Itoa(int(index)), Call: func(c js.Call) goja.Value { return f.call(c.Args) }})
	define(f.object, "length", e.VM.ToValue(len(t.Params)), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	e.functions[f.object] = f
	return f
}

// functionOf is the Exported Function behind v; nil: it is none.
func (e *engine) functionOf(v goja.Value) *function {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil
	}
	return e.functions[o]
}

// call is "call an Exported Function".
//
// https://webassembly.github.io/spec/js-api/#call-an-exported-function
func (f *function) call(args []goja.Value) goja.Value {
	if hasVector(f.typ) {
		f.Throw(f.TypeError("a function that takes or gives v128 cannot be called from JavaScript"))
	}
	stack := make([]uint64, max(len(f.typ.Params), len(f.typ.Results)))
	for i, t := range f.typ.Params {
		arg := goja.Undefined()
		if i < len(args) {
			arg = args[i]
		}
		stack[i] = f.toWasm(arg, t)
	}
	f.run(stack)
	switch len(f.typ.Results) {
	case 0:
		return goja.Undefined()
	case 1:
		return f.toJS(stack[0], f.typ.Results[0])
	}
	values := make([]any, len(f.typ.Results))
	for i, t := range f.typ.Results {
		values[i] = f.toJS(stack[i], t)
	}
	return f.VM.NewArray(values...)
}

// handle is what the engine calls.
func (f *function) handle() api.Function {
	if f.code == nil {
		f.code = f.module.ExportedFunction(f.name)
	}
	return f.code
}

// run runs the function. The engine's handle of a function is for one call at a
// time; a call inside the call needs another.
func (f *function) run(stack []uint64) {
	defer f.enter()()
	code := f.handle()
	if f.busy {
		code = f.module.ExportedFunction(f.name)
	} else {
		f.busy = true
		defer func() { f.busy = false }()
	}
	if err := code.CallWithStack(f.ctx, stack); err != nil {
		f.raise("RuntimeError", err)
	}
	f.sync()
}

func hasVector(t binary.FuncType) bool {
	for _, list := range [][]binary.ValueType{t.Params, t.Results} {
		for _, v := range list {
			if v == binary.V128 {
				return true
			}
		}
	}
	return false
}

// host is a JavaScript function as the engine calls it: "create a host function".
// What it throws is carried past the engine as a panic that the engine knows.
//
// https://webassembly.github.io/spec/js-api/#create-a-host-function
func (e *engine) host(callback goja.Callable, t binary.FuncType) api.GoModuleFunc {
	return func(_ context.Context, _ api.Module, stack []uint64) {
		defer func() {
			if x := recover(); x != nil {
				e.thrown = x
				panic(errThrown)
			}
		}()
		e.sync()
		if hasVector(t) {
			e.Throw(e.TypeError("a function that takes or gives v128 cannot be a JavaScript function"))
		}
		args := make([]goja.Value, len(t.Params))
		for i, p := range t.Params {
			args[i] = e.toJS(stack[i], p)
		}
		out, err := callback(goja.Undefined(), args...)
		if err != nil {
			panic(err)
		}
		e.results(out, t.Results, stack)
	}
}

// results converts what a JavaScript function returned.
func (e *engine) results(out goja.Value, types []binary.ValueType, stack []uint64) {
	switch len(types) {
	case 0:
		return
	case 1:
		stack[0] = e.toWasm(out, types[0])
		return
	}
	if _, ok := out.(*goja.Object); !ok {
		e.Throw(e.TypeError("a function with several results must return something iterable"))
	}
	var values []goja.Value
	e.VM.ForOf(out, func(v goja.Value) bool {
		values = append(values, v)
		return true
	})
	if len(values) != len(types) {
		e.Throw(e.TypeError("a function returned %d values, not %d", len(values), len(types)))
	}
	for i, t := range types {
		stack[i] = e.toWasm(values[i], t)
	}
}

func define(o *goja.Object, name string, v goja.Value, writable, configurable, enumerable goja.Flag) {
	if err := o.DefineDataProperty(name, v, writable, configurable, enumerable); err != nil {
		panic(err)
	}
}
