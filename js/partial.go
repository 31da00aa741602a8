package js

import "sync"

// Partial is what another standard adds to a class: a partial interface or a
// mixin. T is what its members get as their receiver; the native values of the
// class must satisfy it.
type Partial[T any] struct {
	Attrs   []Attr[T]
	Methods []Method[T]
	Static  []Function

	once sync.Once
	spec *spec
}

// Extension is any *Partial[T].
type Extension interface{ extend() *spec }

// extend erases T, as [Class.describe] does; the class's name comes with the class.
func (p *Partial[T]) extend() *spec {
	p.once.Do(func() { p.spec = &spec{attrs: eraseAttrs(p.Attrs), methods: eraseMethods(p.Methods), static: p.Static} })
	return p.spec
}

// Extend adds members to a class in this realm. Call it before a script can have
// seen the class, and for the class of the global object before [Realm.SetGlobal].
// https://webidl.spec.whatwg.org/#dfn-partial-interface
func (r *Realm) Extend(c Described, with Extension) {
	s, extra := c.describe(), with.extend()
	if k, built := r.classes[s]; built {
		r.extendClass(k, extra)
		return
	}
	if r.partials == nil {
		r.partials = map[*spec][]*spec{}
	}
	r.partials[s] = append(r.partials[s], extra)
}

// extendClass puts the members of a partial interface beside the class's own.
func (r *Realm) extendClass(k *class, extra *spec) {
	holder := k.proto
	if k.spec.global {
		holder = r.globals.global
	}
	for i := range extra.attrs {
		r.attribute(k, holder, &extra.attrs[i])
	}
	for _, f := range extra.static {
		must(k.ctor.DefineDataProperty(f.Name, r.Function(f), yes, yes, yes))
	}
	for i := range extra.methods {
		r.method(k, holder, &extra.methods[i])
	}
}
