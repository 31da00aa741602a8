package wasm

import (
	"math/big"
	"reflect"
	"strconv"

	"github.com/dop251/goja"
	"github.com/tetratelabs/wazero/api"

	"asterism/webapi/wasm/internal/binary"
)

// linked is what an import is linked with: one of the two.
type linked struct {
	from any           // *function, *memory, *reftable or *global
	call goja.Callable // a JavaScript function
}

// readImports is "read the imports"; it throws.
//
// https://webassembly.github.io/spec/js-api/#read-the-imports
func (e *engine) readImports(m *module, importObject goja.Value) []linked {
	object, isObject := importObject.(*goja.Object)
	if !isObject && !goja.IsUndefined(importObject) {
		e.Throw(e.TypeError("the imports are not an object"))
	}
	if len(m.Imports) > 0 && !isObject {
		e.Throw(e.TypeError("the module has imports, and none were given"))
	}
	list := make([]linked, len(m.Imports))
	for i := range m.Imports {
		x := &m.Imports[i]
		holder, ok := object.Get(x.Module).(*goja.Object)
		if !ok {
			e.Throw(e.TypeError("the imports' %q is not an object", x.Module))
		}
		v := holder.Get(x.Name)
		if v == nil {
			v = goja.Undefined()
		}
		list[i] = e.readImport(m, x, v)
	}
	return list
}

func (e *engine) readImport(m *module, x *binary.Import, v goja.Value) linked {
	switch x.Kind {
	case binary.Func:
		if f := e.functionOf(v); f != nil {
			return linked{from: f}
		}
		if call, ok := goja.AssertFunction(v); ok {
			return linked{call: call}
		}
	case binary.Global:
		if g := e.readGlobal(x, v); g != nil {
			return linked{from: g}
		}
	case binary.Memory:
		if mem, ok := native[*memory](e, v); ok {
			return linked{from: mem}
		}
	case binary.Table:
		if t, ok := native[*reftable](e, v); ok {
			return linked{from: t}
		}
	}
	e.fail("LinkError", "the import %s.%s is not a %s of the right type", x.Module, x.Name, x.Kind)
	return linked{}
}

// readGlobal is a global import; nil: v cannot be one.
func (e *engine) readGlobal(x *binary.Import, v goja.Value) *global {
	t := x.Global
	if g, ok := native[*global](e, v); ok {
		if g.typ != t || g.cell == nil {
			return nil
		}
		return g
	}
	if t.Mutable || t.Value == binary.V128 {
		return nil
	}
	isBig := isBigInt(v)
	switch {
	case t.Value.IsRef():
		if t.Value == binary.FuncRef && !goja.IsNull(v) && e.functionOf(v) == nil {
			return nil
		}
		if !goja.IsNull(v) {
			return nil // see the package's gaps
		}
	case t.Value == binary.I64 && !isBig, t.Value != binary.I64 && (isBig || !isNumber(v)):
		return nil
	}
	return e.makeGlobal(t, e.toWasm(v, t.Value))
}

func isNumber(v goja.Value) bool {
	_, isObject := v.(*goja.Object)
	return !isObject && goja.IsNumber(v)
}

func isBigInt(v goja.Value) bool {
	_, isObject := v.(*goja.Object)
	return !isObject && v.ExportType() == bigType
}

var bigType = reflect.TypeFor[*big.Int]()

// instantiate is "instantiate the core of a WebAssembly module", and the object.
//
// https://webassembly.github.io/spec/js-api/#instantiate-the-core-of-a-webassembly-module
func (e *engine) instantiate(m *module, imports []linked) *instance {
	i := &instance{
		engine: e, module: m,
		functions: make(map[uint32]*function), others: make(map[binary.Kind]map[uint32]any),
	}
	for k := range imports {
		kind := m.Imports[k].Kind
		v := imports[k].from
		if kind == binary.Func && v == nil {
			v = (*function)(nil)
		}
		i.imports[kind] = append(i.imports[kind], v)
	}
	defer e.enter()()
	from, err := e.shim(m, imports)
	if err != nil {
		e.raise("LinkError", err)
	}
	code, err := e.code(m)
	if err != nil {
		e.raise("LinkError", err)
	}
	if m.Refers() { // before it starts, and calls out
		e.references.learn(i, code.ExportedFunctions())
	}
	i.api, err = e.start(code, func(string) api.Module { return from })
	if err != nil {
		e.raise("LinkError", err)
	}
	e.sync()
	i.export()
	return i
}

// shim makes the module that a linked module imports from.
func (e *engine) shim(m *module, imports []linked) (api.Module, error) {
	if len(imports) == 0 {
		return nil, nil
	}
	host, err := e.hostModule(m, imports)
	if err != nil {
		return nil, err
	}
	b := new(binary.Builder)
	from := make([]api.Module, len(imports))
	for k := range imports {
		x := m.Imports[k]
		if x.Kind == binary.Func {
			x.Func = b.Type(m.Types[x.Func])
		}
		number := strconv.Itoa(k)
		if src, ok := imports[k].source(); ok {
			from[k], x.Module, x.Name = src.module, number, src.name
		} else {
			x.Module, x.Name = host, number
		}
		if t, ok := imports[k].from.(*reftable); ok && t.element != x.Table.Element {
			e.fail("LinkError", "the import %s is a table of another type", m.Imports[k].Name)
		}
		x.Memory, x.Table.Limits = binary.Limits{}, binary.Limits{} // checked against the real ones later
		b.Export(binary.Export{Name: number, Kind: x.Kind, Index: b.Import(x)})
	}
	return e.make(b, from...)
}

// source is where something that is not a JavaScript function comes from.
func (l linked) source() (source, bool) {
	switch v := l.from.(type) {
	case *function:
		return v.source, true
	case *memory:
		return v.source, true
	case *reftable:
		return v.source, true
	case *global:
		return v.source, true
	}
	return source{}, false
}

// hostModule makes the module of the JavaScript functions among the imports.
func (e *engine) hostModule(m *module, imports []linked) (name string, err error) {
	e.hosts++
	name = "host" + strconv.Itoa(e.hosts)
	b := e.runtime().NewHostModuleBuilder(name)
	n := 0
	for k := range imports {
		if call := imports[k].call; call != nil {
			n++
			t := m.Types[m.Imports[k].Func]
			b.NewFunctionBuilder().WithGoModuleFunction(e.host(call, t), apiTypes(t.Params), apiTypes(t.Results)).
				Export(strconv.Itoa(k))
		}
	}
	if n > 0 {
		_, err = b.Instantiate(e.ctx)
	}
	return name, err
}

func apiTypes(list []binary.ValueType) []api.ValueType {
	out := make([]api.ValueType, len(list))
	for i, t := range list {
		out[i] = api.ValueType(t)
	}
	return out
}
