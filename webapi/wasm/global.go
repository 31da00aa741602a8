package wasm

import (
	"github.com/dop251/goja"
	"github.com/tetratelabs/wazero/api"

	"asterism/js"
	"asterism/webapi/wasm/internal/binary"
)

// global is a WebAssembly.Global.
type global struct {
	*engine
	source
	typ    binary.GlobalType
	cell   api.Global // nil: the value is in constant, and WebAssembly cannot have it
	fixed  uint64
	object *goja.Object
}

func (e *engine) newGlobal(src source, t binary.GlobalType) *global {
	return &global{engine: e, source: src, typ: t, cell: src.module.ExportedGlobal(src.name)}
}

// makeGlobal makes a global with a value. A reference cannot be written as a
// constant, so that immutable ones stay in JavaScript.
func (e *engine) makeGlobal(t binary.GlobalType, bits uint64) *global {
	if t.Value.IsRef() && !t.Mutable && bits != 0 {
		return &global{engine: e, typ: t, fixed: bits}
	}
	b := new(binary.Builder)
	b.Export(binary.Export{Name: "global", Kind: binary.Global, Index: b.Global(t, binary.Const(t.Value, bits)...)})
	m, err := e.make(b)
	if err != nil {
		e.raise("LinkError", err)
	}
	g := e.newGlobal(source{m, "global"}, t)
	if t.Value.IsRef() && bits != 0 {
		g.set(bits)
	}
	return g
}

func (g *global) get() uint64 {
	if g.cell == nil {
		return g.fixed
	}
	return g.cell.Get()
}

func (g *global) set(bits uint64) {
	if m, ok := g.cell.(api.MutableGlobal); ok {
		m.Set(bits)
	}
}

// globalClass is WebAssembly.Global.
//
// https://webassembly.github.io/spec/js-api/#globals
var globalClass = &js.Class[*global]{
	Name:   "Global",
	Length: 1,
	New: func(c js.Call) *global {
		e := of(c.Realm)
		d := descriptor(c, c.Arg(0))
		var t binary.GlobalType
		if v := c.Member(d, "mutable"); v != nil {
			t.Mutable = v.ToBoolean()
		}
		v := c.Member(d, "value")
		if v == nil {
			c.Throw(c.TypeError("the descriptor has no value type"))
		}
		var ok bool
		if t.Value, ok = typeNames[c.String(v, "value")]; !ok {
			c.Throw(c.TypeError("there is no value type %q", v.String()))
		}
		if t.Value == binary.V128 {
			c.Throw(c.TypeError("JavaScript has no values of the type v128"))
		}
		bits := uint64(0)
		if v := c.Arg(1); !goja.IsUndefined(v) || t.Value == binary.ExternRef && len(c.Args) > 1 {
			bits = e.toWasm(v, t.Value)
		} else if t.Value == binary.ExternRef {
			bits = e.externs.id(v)
		}
		g := e.makeGlobal(t, bits)
		g.object = c.This.(*goja.Object)
		return g
	},
	Attrs: []js.Attr[*global]{{
		Name: "value",
		Get:  func(g *global, c js.Call) goja.Value { return g.toJS(g.get(), g.typ.Value) },
		Set: func(g *global, c js.Call, v goja.Value) {
			if !g.typ.Mutable {
				c.Throw(c.TypeError("the global is immutable"))
			}
			g.set(g.toWasm(v, g.typ.Value))
		},
	}},
	Methods: []js.Method[*global]{
		{Name: "valueOf", Call: func(g *global, c js.Call) goja.Value { return g.toJS(g.get(), g.typ.Value) }},
	},
}

// wrapped is the global's object.
func (g *global) wrapped() *goja.Object {
	if g.object == nil {
		g.object = g.Wrap(classesOf(g.Realm).global, g)
	}
	return g.object
}
