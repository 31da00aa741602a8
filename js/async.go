package js

import (
	"context"

	"github.com/dop251/goja"
)

// Async runs work on a goroutine of its own and settles the promise on the loop
// with what settle makes of it. The context ends when the loop does. fail makes
// the rejection's reason; nil gives a TypeError with the error's text.
func Async[T any](r *Realm, work func(ctx context.Context) (T, error), settle func(T) goja.Value, fail func(error) goja.Value) *goja.Promise {
	p, resolve, reject := r.Promise()
	if fail == nil {
		fail = func(err error) goja.Value { return r.TypeError("%s", err.Error()) }
	}
	loop := r.Loop
	go func() {
		v, err := safely(loop.ctx, work)
		loop.Post(func() {
			if err != nil {
				reject(fail(err))
				return
			}
			var out goja.Value
			if thrown := r.VM.Try(func() { out = settle(v) }); thrown != nil {
				reject(thrown.Value())
				return
			}
			resolve(out)
		})
	}()
	return p
}

// safely makes a panic of work its error.
func safely[T any](ctx context.Context, work func(context.Context) (T, error)) (v T, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = newFault(x)
		}
	}()
	return work(ctx)
}
