package js

import "github.com/dop251/goja"

// brand is the key of the slot that makes an object an instance of a class. The
// slot names its owner, so an object that merely inherits from an instance, or a
// proxy of one, is not one. The property is not enumerable, and the reflecting
// natives leave it out. It has a string for a key because the engine makes such a
// property with half the allocations it needs for one with a symbol.
const brand = "\x00"

// slot is the native side of an instance. It is a DynamicObject only so that it
// can be a JavaScript value; to a script it is an empty object.
type slot struct {
	owner *goja.Object
	class *spec
	value any
}

func (*slot) Get(string) goja.Value       { return nil }
func (*slot) Set(string, goja.Value) bool { return false }
func (*slot) Has(string) bool             { return false }
func (*slot) Delete(string) bool          { return true }
func (*slot) Keys() []string              { return nil }

// bind makes o an instance of s.
func (r *Realm) bind(o *goja.Object, s *spec, native any) {
	holder := r.VM.NewDynamicObject(&slot{owner: o, class: s, value: native})
	must(o.DefineDataProperty(brand, holder, no, no, no))
}

// slotOf is the slot of v, nil when v is no instance of any class.
func slotOf(v goja.Value) *slot {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil
	}
	holder, ok := o.Get(brand).(*goja.Object)
	if !ok {
		return nil
	}
	s, ok := holder.Export().(*slot)
	if !ok || s.owner != o {
		return nil
	}
	return s
}

// slotOf is the slot of v or, when v is a view, of what it shows, and its realm.
func (r *Realm) slotOf(v goja.Value) (*Realm, *slot) {
	home, v := r.Home(v)
	return home, slotOf(v)
}

// Native is the native value behind v if v is an object made by Wrap or by a
// class's constructor (subclasses written in JS too) and its value is a T.
func Native[T any](r *Realm, v goja.Value) (T, bool) {
	if _, s := r.slotOf(v); s != nil {
		t, ok := s.value.(T)
		return t, ok
	}
	var zero T
	return zero, false
}

// Is reports whether v is an instance of c or of a class derived from it.
func (r *Realm) Is(v goja.Value, c Described) bool {
	_, s := r.slotOf(v)
	return s != nil && s.class.is(c.describe())
}

// Platform reports whether v is a native instance, and of which class ("Headers").
func (r *Realm) Platform(v goja.Value) (class string, ok bool) {
	if _, s := r.slotOf(v); s != nil {
		return s.class.name, true
	}
	return "", false
}

// receiver finds the native value of a member's this; a missing this (a bare
// addEventListener(…)) is the global object. Anything else is a TypeError.
func (r *Realm) receiver(this goja.Value, s *spec, member string) (goja.Value, any) {
	_, _, native := r.instanceOf(this, s, member)
	if this == nil || goja.IsUndefined(this) || goja.IsNull(this) {
		this = r.VM.GlobalObject()
	}
	return this, native
}

// instanceOf is receiver with the realm of the instance. When that is another one,
// because the receiver is a view, this is what the view shows.
func (r *Realm) instanceOf(this goja.Value, s *spec, member string) (home *Realm, _ goja.Value, native any) {
	if this == nil || goja.IsUndefined(this) || goja.IsNull(this) {
		this = r.VM.GlobalObject()
	}
	home, this = r.Home(this)
	got := slotOf(this)
	if got == nil || !got.class.is(s) {
		r.illegal(s, member)
	}
	return home, this, got.value
}

func (r *Realm) illegal(s *spec, member string) {
	r.Throw(r.TypeError("Illegal invocation: %s.%s was called on an object that is not a %s", s.name, member, s.name))
}

// must panics on an error that cannot happen for the objects it is used on.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
