package wasm

import (
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental/table"

	"asterism/webapi/wasm/internal/binary"
)

// A function reference is a number of the engine. For a function that a module
// imports it is always the same, and says nothing about the function: these are
// read from the table that the module shows them in. For a module's own function
// it is a new one each time, from which the engine can find the function: these are
// told apart by their definition, of which there is one for each function of a
// compiled module. So a module is compiled for each of its instances (compiling
// again is reading again: the engine keeps the code).

// place is a function of an instance.
type place struct {
	instance *instance
	index    uint32
}

// references is what an engine knows about function references.
type references struct {
	places   map[api.FunctionDefinition]place // own functions of instances
	imported map[uint64]place                 // imported ones, by reference
	unread   []*instance                      // whose table is not in imported yet
	made     map[uint64]*function             // by the reference that reference() made
	types    map[string]binary.FuncType       // of all own functions
	scratch  *reftable                        // for references outside tables
}

func newReferences() references {
	return references{
		places:   make(map[api.FunctionDefinition]place),
		imported: make(map[uint64]place),
		made:     make(map[uint64]*function),
		types:    make(map[string]binary.FuncType),
	}
}

// learn takes in the functions of an instance that refers to functions.
func (x *references) learn(i *instance, exported map[string]api.FunctionDefinition) {
	own := i.module.ImportedFuncs()
	if own > 0 {
		x.unread = append(x.unread, i)
	}
	for n := own; n < uint32(len(i.module.Funcs)); n++ {
		x.places[exported[binary.FuncName(n)]] = place{i, n}
		t := i.module.FuncType(n)
		x.types[string(binary.AppendType(nil, t))] = t
	}
}

// readImported takes in the references to imported functions.
func (e *engine) readImported() {
	todo := e.references.unread
	e.references.unread = nil
	for _, i := range todo {
		if i.api == nil { // still starting
			e.references.unread = append(e.references.unread, i)
			continue
		}
		access, err := e.accessor(source{i.api, binary.ImportsTable}, binary.FuncRef)
		if err != nil {
			e.raise("RuntimeError", err)
		}
		for n := range i.module.ImportedFuncs() {
			e.references.imported[e.one(access, "get", uint64(n))] = place{i, n}
		}
	}
}

// reference is a reference to the function.
func (f *function) reference() uint64 {
	if f.ref != 0 {
		return f.ref
	}
	b := new(binary.Builder)
	self := b.Import(binary.Import{Module: "0", Name: f.name, Kind: binary.Func, Func: b.Type(f.typ)})
	b.Declare(self)
	get := b.Func(b.Type(binary.FuncType{Results: []binary.ValueType{binary.FuncRef}}), 0xD2, 0) // ref.func 0
	b.Export(binary.Export{Name: "get", Kind: binary.Func, Index: get})
	m, err := f.make(b, f.module)
	if err != nil {
		f.raise("RuntimeError", err)
	}
	f.ref = f.one(m, "get")
	f.made[f.ref] = f
	return f.ref
}

// functionAt is the function that a reference stands for.
func (e *engine) functionAt(ref uint64) *function {
	x := &e.references
	e.readImported()
	if p, ok := x.imported[ref]; ok {
		return p.instance.function(p.index)
	}
	if f, ok := x.made[ref]; ok {
		return f
	}
	if x.scratch == nil {
		b := new(binary.Builder)
		b.Export(binary.Export{Name: "table", Kind: binary.Table,
			Index: b.Table(binary.TableType{Element: binary.FuncRef, Limits: binary.Limits{Min: 1}})})
		m, err := e.make(b)
		if err != nil {
			e.raise("RuntimeError", err)
		}
		x.scratch = &reftable{engine: e, source: source{m, "table"}, element: binary.FuncRef}
	}
	x.scratch.do("set", 0, ref)
	defer x.scratch.do("set", 0, 0)
	for _, t := range x.types {
		code := lookup(x.scratch.access, t)
		if code == nil {
			continue
		}
		if p, ok := x.places[code.Definition()]; ok {
			return p.instance.function(p.index)
		}
	}
	e.Throw(e.TypeError("the function cannot be given to JavaScript"))
	return nil
}

// lookup is the function in the first place of a table, nil if it is of another
// type: the engine panics.
func lookup(access api.Module, t binary.FuncType) (code api.Function) {
	defer func() {
		if recover() != nil {
			code = nil
		}
	}()
	return table.LookupFunction(access, 0, 0, apiTypes(t.Params), apiTypes(t.Results))
}

// one calls a function of a small module of our own.
func (e *engine) one(m api.Module, name string, args ...uint64) uint64 {
	out, err := m.ExportedFunction(name).Call(e.ctx, args...)
	if err != nil {
		e.raise("RuntimeError", err)
	}
	if len(out) == 0 {
		return 0
	}
	return out[0]
}
