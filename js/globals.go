package js

import (
	"maps"
	"slices"
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
	moved   map[string]goja.Value                           // standard names already moved, or deleted since
	members map[string]func(holder *goja.Object) goja.Value // of the shared class, or of the global object
	shared  *class                                          // nil: none
	settled bool
	named   func(name string) goja.Value // properties that depend on something else, such as a document

	literals goja.Value // the function behind specialRegExp
}

// standard are the names of the language's globals.
var standard = sync.OnceValue(func() map[string]struct{} {
	names := make(map[string]struct{})
	for _, name := range goja.New().GlobalObject().GetOwnPropertyNames() {
		names[name] = struct{}{}
	}
	delete(names, "GoError") // the engine's own, and not the language's
	return names
})

func newGlobals(r *Realm) *globals {
	g := &globals{
		realm: r, builtin: r.VM.GlobalObject(),
		entries: make(map[string]func() goja.Value, 128),
		moved:   make(map[string]goja.Value, 16),
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

// member defines what belongs to the class that is shared by global scopes. build
// defines it on the holder; it gives the value, or nil for an accessor.
func (g *globals) member(name string, build func(holder *goja.Object) goja.Value) {
	if g.members == nil {
		g.members = make(map[string]func(*goja.Object) goja.Value, 16)
	}
	g.members[name] = build
	if g.settled {
		g.define(name)
	}
}

// define builds a member if it is still in the table.
func (g *globals) define(name string) (v goja.Value, ok bool) {
	build, ok := g.members[name]
	if !ok {
		return nil, false
	}
	delete(g.members, name)
	holder := g.holder()
	if v = build(holder); v == nil && holder == g.global {
		v = g.global.Get(name)
	}
	return v, true
}

// holder is the object that members belong to.
func (g *globals) holder() *goja.Object {
	if g.shared != nil && !g.shared.spec.global {
		return g.shared.proto
	}
	return g.global
}

// settleMembers builds all members, for a script that looks at their holder.
func (g *globals) settleMembers() {
	holder := g.holder()
	for _, name := range slices.Sorted(maps.Keys(g.members)) {
		build := g.members[name]
		delete(g.members, name)
		if holder != g.global || !g.owns(name) {
			build(holder)
		}
	}
}

// owns reports whether a script has put name on the global object.
func (g *globals) owns(name string) bool {
	return slices.Contains(g.global.GetOwnPropertyNames(), name)
}

// setPrototype puts the table in front of another prototype.
func (g *globals) setPrototype(proto *goja.Object) { must(g.object.SetPrototype(proto)) }

// touch builds a global if it is still in the table.
func (g *globals) touch(name string) goja.Value {
	if v, ok := g.define(name); ok {
		return v // nil for an accessor: the engine goes on to the holder
	}
	var v goja.Value
	if build, ok := g.entries[name]; ok {
		delete(g.entries, name)
		v = build()
	} else if g.untouched(name) {
		g.moved[name] = nil // not again, whatever the patch looks at
		v = g.realm.patch(name, g.builtin.Get(name))
		g.moved[name] = v
	} else {
		return nil
	}
	must(g.global.DefineDataProperty(name, v, yes, yes, no))
	return v
}

// Intrinsic is one of the language's own globals, such as "Uint8Array", whatever
// scripts have made of the global of that name; nil when the language has none.
func (r *Realm) Intrinsic(name string) goja.Value {
	if r.globals.untouched(name) {
		r.globals.touch(name)
	}
	return r.globals.moved[name]
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
	g.settleMembers()
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
func (g *globals) Get(name string) goja.Value {
	if name == specialRegExp {
		if g.literals == nil {
			g.literals = g.realm.registerLiteral()
		}
		return g.literals
	}
	if name == ImportName {
		return g.realm.importFunction()
	}
	if v := g.touch(name); v != nil || g.named == nil {
		return v
	}
	return g.nameless(name)
}

// nameless is what named has for a name that nothing behind the table has.
func (g *globals) nameless(name string) goja.Value {
	v := g.named(name)
	if v == nil {
		return nil
	}
	for o := g.object.Prototype(); o != nil; o = o.Prototype() {
		if slices.Contains(o.GetOwnPropertyNames(), name) {
			return nil
		}
	}
	return v
}

// Has makes `name in self` work.
func (g *globals) Has(name string) bool {
	if _, ok := g.members[name]; ok && g.holder() != g.global {
		g.define(name)
		return false // found behind the table
	}
	_, lazy := g.entries[name]
	_, member := g.members[name]
	return lazy || member || g.untouched(name) || name == specialRegExp || name == ImportName || g.named != nil && g.nameless(name) != nil
}

// Set is not reached by assignments to globals: they go to the global object itself.
func (g *globals) Set(string, goja.Value) bool { return false }

// Delete is not reached either.
func (g *globals) Delete(string) bool { return true }

// Keys are the members not yet touched: other untouched globals are not enumerable.
func (g *globals) Keys() []string {
	if g.holder() != g.global {
		g.settleMembers() // the engine finds them behind the table
	}
	return slices.Sorted(maps.Keys(g.members))
}
