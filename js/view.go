package js

import (
	"github.com/dop251/goja"
)

// view is what a realm sees of an object of another realm.
type view struct {
	r *Realm // whose scripts see it
	origin
	proxy *goja.Object
}

// newView makes the view of an object and enters it in the tables.
func (r *Realm) newView(at origin) *goja.Object {
	if o := r.twin(at); o != nil {
		r.membrane.enter(at, o, nil)
		return o
	}
	v := &view{r: r, origin: at}
	v.proxy = r.VM.ToValue(r.VM.NewProxy(r.shadow(at), v.traps())).(*goja.Object)
	r.membrane.enter(at, v.proxy, v)
	return v.proxy
}

// shadow makes a proxy's target, which decides what kind of thing the proxy is: an
// array, a function, a constructor, an object. It has no properties of its own but
// those the language's rules for proxies ask for, see mirror.
func (r *Realm) shadow(at origin) *goja.Object {
	if at.outer != nil {
		return r.VM.NewObject()
	}
	kinds := r.intr.shadows(r)
	_, constructor := goja.AssertConstructor(at.object)
	_, function := goja.AssertFunction(at.object)
	switch {
	case constructor:
		return kinds.constructor(goja.FunctionCall{}).(*goja.Object)
	case function:
		return kinds.function(goja.FunctionCall{}).(*goja.Object)
	case isArray(at.object):
		return r.VM.NewArray()
	}
	return r.VM.NewObject()
}

// isArray sees through proxies, as Array.isArray does.
func isArray(o *goja.Object) bool {
	for o != nil && o.ExportType() == proxyType {
		o = o.Export().(goja.Proxy).Target()
	}
	return o != nil && o.ClassName() == "Array"
}

// shadows make targets for views of functions.
type shadows struct {
	function, constructor func(goja.FunctionCall) goja.Value
}

// A bound function has no prototype property that would have to be shown.
var shadowsProgram = goja.MustCompile("asterism:shadows", `(() => {
	const bare = (f) => { delete f.name; delete f.length; return f; };
	const bind = Function.prototype.bind, call = Function.prototype.call.bind(bind);
	return [() => bare(() => {}), () => bare(call(function () {}))];
})()`, true)

func (in *intrinsics) shadows(r *Realm) *shadows {
	if in.kinds == nil {
		v, err := r.VM.RunProgram(shadowsProgram)
		must(err)
		pair := v.(*goja.Object)
		in.kinds = &shadows{function: native(pair.Get("0")), constructor: native(pair.Get("1"))}
	}
	return in.kinds
}

// instanceCheck is Function.prototype[Symbol.hasInstance].
func (r *Realm) instanceCheck() goja.Value {
	return r.Intrinsic("Function").(*goja.Object).Get("prototype").(*goja.Object).GetSymbol(goja.SymHasInstance)
}

// reflection is the Reflect functions of a realm, as they were when it was first
// visited. They know the peculiarities of global objects and of instances.
type reflection struct {
	get, set, has, remove, define, describe, keys      func(goja.FunctionCall) goja.Value
	prototype, setPrototype, extensible, preventGrowth func(goja.FunctionCall) goja.Value
}

func (r *Realm) reflect() *reflection {
	m := &r.membrane
	if m.reflection == nil {
		object := r.Intrinsic("Reflect").(*goja.Object)
		f := func(name string) func(goja.FunctionCall) goja.Value {
			if f, ok := callable(object.Get(name)); ok {
				return f
			}
			return func(goja.FunctionCall) goja.Value { // a script has taken it away
				panic(r.TypeError("Reflect.%s is not a function", name))
			}
		}
		m.reflection = &reflection{
			get: f("get"), set: f("set"), has: f("has"), remove: f("deleteProperty"),
			define: f("defineProperty"), describe: f("getOwnPropertyDescriptor"), keys: f("ownKeys"),
			prototype: f("getPrototypeOf"), setPrototype: f("setPrototypeOf"),
			extensible: f("isExtensible"), preventGrowth: f("preventExtensions"),
		}
	}
	return m.reflection
}

// with is a call of a native.
func with(args ...goja.Value) goja.FunctionCall {
	return goja.FunctionCall{This: goja.Undefined(), Arguments: args}
}
