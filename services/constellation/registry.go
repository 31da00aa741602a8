package constellation

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/constellation/lifecycle"
)

// registry is the registration map and, beside it, the unregistered
// registrations that documents still use.
type registry struct {
	live, lingering *bus.Table[schemas.Registration] // set before use
	scopes, ids     *copies                          // local copies, by scope and by registration id
	locks           locks                            // one per scope
}

func newRegistry() *registry {
	return &registry{scopes: newCopies(), ids: newCopies()}
}

// place is where a registration is kept.
type place struct {
	scope string
	id    string // of a lingering registration; "": it is in the map
}

// change applies an event to the registration at p, stores the result with
// compare-and-set, and carries out the effects. listeners hear of it even if
// they are no known clients; job is the one it is done for, or nil.
//
// Changes of one scope are made one after another, so that their effects come
// out in order. The error is lifecycle.ErrStale, or one of the bus.
func (s *Service) change(ctx context.Context, p place, event lifecycle.Event, about audience) (lifecycle.Outcome, error) {
	defer s.registry.locks.lock(p.scope)()
	for {
		out, err := s.store(ctx, p, event)
		if errors.Is(err, bus.ErrConflict) { // another constellation was faster
			select {
			case <-ctx.Done():
				return out, ctx.Err()
			case <-time.After(rand.N(5 * time.Millisecond)):
			}
			continue
		}
		if err != nil {
			return out, err
		}
		s.catchUpFor(ctx, p.scope, out.Effects)
		s.carryOut(ctx, out.Effects, about)
		return out, nil
	}
}

// store is one attempt to apply an event.
func (s *Service) store(ctx context.Context, p place, event lifecycle.Event) (lifecycle.Outcome, error) {
	table, copies, key := s.registry.live, s.registry.scopes, p.scope
	if p.id != "" {
		table, copies, key = s.registry.lingering, s.registry.ids, p.id
	}
	old, err := table.Get(ctx, key)
	var was *schemas.Registration
	switch {
	case err == nil:
		was = &old.Value
	case !errors.Is(err, bus.ErrNotFound):
		return lifecycle.Outcome{}, err
	}
	out, err := lifecycle.Apply(was, event, time.Now())
	if err != nil || !out.Changed {
		return out, err
	}
	switch {
	case out.Registration == nil:
		if err = s.linger(ctx, out.Effects); err == nil {
			err = table.Delete(ctx, key, old.Revision)
		}
		if err == nil {
			copies.drop(key, old.Revision)
		}
	case was == nil:
		var revision uint64
		if revision, err = table.Create(ctx, key, *out.Registration); err == nil {
			copies.put(key, *out.Registration, revision)
		}
	default:
		var revision uint64
		if revision, err = table.Update(ctx, key, *out.Registration, old.Revision); err == nil {
			copies.put(key, *out.Registration, revision)
		}
	}
	return out, err
}

// linger stores a registration that leaves the map in use, before it leaves.
func (s *Service) linger(ctx context.Context, effects []lifecycle.Effect) error {
	for _, e := range effects {
		if e.Kind != lifecycle.Linger {
			continue
		}
		revision, err := s.registry.lingering.Put(ctx, e.Registration.ID, e.Registration)
		if err != nil {
			return err
		}
		s.registry.ids.put(e.Registration.ID, e.Registration, revision)
	}
	return nil
}

// registration is Get Registration, from the bucket itself: nil when there is
// none.
//
// https://w3c.github.io/ServiceWorker/#get-registration-algorithm
func (s *Service) registration(ctx context.Context, scope string) (*schemas.Registration, error) {
	e, err := s.registry.live.Get(ctx, scope)
	if errors.Is(err, bus.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &e.Value, nil
}
