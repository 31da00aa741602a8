package wasm

import (
	"github.com/dop251/goja"
	"github.com/tetratelabs/wazero/api"

	"asterism/js"
	"asterism/webapi/wasm/internal/binary"
)

// reftable is a WebAssembly.Table.
type reftable struct {
	*engine
	source
	element binary.ValueType
	access  api.Module // made on first use
	object  *goja.Object
}

// accessor makes a module that works on a table: get, set, size and grow.
func (e *engine) accessor(src source, element binary.ValueType) (api.Module, error) {
	b := new(binary.Builder)
	b.Import(binary.Import{Module: "0", Name: src.name, Kind: binary.Table, Table: binary.TableType{Element: element}})
	types := func(list ...binary.ValueType) []binary.ValueType { return list }
	add := func(name string, params, results []binary.ValueType, code ...byte) {
		f := b.Func(b.Type(binary.FuncType{Params: params, Results: results}), code...)
		b.Export(binary.Export{Name: name, Kind: binary.Func, Index: f})
	}
	const local, get, set, more = 0x20, 0x25, 0x26, 0xFC
	add("get", types(binary.I32), types(element), local, 0, get, 0)
	add("set", types(binary.I32, element), nil, local, 0, local, 1, set, 0)
	add("size", nil, types(binary.I32), more, 16, 0)
	add("grow", types(element, binary.I32), types(binary.I32), local, 0, local, 1, more, 15, 0)
	return e.make(b, src.module)
}

// do calls a function of the accessor.
func (t *reftable) do(name string, args ...uint64) uint64 {
	if t.access == nil {
		access, err := t.accessor(t.source, t.element)
		if err != nil {
			t.raise("RuntimeError", err)
		}
		t.access = access
	}
	return t.one(t.access, name, args...)
}

func (t *reftable) length() uint32 { return uint32(t.do("size")) }

// value converts an optional element: without one it is the type's default.
func (t *reftable) value(c js.Call, i int) uint64 {
	if len(c.Args) <= i {
		if t.element == binary.ExternRef {
			return t.externs.id(goja.Undefined())
		}
		return 0
	}
	return t.toWasm(c.Args[i], t.element)
}

// tableClass is WebAssembly.Table.
//
// https://webassembly.github.io/spec/js-api/#tables
var tableClass = &js.Class[*reftable]{
	Name:   "Table",
	Length: 1,
	New: func(c js.Call) *reftable {
		e := of(c.Realm)
		d := descriptor(c, c.Arg(0))
		kind := binary.FuncRef
		if v := c.Member(d, "element"); v == nil {
			c.Throw(c.TypeError("the descriptor has no element type"))
		} else if c.Enum(v, "element", "anyfunc", "externref") == "externref" {
			kind = binary.ExternRef
		}
		limits := readLimits(c, d, ^uint32(0))
		if limits.Min > maxTable {
			c.Throw(c.RangeError("a table has at most %d elements here", maxTable))
		}
		if limits.HasMax && limits.Max > maxTable {
			limits.Max = maxTable
		}
		b := new(binary.Builder)
		b.Export(binary.Export{Name: "table", Kind: binary.Table, Index: b.Table(binary.TableType{Element: kind, Limits: limits})})
		m, err := e.make(b)
		if err != nil {
			c.Throw(c.RangeError("%s", err.Error()))
		}
		t := &reftable{engine: e, source: source{m, "table"}, element: kind, object: c.This.(*goja.Object)}
		if fill := t.value(c, 1); fill != 0 {
			for i := range limits.Min {
				t.do("set", uint64(i), fill)
			}
		}
		return t
	},
	Attrs: []js.Attr[*reftable]{
		{Name: "length", Get: func(t *reftable, c js.Call) goja.Value { return c.VM.ToValue(t.length()) }},
	},
	Methods: []js.Method[*reftable]{
		{Name: "get", Length: 1, Call: func(t *reftable, c js.Call) goja.Value {
			return t.toJS(t.do("get", uint64(t.at(c))), t.element)
		}},
		{Name: "grow", Length: 1, Call: func(t *reftable, c js.Call) goja.Value {
			delta := enforceRange(c, c.Arg(0), "delta")
			fill := t.value(c, 1)
			before := t.length()
			if uint64(before)+uint64(delta) > maxTable || int32(t.do("grow", fill, uint64(delta))) < 0 {
				c.Throw(c.RangeError("the table cannot grow by %d elements", delta))
			}
			return c.VM.ToValue(before)
		}},
		{Name: "set", Length: 1, Call: func(t *reftable, c js.Call) goja.Value {
			index := enforceRange(c, c.Arg(0), "index")
			v := t.value(c, 1)
			t.check(c, index)
			t.do("set", uint64(index), v)
			return nil
		}},
	},
}

func (t *reftable) at(c js.Call) uint32 {
	index := enforceRange(c, c.Arg(0), "index")
	t.check(c, index)
	return index
}

func (t *reftable) check(c js.Call, index uint32) {
	if n := t.length(); index >= n {
		c.Throw(c.RangeError("there is no element %d in a table of %d", index, n))
	}
}

// wrapped is the table's object.
func (t *reftable) wrapped() *goja.Object {
	if t.object == nil {
		t.object = t.Wrap(classesOf(t.Realm).table, t)
	}
	return t.object
}
