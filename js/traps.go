package js

import (
	"github.com/dop251/goja"
)

// traps is what a view does. An outer whose global object is out of bounds shows
// a stranger instead, see stranger.go.
func (v *view) traps() *goja.ProxyTrapConfig {
	str := v.r.VM.ToValue
	return &goja.ProxyTrapConfig{
		GetPrototypeOf:    func(shadow *goja.Object) *goja.Object { return v.prototype(shadow) },
		SetPrototypeOf:    v.setPrototype,
		IsExtensible:      v.extensible,
		PreventExtensions: v.preventExtensions,

		GetOwnPropertyDescriptor: func(shadow *goja.Object, key string) goja.PropertyDescriptor {
			return v.describe(shadow, str(key))
		},
		GetOwnPropertyDescriptorSym: func(shadow *goja.Object, key *goja.Symbol) goja.PropertyDescriptor {
			return v.describe(shadow, key)
		},
		DefineProperty: func(shadow *goja.Object, key string, d goja.PropertyDescriptor) bool {
			return v.define(shadow, str(key), d)
		},
		DefinePropertySym: func(shadow *goja.Object, key *goja.Symbol, d goja.PropertyDescriptor) bool {
			return v.define(shadow, key, d)
		},
		Has:    func(_ *goja.Object, key string) bool { return v.has(str(key)) },
		HasSym: func(_ *goja.Object, key *goja.Symbol) bool { return v.has(key) },
		Get: func(_ *goja.Object, key string, receiver goja.Value) goja.Value {
			return v.get(str(key), receiver)
		},
		GetSym: func(_ *goja.Object, key *goja.Symbol, receiver goja.Value) goja.Value {
			return v.get(key, receiver)
		},
		Set: func(_ *goja.Object, key string, value, receiver goja.Value) bool {
			return v.set(str(key), value, receiver)
		},
		SetSym: func(_ *goja.Object, key *goja.Symbol, value, receiver goja.Value) bool {
			return v.set(key, value, receiver)
		},
		DeleteProperty:    func(shadow *goja.Object, key string) bool { return v.remove(shadow, str(key)) },
		DeletePropertySym: func(shadow *goja.Object, key *goja.Symbol) bool { return v.remove(shadow, key) },
		OwnKeys:           v.keys,
		Apply:             func(_ *goja.Object, this goja.Value, args []goja.Value) goja.Value { return v.call(this, args) },
		Construct: func(_ *goja.Object, args []goja.Value, target *goja.Object) *goja.Object {
			return v.construct(args, target)
		},
	}
}

// behind runs f in the realm of what v shows. False: it shows a stranger.
func (v *view) behind(f func(home *Realm, o *goja.Object)) bool {
	home, o := v.home, v.origin.object
	if v.outer != nil {
		if home = v.outer.Inner(v.r); home == nil {
			return false
		}
		o = home.globals.global
	}
	if home == v.r {
		f(home, o)
	} else {
		v.r.visit(home, func() { f(home, o) })
	}
	return true
}

// receiver is a receiver as home sees it. The view itself is o, also where an
// outer shows another global object by now.
func (v *view) receiver(home *Realm, o *goja.Object, receiver goja.Value) goja.Value {
	if receiver == goja.Value(v.proxy) {
		return o
	}
	return home.From(v.r, receiver)
}

func (v *view) get(key, receiver goja.Value) (got goja.Value) {
	if !v.behind(func(home *Realm, o *goja.Object) {
		got = home.reflect().get(with(o, key, v.receiver(home, o, receiver)))
		if key == goja.Value(goja.SymHasInstance) && receiver != goja.Value(v.proxy) && got == home.instanceCheck() {
			got = v.r.instanceCheck() // a subclass made here: the engine's check takes no views
			return
		}
		got = v.r.From(home, got)
	}) {
		return v.strange().get(key, receiver)
	}
	return orUndefined(got)
}

func (v *view) set(key, value, receiver goja.Value) (done bool) {
	if !v.behind(func(home *Realm, o *goja.Object) {
		done = home.reflect().set(with(o, key, home.From(v.r, value), v.receiver(home, o, receiver))).ToBoolean()
	}) {
		return v.strange().set(key, value)
	}
	return done
}

func (v *view) has(key goja.Value) (yes bool) {
	if !v.behind(func(home *Realm, o *goja.Object) { yes = home.reflect().has(with(o, key)).ToBoolean() }) {
		return v.strange().has(key)
	}
	return yes
}

func (v *view) remove(shadow *goja.Object, key goja.Value) (done bool) {
	if !v.behind(func(home *Realm, o *goja.Object) { done = home.reflect().remove(with(o, key)).ToBoolean() }) {
		v.strange().deny(key)
	}
	if done {
		unmirror(shadow, key)
	}
	return done
}

func (v *view) define(shadow *goja.Object, key goja.Value, d goja.PropertyDescriptor) (done bool) {
	if !v.behind(func(home *Realm, o *goja.Object) {
		done = home.reflect().define(with(o, key, descriptorObject(home, v.r, d))).ToBoolean()
	}) {
		v.strange().deny(key)
	}
	if done && v.outer == nil {
		v.describe(shadow, key)
	}
	return done
}

func (v *view) describe(shadow *goja.Object, key goja.Value) (d goja.PropertyDescriptor) {
	if !v.behind(func(home *Realm, o *goja.Object) {
		if got, ok := home.reflect().describe(with(o, key)).(*goja.Object); ok {
			d = readDescriptor(v.r, home, got)
		}
	}) {
		return v.strange().describe(key)
	}
	if v.outer != nil { // what is fixed here need not be after a navigation
		if !d.Empty() {
			d.Configurable = yes
		}
		return d
	}
	mirror(v.r, shadow, key, d)
	return d
}

func (v *view) keys(shadow *goja.Object) *goja.Object {
	var list []any
	if !v.behind(func(home *Realm, o *goja.Object) {
		keys := home.reflect().keys(with(o)).(*goja.Object)
		home.VM.ForOf(keys, func(key goja.Value) bool {
			list = append(list, key)
			return true
		})
	}) {
		return v.strange().keys()
	}
	v.settle(shadow, list)
	return v.r.VM.NewArray(list...)
}

func (v *view) prototype(*goja.Object) (proto *goja.Object) {
	v.behind(func(home *Realm, o *goja.Object) {
		proto, _ = v.r.From(home, home.reflect().prototype(with(o))).(*goja.Object)
	})
	return proto
}

func (v *view) setPrototype(_, proto *goja.Object) (done bool) {
	var to goja.Value = goja.Null()
	if proto != nil {
		to = proto
	}
	if !v.behind(func(home *Realm, o *goja.Object) {
		done = home.reflect().setPrototype(with(o, home.From(v.r, to))).ToBoolean()
	}) {
		return proto == nil
	}
	return done
}

func (v *view) extensible(shadow *goja.Object) bool {
	grows := true
	v.behind(func(home *Realm, o *goja.Object) { grows = home.reflect().extensible(with(o)).ToBoolean() })
	if v.outer == nil && !grows {
		v.close(shadow)
	}
	return v.outer != nil || grows
}

func (v *view) preventExtensions(shadow *goja.Object) (done bool) {
	if v.outer != nil {
		return false
	}
	v.behind(func(home *Realm, o *goja.Object) { done = home.reflect().preventGrowth(with(o)).ToBoolean() })
	if done {
		v.close(shadow)
	}
	return done
}

func (v *view) call(this goja.Value, args []goja.Value) (out goja.Value) {
	v.behind(func(home *Realm, o *goja.Object) {
		f, _ := callable(o)
		call := goja.FunctionCall{This: orUndefined(home.From(v.r, this)), Arguments: home.fromAll(v.r, args)}
		out = v.r.From(home, f(call))
	})
	return orUndefined(out)
}

func (v *view) construct(args []goja.Value, target *goja.Object) (out *goja.Object) {
	v.behind(func(home *Realm, o *goja.Object) {
		make, _ := goja.AssertConstructor(o)
		made, err := make(home.From(v.r, target).(*goja.Object), home.fromAll(v.r, args)...)
		if err != nil {
			panic(err)
		}
		out = v.r.From(home, made).(*goja.Object)
	})
	return out
}
