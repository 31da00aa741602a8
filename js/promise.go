package js

import (
	"reflect"

	"github.com/dop251/goja"
)

var promiseType = reflect.TypeFor[*goja.Promise]()

// promiseOf is the promise behind v, when v is one.
func promiseOf(v goja.Value) (*goja.Promise, bool) {
	o, ok := v.(*goja.Object)
	if !ok || o.ExportType() != promiseType {
		return nil, false
	}
	p, ok := o.Export().(*goja.Promise)
	return p, ok
}

// Promise makes a pending promise; resolve and reject must run on the loop. A nil
// value is undefined.
func (r *Realm) Promise() (p *goja.Promise, resolve, reject func(v any)) {
	p, res, rej := r.VM.NewPromise()
	return p, r.settler(res), r.settler(rej)
}

// settler guards a resolving function of goja: at the outermost it runs promise
// jobs, which may hit whatever scripts can.
func (r *Realm) settler(settle func(any) error) func(any) {
	return func(v any) {
		if r.fault != nil {
			return
		}
		var err error
		defer r.recoverFault(&err)
		if v == nil {
			v = goja.Undefined()
		}
		if o, ok := v.(*goja.Object); ok {
			v = r.Adopt(o)
		}
		if cut := r.enter(func() error { return settle(v) }); cut != nil {
			_ = r.convert(cut) // an interrupt: the loop ends by itself
		}
	}
}

// Resolved is a promise resolved with v (as by Promise.resolve, but always new).
func (r *Realm) Resolved(v goja.Value) *goja.Object {
	p, resolve, _ := r.VM.NewPromise()
	_ = resolve(orUndefined(v))
	return r.VM.ToValue(p).(*goja.Object)
}

// Rejected is a promise rejected with v.
func (r *Realm) Rejected(v goja.Value) *goja.Object {
	p, _, reject := r.VM.NewPromise()
	_ = reject(orUndefined(v))
	return r.VM.ToValue(p).(*goja.Object)
}

// Await calls done when v (any value, as by Promise.resolve) settles; when it is
// a promise already settled, or no promise at all, before it returns.
func (r *Realm) Await(v goja.Value, done func(value goja.Value, rejected bool)) {
	v = orUndefined(v)
	p, ok := promiseOf(v)
	if !ok {
		if _, isObject := v.(*goja.Object); !isObject {
			done(v, false)
			return
		}
		p, _ = promiseOf(r.Resolved(v)) // a thenable, maybe
	}
	switch p.State() {
	case goja.PromiseStateFulfilled:
		done(p.Result(), false)
	case goja.PromiseStateRejected:
		r.tracked.handled(p)
		done(p.Result(), true)
	default:
		r.Then(r.VM.ToValue(p),
			func(v goja.Value) { done(v, false) },
			func(v goja.Value) { done(v, true) })
	}
}

// Then is the intrinsic Promise.prototype.then: the callbacks always run from a
// microtask. A nil callback passes the value on. It returns the derived promise.
func (r *Realm) Then(p goja.Value, fulfilled, rejected func(v goja.Value)) goja.Value {
	v, err := r.Call(r.intr.promiseThen(r), p, r.reaction(fulfilled), r.reaction(rejected))
	if err != nil {
		return goja.Undefined() // interrupted
	}
	return v
}

// reaction makes a function for promise jobs. The engine runs the job queue when a
// call from outside returns, and takes a native function run as a job for such a
// call: what it resolves would run before jobs queued earlier. Behind a JavaScript
// frame it does not.
func (r *Realm) reaction(f func(goja.Value)) goja.Value {
	if f == nil {
		return goja.Undefined()
	}
	return r.intr.trampoline(r)(goja.FunctionCall{This: goja.Undefined(), Arguments: []goja.Value{
		r.VM.ToValue(func(call goja.FunctionCall) goja.Value {
			f(call.Argument(0))
			return goja.Undefined()
		})}})
}

// Handled marks a promise as handled: its rejection is not reported.
func (r *Realm) Handled(p *goja.Promise) {
	if p.State() == goja.PromiseStatePending {
		r.Then(r.VM.ToValue(p), func(goja.Value) {}, func(goja.Value) {})
		return
	}
	r.tracked.handled(p)
}

// Microtask queues f as a microtask; it runs when the outermost call returns, or
// at once when nothing runs.
func (r *Realm) Microtask(f func()) {
	r.Then(r.Resolved(goja.Undefined()), func(goja.Value) { f() }, nil)
}
