package js

import (
	"reflect"

	"github.com/dop251/goja"
)

// iterable adds what Web IDL's iterable<K,V> declares: entries, keys, values,
// forEach, and @@iterator, which is the same function as entries. Iterators are
// live: they look at the pairs as they are at each step.
// https://webidl.spec.whatwg.org/#idl-iterable
func (r *Realm) iterable(k *class) {
	s := k.spec
	proto := r.iteratorPrototype(k)
	iterator := func(name string, pick func(key, value goja.Value) goja.Value) *goja.Object {
		return r.function(name, 0, func(call goja.FunctionCall) goja.Value {
			this, native := r.receiver(call.This, s, name)
			pairs, ok := s.iterate(native, Call{Realm: r, This: this})
			if !ok {
				r.illegal(s, name)
			}
			it := r.VM.CreateObject(proto)
			r.bind(it, iteratorSpec, &pairIterator{of: k, pairs: pairs, pick: pick})
			return it
		})
	}
	entries := iterator("entries", func(key, value goja.Value) goja.Value { return r.VM.NewArray(key, value) })
	keys := iterator("keys", func(key, _ goja.Value) goja.Value { return key })
	values := iterator("values", func(_, value goja.Value) goja.Value { return value })
	must(k.proto.DefineDataProperty("entries", entries, yes, yes, yes))
	must(k.proto.DefineDataProperty("forEach", r.forEach(k), yes, yes, yes))
	must(k.proto.DefineDataProperty("keys", keys, yes, yes, yes))
	must(k.proto.DefineDataProperty("values", values, yes, yes, yes))
	must(k.proto.DefineDataPropertySymbol(goja.SymIterator, entries, yes, yes, no))
}

func (r *Realm) forEach(k *class) *goja.Object {
	s := k.spec
	return r.function("forEach", 1, func(call goja.FunctionCall) goja.Value {
		this, native := r.receiver(call.This, s, "forEach")
		fn, ok := callable(call.Argument(0))
		if !ok {
			r.Throw(r.TypeError("Failed to execute 'forEach' on '%s': parameter 1 is not a function", s.name))
		}
		pairs, ok := s.iterate(native, Call{Realm: r, This: this})
		if !ok {
			r.illegal(s, "forEach")
		}
		for i := 0; ; i++ {
			key, value, ok := pairs(i)
			if !ok {
				return goja.Undefined()
			}
			fn(goja.FunctionCall{This: call.Argument(1), Arguments: []goja.Value{value, key, this}})
		}
	})
}

// pairIterator is a default iterator object's state.
type pairIterator struct {
	of    *class
	pairs Pairs
	pick  func(key, value goja.Value) goja.Value
	next  int
	done  bool
}

// iteratorSpec brands iterators of every class; pairIterator.of tells them apart.
var iteratorSpec = &spec{name: "Iterator"}

// iteratorPrototype makes the "X Iterator" prototype object.
// https://webidl.spec.whatwg.org/#es-iterator-prototype-object
func (r *Realm) iteratorPrototype(k *class) *goja.Object {
	proto := r.VM.CreateObject(r.intr.iteratorPrototype(r))
	next := r.function("next", 0, func(call goja.FunctionCall) goja.Value {
		_, native := r.receiver(call.This, iteratorSpec, "next")
		it := native.(*pairIterator)
		if it.of != k {
			r.illegal(iteratorSpec, "next")
		}
		if !it.done {
			if key, value, ok := it.pairs(it.next); ok {
				it.next++
				return r.Step(it.pick(key, value), false)
			}
			it.done = true
		}
		return r.Step(goja.Undefined(), true)
	})
	must(proto.DefineDataProperty("next", next, yes, yes, yes))
	must(proto.DefineDataPropertySymbol(goja.SymToStringTag, r.VM.ToValue(k.spec.name+" Iterator"), no, yes, no))
	return proto
}

// Step makes an iterator result, {value, done}.
func (r *Realm) Step(value goja.Value, done bool) *goja.Object {
	o := r.VM.NewObject()
	must(o.DefineDataProperty("value", value, yes, yes, yes)) // whatever Object.prototype has
	must(o.DefineDataProperty("done", r.VM.ToValue(done), yes, yes, yes))
	return o
}

// callable gives the function behind v for a call from inside a call.
func callable(v goja.Value) (func(goja.FunctionCall) goja.Value, bool) {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil, false
	}
	if o.ExportType() == nativeType {
		return native(o), true
	}
	f, ok := goja.AssertFunction(v)
	if !ok {
		return nil, false
	}
	return func(call goja.FunctionCall) goja.Value { // a proxy of a function
		out, err := f(call.This, call.Arguments...)
		if err != nil {
			panic(err)
		}
		return out
	}, true
}

var nativeType = reflect.TypeFor[func(goja.FunctionCall) goja.Value]()
