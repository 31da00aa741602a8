package js

import "github.com/dop251/goja"

// globals is the table of globals not yet touched. It is an object behind the
// global object's prototype position: the engine asks it for a name that is no own
// property of the global, it builds the value and defines the own property, and
// is not asked for that name again. This costs a realm nothing per global; the
// price is that an untouched global is not an *own* property yet, which the
// reflecting natives make up for (see reflect.go).
type globals struct {
	realm   *Realm
	object  *goja.Object // the table as an object
	entries map[string]func() goja.Value
}

func newGlobals(r *Realm) *globals {
	g := &globals{realm: r, entries: make(map[string]func() goja.Value, 128)}
	g.object = r.VM.NewDynamicObject(g)
	global := r.VM.GlobalObject()
	must(g.object.SetPrototype(global.Prototype()))
	must(global.SetPrototype(g.object))
	return g
}

// Lazy defines a global that is built on first touch. Like the language's own
// globals it is writable, configurable and not enumerable.
func (r *Realm) Lazy(name string, build func() goja.Value) { r.globals.lazy(name, build) }

func (g *globals) lazy(name string, build func() goja.Value) { g.entries[name] = build }

// setPrototype puts the table in front of another prototype.
func (g *globals) setPrototype(proto *goja.Object) { must(g.object.SetPrototype(proto)) }

// touch builds a global if it is still in the table.
func (g *globals) touch(name string) goja.Value {
	build, ok := g.entries[name]
	if !ok {
		return nil
	}
	delete(g.entries, name)
	v := build()
	must(g.realm.VM.GlobalObject().DefineDataProperty(name, v, yes, yes, no))
	return v
}

// Get is the engine asking for a name that the global object does not have.
func (g *globals) Get(name string) goja.Value { return g.touch(name) }

// Has makes `name in self` and strict assignments work.
func (g *globals) Has(name string) bool {
	_, ok := g.entries[name]
	return ok
}

// Set is not reached by assignments to globals: they go to the global object itself.
func (g *globals) Set(string, goja.Value) bool { return false }

// Delete drops an untouched global.
func (g *globals) Delete(name string) bool {
	delete(g.entries, name)
	return true
}

// Keys is empty: untouched globals are not enumerable.
func (g *globals) Keys() []string { return nil }
