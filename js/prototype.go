package js

import "github.com/dop251/goja"

// The table of globals stands between the global object and its prototype. The
// functions here keep it out of sight, and make the prototypes of global objects
// immutable. https://tc39.es/ecma262/#sec-immutable-prototype-exotic-objects

// prototypeOf is the prototype of o that a script sees.
func (r *Realm) prototypeOf(o *goja.Object) *goja.Object {
	if o != r.globals.global {
		return o.Prototype()
	}
	r.globals.settleMembers()
	return r.globals.object.Prototype()
}

// refuses reports whether o's prototype is fixed, and whether v is another one.
func (r *Realm) refuses(o, v goja.Value) (fixed, refused bool) {
	object, ok := o.(*goja.Object)
	if !ok {
		return false, false
	}
	if _, fixed = r.fixed[object]; !fixed {
		return false, false
	}
	proto, isObject := v.(*goja.Object)
	if !isObject && !goja.IsNull(v) {
		return false, false // the original says what is wrong
	}
	return true, r.prototypeOf(object) != proto
}

// hidePrototype makes the table invisible to holder's getPrototypeOf.
func (r *Realm) hidePrototype(holder *goja.Object, name string) {
	original := native(holder.Get(name))
	must(holder.DefineDataProperty(name, r.function(name, 1, func(call goja.FunctionCall) goja.Value {
		if call.Argument(0) == goja.Value(r.globals.global) {
			return orNull(r.prototypeOf(r.globals.global))
		}
		proto := original(call)
		if proto == goja.Value(r.intr.helpers.table) { // another table, see iterators.go
			r.intr.helpers.materialize()
			return original(call)
		}
		return proto
	}), yes, yes, no))
}

// fixObject prepares Object.setPrototypeOf.
func (r *Realm) fixObject(object *goja.Object) {
	original := native(object.Get("setPrototypeOf"))
	must(object.DefineDataProperty("setPrototypeOf", r.function("setPrototypeOf", 2, func(call goja.FunctionCall) goja.Value {
		fixed, refused := r.refuses(call.Argument(0), call.Argument(1))
		switch {
		case refused:
			r.Throw(r.TypeError("Immutable prototype object cannot have its prototype set"))
		case fixed:
			return call.Argument(0)
		}
		return original(call)
	}), yes, yes, no))
}

// fixReflect prepares Reflect.setPrototypeOf.
func (r *Realm) fixReflect(reflect *goja.Object) {
	original := native(reflect.Get("setPrototypeOf"))
	must(reflect.DefineDataProperty("setPrototypeOf", r.function("setPrototypeOf", 2, func(call goja.FunctionCall) goja.Value {
		if fixed, refused := r.refuses(call.Argument(0), call.Argument(1)); fixed {
			return r.VM.ToValue(!refused)
		}
		return original(call)
	}), yes, yes, no))
}

// fixAccessor prepares Object.prototype.__proto__.
func (r *Realm) fixAccessor() {
	proto := r.VM.NewObject().Prototype()
	describe := native(r.globals.builtin.Get("Object").(*goja.Object).Get("getOwnPropertyDescriptor"))
	pair := describe(goja.FunctionCall{Arguments: []goja.Value{proto, r.VM.ToValue("__proto__")}}).(*goja.Object)
	get, set := native(pair.Get("get")), native(pair.Get("set"))
	must(proto.DefineAccessorProperty("__proto__",
		r.function("get __proto__", 0, func(call goja.FunctionCall) goja.Value {
			if call.This == goja.Value(r.globals.global) {
				return orNull(r.prototypeOf(r.globals.global))
			}
			return get(call)
		}),
		r.function("set __proto__", 1, func(call goja.FunctionCall) goja.Value {
			fixed, refused := r.refuses(call.This, call.Argument(0))
			switch {
			case refused:
				r.Throw(r.TypeError("Immutable prototype object cannot have its prototype set"))
			case fixed:
				return goja.Undefined()
			}
			return set(call)
		}), yes, no))
}

func orNull(o *goja.Object) goja.Value {
	if o == nil {
		return goja.Null()
	}
	return o
}
