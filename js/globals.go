package js

import (
	"sync"

	"github.com/dop251/goja"
)

// globals is the table of globals not yet touched. The realm's global object starts
// all but empty; the table stands behind it as its prototype. When the engine asks
// it for a name, the table builds the value and defines it on the global object,
// and is not asked for that name again. So a realm pays for what its script uses:
// neither web classes nor the language's own (about 1 to 10 µs and some kilobytes
// each) cost anything before they are touched.
//
// What a script could notice, that an untouched global is not an own property yet,
// the reflecting natives hide by settling the table first: see reflect.go.
type globals struct {
	realm   *Realm
	global  *goja.Object // the global object
	builtin *goja.Object // the engine's own global object, from which standard ones are moved
	object  *goja.Object // the table as an object
	entries map[string]func() goja.Value
	moved   map[string]struct{} // standard names already moved, or deleted
	settled bool
}

// standard are the names of the language's globals.
var standard = sync.OnceValue(func() map[string]struct{} {
	names := make(map[string]struct{})
	for _, name := range goja.New().GlobalObject().GetOwnPropertyNames() {
		names[name] = struct{}{}
	}
	return names
})

func newGlobals(r *Realm) *globals {
	g := &globals{
		realm: r, builtin: r.VM.GlobalObject(),
		entries: make(map[string]func() goja.Value, 128),
		moved:   make(map[string]struct{}, 16),
	}
	g.object = r.VM.NewDynamicObject(g)
	g.global = r.VM.CreateObject(g.object)
	for name, v := range map[string]goja.Value{"undefined": goja.Undefined(), "NaN": goja.NaN(), "Infinity": goja.PositiveInf()} {
		must(g.global.DefineDataProperty(name, v, no, no, no))
	}
	must(g.global.DefineDataProperty("globalThis", g.global, yes, yes, no))
	r.VM.SetGlobalObject(g.global)
	return g
}

// Lazy defines a global that is built on first touch. Like the language's own
// globals it is writable, configurable and not enumerable.
func (r *Realm) Lazy(name string, build func() goja.Value) { r.globals.lazy(name, build) }

func (g *globals) lazy(name string, build func() goja.Value) {
	g.entries[name] = build
	if g.settled {
		g.touch(name)
	}
}

// setPrototype puts the table in front of another prototype.
func (g *globals) setPrototype(proto *goja.Object) { must(g.object.SetPrototype(proto)) }

// touch builds a global if it is still in the table.
func (g *globals) touch(name string) goja.Value {
	var v goja.Value
	if build, ok := g.entries[name]; ok {
		delete(g.entries, name)
		v = build()
	} else if g.untouched(name) {
		g.moved[name] = struct{}{}
		v = g.realm.patch(name, g.builtin.Get(name))
	} else {
		return nil
	}
	must(g.global.DefineDataProperty(name, v, yes, yes, no))
	return v
}

// untouched reports whether name is a standard global that is still in the table.
func (g *globals) untouched(name string) bool {
	if _, ok := standard()[name]; !ok {
		return false
	}
	_, ok := g.moved[name]
	return !ok
}

// settle builds everything, for a script that looks at the global object itself.
func (g *globals) settle() {
	if g.settled {
		return
	}
	g.settled = true
	own := make(map[string]struct{})
	for _, name := range g.global.GetOwnPropertyNames() {
		own[name] = struct{}{}
	}
	for name := range standard() {
		if _, ok := own[name]; !ok {
			g.touch(name)
		}
	}
	for name := range g.entries {
		if _, ok := own[name]; !ok {
			g.touch(name)
		}
	}
}

// Get is the engine asking for a name that the global object does not have.
func (g *globals) Get(name string) goja.Value { return g.touch(name) }

// Has makes `name in self` work.
func (g *globals) Has(name string) bool {
	_, ok := g.entries[name]
	return ok || g.untouched(name)
}

// Set is not reached by assignments to globals: they go to the global object itself.
func (g *globals) Set(string, goja.Value) bool { return false }

// Delete is not reached either.
func (g *globals) Delete(string) bool { return true }

// Keys is empty: untouched globals are not enumerable.
func (g *globals) Keys() []string { return nil }
