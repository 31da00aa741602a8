package js

import (
	"github.com/dop251/goja"
)

// strange is the view of an outer whose global object is out of bounds: HTML's
// cross-origin objects. Its properties are those of an object that the outer
// provides; everything else is a SecurityError.
// https://html.spec.whatwg.org/#cross-origin-objects
type strange struct {
	r      *Realm
	outer  Outer
	object *goja.Object
}

func (v *view) strange() strange { return strange{v.r, v.outer, v.outer.Stranger(v.r)} }

// deny is the end of every algorithm.
func (s strange) deny(key goja.Value) {
	name := "a symbol"
	if goja.IsString(key) {
		name = "'" + key.String() + "'"
	}
	s.r.Throw(s.outer.Denied(s.r, name))
}

// absent are the properties that everything must be able to ask for.
// https://html.spec.whatwg.org/#cross-origin-property-fallback
func absent(key goja.Value) bool {
	switch key {
	case goja.Value(goja.SymToStringTag), goja.Value(goja.SymHasInstance), goja.Value(goja.SymIsConcatSpreadable):
		return true
	}
	return goja.IsString(key) && key.String() == "then"
}

// find is the property's value, if there is one.
func (s strange) find(key goja.Value) (goja.Value, bool) {
	reflect := s.r.reflect()
	if !goja.IsString(key) || !reflect.has(with(s.object, key)).ToBoolean() {
		return nil, false
	}
	return reflect.get(with(s.object, key)), true
}

func (s strange) get(key, _ goja.Value) goja.Value {
	if v, ok := s.find(key); ok {
		d, _ := s.r.reflect().describe(with(s.object, key)).(*goja.Object)
		if get := d.Get("get"); get != nil && goja.IsUndefined(get) { // an accessor that can only be set
			s.deny(key)
		}
		return v
	}
	if !absent(key) {
		s.deny(key)
	}
	return goja.Undefined()
}

func (s strange) set(key, value goja.Value) bool {
	d, ok := s.r.reflect().describe(with(s.object, key)).(*goja.Object)
	if ok {
		if set := d.Get("set"); set != nil && !goja.IsUndefined(set) {
			return s.r.reflect().set(with(s.object, key, value)).ToBoolean()
		}
	}
	s.deny(key)
	return false
}

func (s strange) has(key goja.Value) bool {
	if _, ok := s.find(key); ok || absent(key) {
		return ok || absent(key)
	}
	s.deny(key)
	return false
}

func (s strange) describe(key goja.Value) goja.PropertyDescriptor {
	if v, ok := s.find(key); ok {
		return goja.PropertyDescriptor{Value: v, Writable: no, Enumerable: no, Configurable: yes}
	}
	if !absent(key) {
		s.deny(key)
	}
	return goja.PropertyDescriptor{Value: goja.Undefined(), Writable: no, Enumerable: no, Configurable: yes}
}

func (s strange) keys() *goja.Object {
	var list []any
	s.r.VM.ForOf(s.r.reflect().keys(with(s.object)), func(key goja.Value) bool {
		if goja.IsString(key) {
			list = append(list, key)
		}
		return true
	})
	list = append(list, "then", goja.SymToStringTag, goja.SymHasInstance, goja.SymIsConcatSpreadable)
	return s.r.VM.NewArray(list...)
}
