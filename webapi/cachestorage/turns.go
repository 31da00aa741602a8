package cachestorage

import "context"

// turns is a queue of operations, each of which begins when the one before has
// ended: un-awaited calls of a script take effect in the order it made them. Its
// methods are called on the loop; the work runs elsewhere.
type turns struct{ last <-chan struct{} }

// wait takes the next turn: work that begins when the turn has come.
func wait[T any](t *turns, work func(context.Context) (T, error)) func(context.Context) (T, error) {
	before, done := t.last, make(chan struct{})
	t.last = done
	return func(ctx context.Context) (T, error) {
		defer close(done)
		if before != nil {
			select {
			case <-before:
			case <-ctx.Done():
				var none T
				return none, context.Cause(ctx)
			}
		}
		return work(ctx)
	}
}
