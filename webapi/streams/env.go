package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// env is the package's state in one realm: intrinsics that scripts cannot
// change under it.
type env struct {
	*js.Realm
	vm         *goja.Runtime
	then       goja.Callable // Promise.prototype.then
	trampoline goja.Callable // f => v => f(v)
	noop       goja.Value
	classes    classes
	// The size functions of the strategy classes; nil: not asked for yet.
	byteLengthSize, countSize *goja.Object
}

// classes is the package's classes, got through the realm because their own
// functions make instances of them.
type classes struct {
	readable, reader, controller, iterator  js.Described
	byobReader, byteController, byobRequest js.Described
	writable, writer, sinkController        js.Described
	transform, transformController          js.Described
}

type envKey struct{}

// envOf is the realm's env, whose intrinsics are got on first use.
func envOf(r *js.Realm) *env {
	x, ok := r.Slot(envKey{}).(*env)
	if !ok {
		panic("streams: Install was not called for this realm")
	}
	if x.then == nil {
		x.fill()
	}
	return x
}

func (x *env) fill() {
	r := x.Realm
	proto := r.VM.GlobalObject().Get("Promise").(*goja.Object).Get("prototype").(*goja.Object)
	x.then, _ = goja.AssertFunction(proto.Get("then"))
	made, err := r.VM.RunProgram(trampoline)
	if err != nil {
		panic(err) // only an interrupt
	}
	x.trampoline, _ = goja.AssertFunction(made)
	x.noop = r.VM.ToValue(func(goja.FunctionCall) goja.Value { return goja.Undefined() })
}

// trampoline makes reactions that run in a JavaScript frame. goja drains its
// job queue whenever a call from Go returns with no such frame below it, so a
// native reaction that resolves a promise would run later jobs inside itself.
var trampoline = goja.MustCompile("streams", "(function (f) { return function (v) { return f(v) } })", true)

// deferred is a promise with its resolving functions.
type deferred struct {
	promise         *goja.Object
	resolve, reject func(v any) error
	settled         bool
}

func (x *env) newPromise() *deferred {
	p, resolve, reject := x.vm.NewPromise()
	return &deferred{promise: x.vm.ToValue(p).(*goja.Object), resolve: resolve, reject: reject}
}

// Resolve settles d with v, which may be a promise.
func (d *deferred) Resolve(v goja.Value) { d.settled = true; must(d.resolve(v)) }

// Reject settles d as rejected.
func (d *deferred) Reject(v goja.Value) { d.settled = true; must(d.reject(v)) }

// must passes on what a script cannot catch (an interrupt).
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// resolved is "a promise resolved with" v.
func (x *env) resolved(v goja.Value) *goja.Object {
	d := x.newPromise()
	d.Resolve(v)
	return d.promise
}

// rejected is "a promise rejected with" v.
func (x *env) rejected(v goja.Value) *goja.Object {
	d := x.newPromise()
	d.Reject(v)
	return d.promise
}

// handled marks a promise as handled.
func (x *env) handled(p *goja.Object) {
	_, err := x.then(p, x.noop, x.noop)
	must(err)
}

// upon has one of two functions run, in a microtask, when p settles. nil
// functions do nothing.
func (x *env) upon(p *goja.Object, fulfilled, rejected func(goja.Value)) {
	_, err := x.then(p, x.reaction(fulfilled), x.reaction(rejected))
	must(err)
}

func (x *env) reaction(f func(goja.Value)) goja.Value {
	if f == nil {
		return x.noop
	}
	return x.function(func(v goja.Value) goja.Value {
		f(v)
		return goja.Undefined()
	})
}

// react is "the result of reacting to" p: a promise for what the functions
// return; nil functions pass the outcome on. They throw by env.Throw.
func (x *env) react(p *goja.Object, fulfilled, rejected func(goja.Value) goja.Value) *goja.Object {
	on, off := goja.Value(goja.Undefined()), goja.Value(goja.Undefined())
	if fulfilled != nil {
		on = x.function(fulfilled)
	}
	if rejected != nil {
		off = x.function(rejected)
	}
	result, err := x.then(p, on, off)
	must(err)
	return result.(*goja.Object)
}

func (x *env) function(f func(goja.Value) goja.Value) goja.Value {
	native := x.vm.ToValue(func(call goja.FunctionCall) goja.Value { return f(call.Argument(0)) })
	made, err := x.trampoline(goja.Undefined(), native)
	must(err)
	return made
}

// task runs f as a script's code would run: promise jobs wait for its end. (Below
// Realm.Do there is no JavaScript frame, and each promise that is settled would run
// its jobs at once, in the middle of f.) The error is that of [js.Realm.Call].
func (x *env) task(f func()) error {
	fn, _ := goja.AssertFunction(x.function(func(goja.Value) goja.Value {
		f()
		return goja.Undefined()
	}))
	_, err := x.Call(fn, goja.Undefined())
	return err
}

// try runs f and gives what it threw, nil when nothing.
func (x *env) try(f func()) (thrown goja.Value) {
	if exception := x.vm.Try(f); exception != nil {
		return exception.Value()
	}
	return nil
}

// promiseCall calls a user's callback that returns a promise (or anything);
// what it throws becomes a rejection.
func (x *env) promiseCall(fn goja.Callable, this goja.Value, args ...goja.Value) *goja.Object {
	v, err := fn(this, args...)
	if err != nil {
		return x.rejected(thrownBy(err))
	}
	if o, ok := v.(*goja.Object); ok {
		if _, isPromise := o.Export().(*goja.Promise); isPromise {
			return o // PromiseResolve gives a promise back as it is
		}
	}
	return x.resolved(v)
}

// thrownBy is the value that a call threw. Errors scripts cannot catch go on.
func thrownBy(err error) goja.Value {
	if exception, ok := err.(*goja.Exception); ok {
		return exception.Value()
	}
	panic(err)
}

// construct notes the object that a constructor is making.
func construct(c js.Call) *goja.Object { return c.This.(*goja.Object) }

// method is a member of an underlying source, sink or transformer: nil when it
// is not there.
func (x *env) method(o *goja.Object, name string) goja.Callable {
	if o == nil {
		return nil
	}
	v := o.Get(name)
	if v == nil || goja.IsUndefined(v) {
		return nil
	}
	fn, ok := goja.AssertFunction(v)
	if !ok {
		x.Throw(x.TypeError("%s is not a function", name))
	}
	return fn
}
