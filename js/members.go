package js

import (
	"sort"

	"github.com/dop251/goja"
)

const (
	yes = goja.FLAG_TRUE
	no  = goja.FLAG_FALSE
)

// members puts a class's members where Web IDL wants them: attributes and
// operations on the prototype, or on the global object if the class is its,
// enumerable and configurable; statics on the constructor; constants, fixed, on both.
func (r *Realm) members(k *class) {
	s := k.spec
	holder := k.proto
	if s.global {
		holder = r.globals.global
	}
	must(k.ctor.DefineDataProperty("length", r.VM.ToValue(s.length), no, yes, no))
	must(k.proto.DefineDataPropertySymbol(goja.SymToStringTag, r.VM.ToValue(s.name), no, yes, no))
	for i := range s.attrs {
		r.attribute(k, holder, &s.attrs[i])
	}
	for i := range s.methods {
		r.method(k, holder, &s.methods[i])
	}
	for i := range s.static {
		f := &s.static[i]
		must(k.ctor.DefineDataProperty(f.Name, r.Function(*f), yes, yes, yes))
	}
	for _, a := range s.staticGet {
		getter := r.function("get "+a.Name, 0, func(call goja.FunctionCall) goja.Value {
			return orUndefined(a.Get(Call{Realm: r, This: call.This}))
		})
		must(k.ctor.DefineAccessorProperty(a.Name, getter, goja.Undefined(), yes, yes))
	}
	for _, name := range sortedNames(s.consts) {
		v := r.VM.ToValue(s.consts[name])
		must(k.ctor.DefineDataProperty(name, v, no, no, yes))
		must(k.proto.DefineDataProperty(name, v, no, no, yes))
	}
	if s.iterate != nil {
		r.iterable(k)
	}
}

func sortedNames(m map[string]int) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool { return m[names[i]] < m[names[j]] })
	return names
}

func (r *Realm) attribute(k *class, holder *goja.Object, a *attrSpec) {
	s := k.spec
	get := func(call goja.FunctionCall) goja.Value {
		home, this, native := r.instanceOf(call.This, s, a.name)
		return r.member(home, Call{Realm: home, This: this}, func(c Call) (goja.Value, bool) {
			return a.get(native, c)
		}, s, a.name)
	}
	if a.async {
		get = r.rejecting(get)
	}
	getter := r.function("get "+a.name, 0, get)
	var setter goja.Value = goja.Undefined()
	switch {
	case a.replaceable:
		setter = r.replacer(a.name, func(this goja.Value) { r.receiver(this, s, a.name) })
	case a.set != nil:
		setter = r.function("set "+a.name, 1, func(call goja.FunctionCall) goja.Value {
			home, this, native := r.instanceOf(call.This, s, a.name)
			if len(call.Arguments) == 0 {
				r.Throw(r.TypeError("Failed to set '%s' on '%s': 1 argument required, but only 0 present", a.name, s.name))
			}
			return r.member(home, Call{Realm: home, This: this, Args: call.Arguments}, func(c Call) (goja.Value, bool) {
				return nil, a.set(native, c, c.Args[0])
			}, s, a.name)
		})
		k.writable = append(k.writable, accessor{a.name, getter, setter})
	}
	if a.unforgeable {
		k.unforgeable = append(k.unforgeable[:len(k.unforgeable):len(k.unforgeable)], accessor{a.name, getter, setter})
		return
	}
	must(holder.DefineAccessorProperty(a.name, getter, setter, yes, yes))
}

func (r *Realm) method(k *class, holder *goja.Object, m *methodSpec) {
	s := k.spec
	name := m.name
	if name == "" {
		name = "[Symbol." + m.symbol + "]"
	}
	body := func(call goja.FunctionCall) goja.Value {
		home, this, native := r.instanceOf(call.This, s, name)
		if len(call.Arguments) < m.length {
			r.Throw(r.TypeError("Failed to execute '%s' on '%s': %s required, but only %d present",
				name, s.name, arguments(m.length), len(call.Arguments)))
		}
		return r.member(home, Call{Realm: home, This: this, Args: call.Arguments}, func(c Call) (goja.Value, bool) {
			return m.call(native, c)
		}, s, name)
	}
	if m.async {
		body = r.rejecting(body)
	}
	f := r.function(name, m.length, body)
	if m.name != "" {
		must(holder.DefineDataProperty(m.name, f, yes, yes, yes))
	}
	if m.symbol != "" {
		must(holder.DefineDataPropertySymbol(symbol(m.symbol), f, yes, yes, no))
	}
}

// member runs the body of a member, in the realm of its receiver. False from it: the
// receiver's native value is of the wrong type.
func (r *Realm) member(home *Realm, c Call, body func(Call) (goja.Value, bool), s *spec, name string) goja.Value {
	var v goja.Value
	var ok bool
	if home == r {
		if v, ok = body(c); ok {
			return r.result(v)
		}
	} else {
		r.visit(home, func() {
			c.Args = home.fromAll(r, c.Args)
			v, ok = body(c)
			v = home.result(v)
		})
		if ok {
			return r.From(home, v)
		}
	}
	r.illegal(s, name)
	return nil
}

// result is what a native function gives: natives may find objects that are of
// another realm, such as a node that has moved here.
func (r *Realm) result(v goja.Value) goja.Value {
	if r.Loop.plural {
		v = r.Adopt(v)
	}
	return orUndefined(v)
}

// Function makes a function object of f.
func (r *Realm) Function(f Function) *goja.Object {
	body := func(call goja.FunctionCall) goja.Value {
		if len(call.Arguments) < f.Length {
			r.Throw(r.TypeError("Failed to execute '%s': %s required, but only %d present",
				f.Name, arguments(f.Length), len(call.Arguments)))
		}
		return r.result(f.Call(Call{Realm: r, This: call.This, Args: call.Arguments}))
	}
	if f.Async {
		body = r.rejecting(body)
	}
	return r.function(f.Name, f.Length, body)
}

// function makes a native function with the name and length a script sees.
func (r *Realm) function(name string, length int, body func(goja.FunctionCall) goja.Value) *goja.Object {
	o := r.VM.ToValue(body).(*goja.Object)
	must(o.DefineDataProperty("name", r.VM.ToValue(name), no, yes, no))
	if length > 0 {
		must(o.DefineDataProperty("length", r.VM.ToValue(length), no, yes, no))
	}
	return o
}

// rejecting makes a function that gives a promise, whatever body does.
func (r *Realm) rejecting(body func(goja.FunctionCall) goja.Value) func(goja.FunctionCall) goja.Value {
	return func(call goja.FunctionCall) goja.Value {
		var v goja.Value
		if thrown := r.VM.Try(func() { v = body(call) }); thrown != nil {
			return r.Rejected(thrown.Value())
		}
		if _, ok := promiseOf(v); ok {
			return v
		}
		return r.Resolved(v)
	}
}

// native is the Go function behind a function object: calling it skips goja's
// bookkeeping for calls from outside. Only for use inside a running call, or
// where no exception and no promise job can come of it.
func native(f goja.Value) func(goja.FunctionCall) goja.Value {
	return f.(*goja.Object).Export().(func(goja.FunctionCall) goja.Value)
}

func orUndefined(v goja.Value) goja.Value {
	if v == nil {
		return goja.Undefined()
	}
	return v
}

func symbol(name string) *goja.Symbol {
	switch name {
	case "iterator":
		return goja.SymIterator
	case "asyncIterator":
		return symAsyncIterator
	case "hasInstance":
		return goja.SymHasInstance
	case "toStringTag":
		return goja.SymToStringTag
	case "toPrimitive":
		return goja.SymToPrimitive
	}
	panic("js: no well-known symbol " + name)
}
