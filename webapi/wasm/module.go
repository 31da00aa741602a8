package wasm

import (
	"bytes"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
	"asterism/webapi/wasm/internal/binary"
)

// moduleClass is WebAssembly.Module.
//
// https://webassembly.github.io/spec/js-api/#modules
var moduleClass = &js.Class[*module]{
	Name:   "Module",
	Length: 1,
	New: func(c js.Call) *module {
		e := of(c.Realm)
		m, err := e.compile(copied(c, c.Arg(0)))
		if err != nil {
			e.fail("CompileError", "%s", err.Error())
		}
		return m
	},
	Static: []js.Function{
		{Name: "customSections", Length: 2, Call: func(c js.Call) goja.Value {
			m, name := moduleArg(c), c.DOMString(c.Arg(1), "sectionName")
			var found []any
			for _, s := range m.Customs {
				if c.VM.ToValue(s.Name).StrictEquals(name) { // with its lone surrogates
					found = append(found, c.ArrayBuffer(bytes.Clone(s.Data)))
				}
			}
			return c.VM.NewArray(found...)
		}},
		{Name: "exports", Length: 1, Call: func(c js.Call) goja.Value {
			var list []any
			for _, x := range moduleArg(c).Exports {
				list = append(list, described(c, x.Kind, "name", x.Name))
			}
			return c.VM.NewArray(list...)
		}},
		{Name: "imports", Length: 1, Call: func(c js.Call) goja.Value {
			var list []any
			for _, x := range moduleArg(c).Imports {
				list = append(list, described(c, x.Kind, "module", x.Module, "name", x.Name))
			}
			return c.VM.NewArray(list...)
		}},
	},
}

// described makes a ModuleExportDescriptor or ModuleImportDescriptor.
func described(c js.Call, kind binary.Kind, members ...string) *goja.Object {
	o := c.VM.NewObject()
	for i := 0; i < len(members); i += 2 {
		_ = o.Set(members[i], members[i+1])
	}
	_ = o.Set("kind", kind.String())
	return o
}

func moduleArg(c js.Call) *module {
	m, ok := js.Native[*module](c.Realm, c.Arg(0))
	if !ok {
		c.Throw(c.TypeError("the argument is not a WebAssembly.Module"))
	}
	return m
}

// copied copies the bytes of a BufferSource.
func copied(c js.Call, v goja.Value) []byte {
	data, ok := c.Bytes(v)
	if !ok {
		c.Throw(c.TypeError("the argument is not an ArrayBuffer or a view on one"))
	}
	return data
}

// moduleType lets modules be cloned and posted, as their bytes.
//
// https://webassembly.github.io/spec/web-api/#serialization
var moduleType = &clone.Type{
	Name:  "WebAssembly.Module",
	Class: moduleClass,
	Write: func(r *js.Realm, o *goja.Object) goja.Value {
		m, _ := js.Native[*module](r, o)
		return r.ArrayBuffer(bytes.Clone(m.bytes))
	},
	Read: func(r *js.Realm, payload goja.Value) goja.Value {
		data, _ := r.BytesView(payload)
		m, err := of(r).compile(bytes.Clone(data))
		if err != nil {
			r.Throw(r.DOMException("DataCloneError", "a WebAssembly.Module's bytes are damaged"))
		}
		return r.Wrap(classesOf(r).module, m)
	},
}
