package js

import "github.com/dop251/goja"

// SetGlobal makes the realm's global object an instance of c: its prototype chain
// is c's and cannot be changed any more, and members called without a receiver (a
// bare addEventListener) get it. Writable attributes of c's parents become own
// properties too: the engine refuses a bare `onerror = f` in strict code for a
// property that is not the global object's own.
func (r *Realm) SetGlobal(c Described, native any) {
	k := r.class(c.describe())
	global := r.VM.GlobalObject()
	r.bind(global, k.spec, native)
	k.seal(global)
	r.globals.setPrototype(k.proto)
	r.fixed = map[*goja.Object]struct{}{global: {}}
	r.fixAccessor()
	for s := k.spec; s != nil; s = s.parent {
		k := r.class(s)
		r.fixed[k.proto] = struct{}{}
		if s.shared {
			r.globals.shared = k
		}
		if s.global {
			continue
		}
		for _, a := range k.writable {
			must(global.DefineAccessorProperty(a.name, a.get, a.set, yes, yes))
		}
	}
}

// Named gives the global object properties that come and go, such as a window's
// child frames. lookup is asked for names that are not there otherwise; nil is
// none.
// https://webidl.spec.whatwg.org/#named-properties-object
func (r *Realm) Named(lookup func(name string) goja.Value) { r.globals.named = lookup }

// Operation defines a function that every global scope has, such as fetch; it is
// made on first touch. Its receiver must be the global object, or none.
// https://html.spec.whatwg.org/#windoworworkerglobalscope-mixin
func (r *Realm) Operation(f Function) {
	r.OperationOf(f.Name, func() goja.Value {
		call := f.Call
		checked := f
		checked.Call = func(c Call) goja.Value {
			r.globals.receives(c.This, f.Name)
			return call(c)
		}
		return r.Function(checked)
	})
}

// OperationOf is Operation for a function made in another way.
func (r *Realm) OperationOf(name string, build func() goja.Value) {
	r.globals.member(name, func(holder *goja.Object) goja.Value {
		f := build()
		must(holder.DefineDataProperty(name, f, yes, yes, yes))
		return f
	})
}

// Attribute defines an attribute that every global scope has, such as caches. get
// runs at each access; a setter that is nil makes it readonly.
func (r *Realm) Attribute(a Attr[*Realm]) {
	r.globals.member(a.Name, func(holder *goja.Object) goja.Value {
		global := goja.Value(r.globals.global)
		get := func(call goja.FunctionCall) goja.Value {
			r.globals.receives(call.This, a.Name)
			return orUndefined(a.Get(r, Call{Realm: r, This: global}))
		}
		var set goja.Value = goja.Undefined()
		switch {
		case a.Replaceable:
			set = r.replacer(a.Name, func(this goja.Value) { r.globals.receives(this, a.Name) })
		case a.Set != nil:
			set = r.function("set "+a.Name, 1, func(call goja.FunctionCall) goja.Value {
				r.globals.receives(call.This, a.Name)
				a.Set(r, Call{Realm: r, This: global, Args: call.Arguments}, call.Argument(0))
				return goja.Undefined()
			})
		}
		must(holder.DefineAccessorProperty(a.Name, r.function("get "+a.Name, 0, get), set, yes, yes))
		return nil
	})
}

// replacer is the setter of a [Replaceable] attribute; check refuses receivers.
// https://webidl.spec.whatwg.org/#Replaceable
func (r *Realm) replacer(name string, check func(this goja.Value)) *goja.Object {
	return r.function("set "+name, 1, func(call goja.FunctionCall) goja.Value {
		check(call.This)
		this, ok := call.This.(*goja.Object)
		if !ok {
			this = r.globals.global
		}
		must(this.DefineDataProperty(name, call.Argument(0), yes, yes, yes))
		return goja.Undefined()
	})
}

// receives checks the receiver of a shared attribute: the global object, or none.
func (g *globals) receives(this goja.Value, name string) {
	if this == nil || goja.IsUndefined(this) || goja.IsNull(this) || this == goja.Value(g.global) {
		return
	}
	g.realm.Throw(g.realm.TypeError("Illegal invocation: %s is of the global object, and was used on another", name))
}
