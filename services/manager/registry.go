package manager

import (
	"context"
	"errors"
	"sync"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// registry is a local copy of the registrations, and of those that linger after
// unregister() because documents still use them; two watches keep it. Safe for
// concurrent use.
type registry struct {
	current, lingering *bus.Table[schemas.Registration]
	caught             bus.Progress // of the copy of current, and of the workers it tells

	mu     sync.RWMutex
	scopes map[string]schemas.Registration // by scope
	linger map[string]schemas.Registration // by id
}

// openRegistry declares the two buckets.
func openRegistry(ctx context.Context, conn *bus.Conn) (*registry, error) {
	r := &registry{scopes: map[string]schemas.Registration{}, linger: map[string]schemas.Registration{}}
	var err error
	if r.current, err = bus.Registrations.Open(ctx, conn); err != nil {
		return nil, err
	}
	r.lingering, err = bus.Lingering.Open(ctx, conn)
	return r, err
}

// watch keeps one of the two copies until ctx ends. ready is called once it is
// complete, changed with the scope after every change.
func (r *registry) watch(ctx context.Context, bucket *bus.Table[schemas.Registration],
	into map[string]schemas.Registration, ready func(), changed func(scope string)) error {
	return bucket.Watch(ctx, ready, func(e bus.Entry[schemas.Registration]) {
		scope := e.Value.Scope
		r.mu.Lock()
		if e.Deleted {
			scope = into[e.Key].Scope
			delete(into, e.Key)
		} else {
			into[e.Key] = e.Value
		}
		r.mu.Unlock()
		changed(scope)
		if bucket == r.current {
			r.caught.Reach(e.Revision)
		}
	})
}

// find is the version and its registration, as far as this copy knows.
func (r *registry) find(k workerKey) (schemas.Worker, schemas.Registration, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	reg := r.scopes[k.scope]
	if w, ok := version(reg, k.version); ok {
		return w, reg, true
	}
	for _, old := range r.linger {
		if old.Scope != k.scope {
			continue
		}
		if w, ok := version(old, k.version); ok {
			return w, old, true
		}
	}
	return schemas.Worker{}, reg, false
}

// ask is find for what the copy does not have (yet): it asks the buckets. Not
// finding it is no error.
func (r *registry) ask(ctx context.Context, k workerKey) (schemas.Worker, schemas.Registration, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	e, err := r.current.Get(ctx, k.scope)
	if err != nil && !errors.Is(err, bus.ErrNotFound) {
		return schemas.Worker{}, schemas.Registration{}, false, err
	}
	if w, ok := version(e.Value, k.version); ok && err == nil {
		return w, e.Value, true, nil
	}
	w, reg, ok := r.find(k) // a lingering one: the watch is enough
	return w, reg, ok, nil
}

// version is the worker of that version, if the registration has it and it may
// run.
func version(reg schemas.Registration, v string) (schemas.Worker, bool) {
	for _, w := range []*schemas.Worker{reg.Installing, reg.Waiting, reg.Active} {
		if w != nil && w.Version == v {
			return *w, w.State != schemas.StateRedundant
		}
	}
	return schemas.Worker{}, false
}
