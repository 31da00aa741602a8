package js

import (
	"strconv"

	"github.com/dop251/goja"
)

// The natives below look at an object's own properties. On the global object they
// must see the globals that were not touched yet, so they settle the table first.

// reflecting wraps holder[name]: when argument i (-1: this) is the global object,
// the table is settled.
func (r *Realm) reflecting(holder *goja.Object, name string, i, length int) {
	original := native(holder.Get(name))
	must(holder.DefineDataProperty(name, r.function(name, length, func(call goja.FunctionCall) goja.Value {
		subject := call.This
		if i >= 0 {
			subject = call.Argument(i)
		}
		if subject == goja.Value(r.globals.global) {
			r.globals.settle()
		}
		return original(call)
	}), yes, yes, no))
}

// patchObject prepares Object on first touch.
func patchObject(r *Realm, object *goja.Object) goja.Value {
	r.reflecting(object, "getOwnPropertyDescriptors", 0, 1)
	r.reflecting(object, "getOwnPropertyNames", 0, 1)
	r.unbranding(object, "getOwnPropertyDescriptors")
	r.unbranding(object, "getOwnPropertyNames")
	r.reflecting(object, "getOwnPropertyDescriptor", 0, 2)
	r.reflecting(object, "hasOwn", 0, 2)
	r.reflecting(object, "keys", 0, 1)
	r.reflecting(object, "values", 0, 1)
	r.reflecting(object, "entries", 0, 1)
	r.hidePrototype(object, "getPrototypeOf")
	r.fixObject(object)
	r.shim(object, "groupBy", groupByProgram)
	r.legacy(r.protoOf(object), "object")
	return object
}

// patchReflect prepares Reflect on first touch.
func patchReflect(r *Realm, reflect *goja.Object) goja.Value {
	r.reflecting(reflect, "getOwnPropertyDescriptor", 0, 2)
	r.reflecting(reflect, "ownKeys", 0, 1)
	r.unbranding(reflect, "ownKeys")
	r.hidePrototype(reflect, "getPrototypeOf")
	r.fixReflect(reflect)
	r.guardList(reflect, "apply", 2, 3)
	r.guardList(reflect, "construct", 1, 2)
	return reflect
}

// unbranding wraps holder[name], which lists the properties of its argument as an
// array of names or an object by name: the brand of an instance is left out.
func (r *Realm) unbranding(holder *goja.Object, name string) {
	original := native(holder.Get(name))
	must(holder.DefineDataProperty(name, r.function(name, 1, func(call goja.FunctionCall) goja.Value {
		list := original(call)
		o := list.(*goja.Object)
		if o.ClassName() != "Array" {
			if o.Get(brand) != nil && slotOf(call.Argument(0)) != nil {
				must(o.Delete(brand))
			}
			return list
		}
		// The list first: to look for a brand runs a proxy's handler.
		many, branded := int(o.Get("length").ToInteger()), false
		kept := make([]any, 0, many)
		for i := range many {
			key := o.Get(strconv.Itoa(i))
			if goja.IsString(key) && key.String() == brand {
				branded = true
				continue
			}
			kept = append(kept, key)
		}
		if !branded || slotOf(call.Argument(0)) == nil {
			return list
		}
		return r.VM.NewArray(kept...)
	}), yes, yes, no))
}
