package js

import (
	"weak"

	"github.com/dop251/goja"
)

// membrane is what one realm knows of the objects of the other realms of its loop.
//
// An object never enters another runtime. There a view stands for it: a proxy that
// does everything in the object's own realm, and carries what goes in and what comes
// out. A realm has one view of an object, and the view of a view of an object is the
// object itself, so identities hold whichever way a value went.
//
// The tables hold views weakly: one that no script holds is made anew when it is
// asked for, and nobody can tell. What is left of such views is swept away when
// the tables have doubled, and when a realm of the loop is closed.
type membrane struct {
	views   map[weak.Pointer[goja.Object]]weak.Pointer[goja.Object] // foreign object → its view
	origins map[weak.Pointer[goja.Object]]weak.Pointer[view]        // view → what it shows
	outers  map[Outer]weak.Pointer[goja.Object]
	twins   map[*goja.Object]origin // of buffers: these stay
	swept   int                     // views there were after the last sweep

	outer      Outer // of the realm's global object; nil: none
	reflection *reflection
}

// origin is an object and where it belongs, or an outer.
type origin struct {
	home   *Realm
	object *goja.Object
	outer  Outer
}

// Outer is what stands for a global object as seen by other realms, and stays when
// the global object is replaced: HTML's WindowProxy.
// https://html.spec.whatwg.org/#the-windowproxy-exotic-object
type Outer interface {
	// Inner is the realm whose global object viewer sees through it now; nil: none
	// that it may see.
	Inner(viewer *Realm) *Realm
	// Stranger is an object of viewer's realm with the properties that one sees all
	// the same, while Inner is nil.
	Stranger(viewer *Realm) *goja.Object
	// Denied is the error for everything else.
	Denied(viewer *Realm, property string) goja.Value
}

// SetOuter says that other realms see r's global object through o.
func (r *Realm) SetOuter(o Outer) { r.membrane.outer = o }

// Outer is o as r sees it: its own global object, or a view.
func (r *Realm) Outer(o Outer) *goja.Object {
	if o.Inner(r) == r {
		return r.globals.global
	}
	m := &r.membrane
	if v := m.outers[o].Value(); v != nil {
		return v
	}
	v := r.newView(origin{outer: o})
	m.outers[o] = weak.Make(v)
	return v
}

// From is a value of home as r sees it: primitives are what they are, r's own
// objects come back as themselves, others as views.
func (r *Realm) From(home *Realm, v goja.Value) goja.Value {
	o, ok := v.(*goja.Object)
	if !ok || home == r {
		return v
	}
	if at, ok := home.membrane.origin(o); ok { // a view itself
		if at.outer != nil {
			return r.Outer(at.outer)
		}
		if home, o = at.home, at.object; home == r {
			return o
		}
	} else if outer := home.membrane.outer; outer != nil && o == home.globals.global {
		return r.Outer(outer)
	}
	if view := r.membrane.viewOf(o); view != nil {
		return view
	}
	return r.newView(origin{home: home, object: o})
}

// Adopt is From for a value of which only the loop is known.
func (r *Realm) Adopt(v goja.Value) goja.Value {
	o, ok := v.(*goja.Object)
	if !ok || !r.Loop.plural || r.owns(o) {
		return v
	}
	if view := r.membrane.viewOf(o); view != nil {
		return view
	}
	if home := r.Loop.homeOf(o); home != nil {
		return r.From(home, o)
	}
	return goja.Undefined()
}

// Of is the realm an object of the loop is of; a view is of the realm that has it.
func (r *Realm) Of(o *goja.Object) *Realm {
	if r.Loop.plural && !r.owns(o) {
		if home := r.Loop.homeOf(o); home != nil {
			return home
		}
	}
	return r
}

// Home is where a value belongs, and what it is there: r and v itself unless it is
// a view.
func (r *Realm) Home(v goja.Value) (*Realm, goja.Value) {
	if o, ok := v.(*goja.Object); ok {
		if at, ok := r.membrane.origin(o); ok {
			if at.outer == nil {
				return at.home, at.object
			}
			if inner := at.outer.Inner(r); inner != nil {
				return inner, inner.globals.global
			}
		}
	}
	return r, v
}

// Visit runs f, for r, in the realm v belongs to, with what v is there. What f
// throws is thrown in r. Use it inside a call from JavaScript or [Realm.Do].
func (r *Realm) Visit(v goja.Value, f func(home *Realm, v goja.Value)) {
	home, v := r.Home(v)
	if home == r {
		f(r, v)
		return
	}
	r.visit(home, func() { f(home, v) })
}

// owns reports whether o is of r's runtime, by the engine's own check.
func (r *Realm) owns(o *goja.Object) (yes bool) {
	defer func() {
		if recover() != nil {
			yes = false
		}
	}()
	r.VM.ToValue(o)
	return true
}

// homeOf finds the realm an object was made in.
func (l *Loop) homeOf(o *goja.Object) *Realm {
	for _, p := range l.realms {
		if r := p.Value(); r != nil && r.owns(o) {
			return r
		}
	}
	return nil
}

// fromAll carries a list.
func (r *Realm) fromAll(home *Realm, list []goja.Value) []goja.Value {
	out := make([]goja.Value, len(list))
	for i, v := range list {
		out[i] = orUndefined(r.From(home, v))
	}
	return out
}
