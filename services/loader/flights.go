package loader

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"asterism/bus"
	"asterism/schemas"
)

// errGivenUp is the cause of a fetch's context after a NetAbort.
var errGivenUp = errors.New("whoever asked gave up")

// flights is the fetches under way, so that they can be aborted, and so that a
// stop can wait for their bodies.
type flights struct {
	base context.Context // of every fetch; ends when the loader does
	mu   sync.Mutex
	byID map[string]*flight
	work sync.WaitGroup
	many atomic.Int64 // how many
}

// flight is one fetch, from its request to the end of its response's body.
type flight struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	end    func() // must be called once
}

func newFlights(base context.Context) *flights {
	return &flights{base: base, byID: map[string]*flight{}}
}

// start registers a fetch under its request's id.
func (f *flights) start(id, trace string) *flight {
	ctx, cancel := context.WithCancelCause(bus.WithTrace(f.base, trace))
	one := &flight{ctx: ctx, cancel: cancel}
	f.work.Add(1)
	f.many.Add(1)
	one.end = sync.OnceFunc(func() {
		cancel(nil)
		f.mu.Lock()
		if f.byID[id] == one {
			delete(f.byID, id)
		}
		f.mu.Unlock()
		f.many.Add(-1)
		f.work.Done()
	})
	if id != "" {
		f.mu.Lock()
		f.byID[id] = one
		f.mu.Unlock()
	}
	return one
}

// abort ends a fetch of this loader's; others are somebody else's.
func (f *flights) abort(a schemas.Abort, _ bus.Params) {
	f.mu.Lock()
	one := f.byID[a.ID]
	f.mu.Unlock()
	if one != nil {
		one.cancel(errGivenUp)
	}
}
