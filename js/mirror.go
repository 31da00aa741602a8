package js

import (
	"github.com/dop251/goja"
)

// A proxy may only say that a property is fixed, or that an object does not grow,
// if its target agrees. So what is found to be so is made so in the target too.
// https://tc39.es/ecma262/#sec-proxy-object-internal-methods-and-internal-slots

// readDescriptor is a descriptor object of home as r sees it.
func readDescriptor(r, home *Realm, o *goja.Object) (d goja.PropertyDescriptor) {
	flag := func(name string) goja.Flag {
		if v := o.Get(name); v != nil {
			return goja.ToFlag(v.ToBoolean())
		}
		return goja.FLAG_NOT_SET
	}
	d.Value, d.Getter, d.Setter = r.From(home, o.Get("value")), r.From(home, o.Get("get")), r.From(home, o.Get("set"))
	d.Writable, d.Enumerable, d.Configurable = flag("writable"), flag("enumerable"), flag("configurable")
	return d
}

// descriptorObject makes a descriptor of r an object of home.
func descriptorObject(home, r *Realm, d goja.PropertyDescriptor) *goja.Object {
	o := home.VM.NewObject()
	value := func(name string, v goja.Value) {
		if v != nil {
			must(o.DefineDataProperty(name, home.From(r, v), yes, yes, yes))
		}
	}
	flag := func(name string, f goja.Flag) {
		if f != goja.FLAG_NOT_SET {
			value(name, home.VM.ToValue(f.Bool()))
		}
	}
	value("value", d.Value)
	value("get", d.Getter)
	value("set", d.Setter)
	flag("writable", d.Writable)
	flag("enumerable", d.Enumerable)
	flag("configurable", d.Configurable)
	return o
}

// mirror makes a property fixed in the shadow, if it is. An accessor gets a getter
// and setter of its own there: the engine compares them the wrong way round, and
// only asks the shadow's whether they exist.
func mirror(r *Realm, shadow *goja.Object, key goja.Value, d goja.PropertyDescriptor) {
	if d.Configurable != no {
		return
	}
	if !d.IsAccessor() {
		must(defineData(shadow, key, d.Value, d.Writable, no, d.Enumerable))
		return
	}
	stub := func(v goja.Value) goja.Value {
		if _, ok := v.(*goja.Object); !ok {
			return nil
		}
		return r.function("", 0, func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	}
	if has(r, shadow, key) {
		return
	}
	get, set := stub(d.Getter), stub(d.Setter)
	if s, ok := key.(*goja.Symbol); ok {
		must(shadow.DefineAccessorPropertySymbol(s, get, set, no, d.Enumerable))
	} else {
		must(shadow.DefineAccessorProperty(key.String(), get, set, no, d.Enumerable))
	}
}

func defineData(o *goja.Object, key, v goja.Value, writable, configurable, enumerable goja.Flag) error {
	if s, ok := key.(*goja.Symbol); ok {
		return o.DefineDataPropertySymbol(s, v, writable, configurable, enumerable)
	}
	return o.DefineDataProperty(key.String(), v, writable, configurable, enumerable)
}

// unmirror takes a property off the shadow.
func unmirror(shadow *goja.Object, key goja.Value) {
	if s, ok := key.(*goja.Symbol); ok {
		_ = shadow.DeleteSymbol(s)
	} else {
		_ = shadow.Delete(key.String())
	}
}

func has(r *Realm, shadow *goja.Object, key goja.Value) bool {
	for _, have := range ownKeys(r, shadow) {
		if have.SameAs(key) {
			return true
		}
	}
	return false
}

func ownKeys(r *Realm, shadow *goja.Object) []goja.Value {
	var keys []goja.Value
	for _, name := range shadow.GetOwnPropertyNames() {
		keys = append(keys, r.VM.ToValue(name))
	}
	for _, s := range shadow.Symbols() {
		keys = append(keys, s)
	}
	return keys
}

// close makes the shadow an object that does not grow, with the properties and the
// prototype of what v shows. What is configurable stays so and has any value: the
// traps answer for it.
func (v *view) close(shadow *goja.Object) {
	reflect := v.r.reflect()
	if !reflect.extensible(with(shadow)).ToBoolean() {
		return
	}
	var keys []goja.Value
	v.behind(func(home *Realm, o *goja.Object) {
		home.VM.ForOf(home.reflect().keys(with(o)), func(key goja.Value) bool {
			keys = append(keys, key)
			return true
		})
	})
	for _, key := range keys {
		if d := v.describe(shadow, key); d.Configurable == yes {
			must(defineData(shadow, key, goja.Undefined(), yes, yes, d.Enumerable))
		}
	}
	must(shadow.SetPrototype(v.prototype(shadow)))
	reflect.preventGrowth(with(shadow))
}

// settle takes what is gone from a shadow that does not grow.
func (v *view) settle(shadow *goja.Object, keys []any) {
	if v.outer != nil || v.r.reflect().extensible(with(shadow)).ToBoolean() {
		return
	}
	left := make(map[string]bool, len(keys))
	symbols := make(map[*goja.Symbol]bool)
	for _, key := range keys {
		if s, ok := key.(*goja.Symbol); ok {
			symbols[s] = true
		} else {
			left[key.(goja.Value).String()] = true
		}
	}
	for _, key := range ownKeys(v.r, shadow) {
		if s, ok := key.(*goja.Symbol); ok && !symbols[s] || !ok && !left[key.String()] {
			unmirror(shadow, key)
		}
	}
}
