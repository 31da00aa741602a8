package constellation

import (
	"context"
	"errors"
	"sync"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// pending is the negation of Service Worker Has No Pending Events, of several
// workers: it asks every manager. One that does not answer has none. Requests
// that come from outside do not count: they are no client's, and the version
// that has them finishes them, whatever becomes of it.
//
// https://w3c.github.io/ServiceWorker/#service-worker-has-no-pending-events-algorithm
func (s *Service) pending(ctx context.Context, scope string, workers ...*schemas.Worker) bool {
	var mu sync.Mutex
	var asking sync.WaitGroup
	events := 0
	for _, m := range s.roster.All() {
		if m.Kind != "manager" {
			continue
		}
		for _, w := range workers {
			if w == nil {
				continue
			}
			asking.Go(func() {
				reply, err := bus.PendingEvents.Do(ctx, s.conn, bus.Params{"manager": m.ID}, schemas.WorkerRef{Scope: scope, Version: w.Version})
				if err != nil {
					if !errors.Is(err, bus.ErrNoResponders) && ctx.Err() == nil {
						s.log.Warn("pending events not asked for", "manager", m.ID, "error", err)
					}
					return
				}
				mu.Lock()
				defer mu.Unlock()
				events += reply.Events
			})
		}
	}
	asking.Wait()
	return events > 0
}

// activePending is pending of the active worker that a waiting one is to
// replace, while that has not waited for longer than Config.EventsWait.
func (s *Service) activePending(ctx context.Context, r *schemas.Registration) bool {
	if r.Active == nil || r.Waiting == nil || time.Since(r.Waiting.Since) > s.cfg.EventsWait {
		return false
	}
	return s.pending(ctx, r.Scope, r.Active)
}

// busy is what keeps a registration from being cleared: clients that use it, or
// pending events of its workers.
//
// https://w3c.github.io/ServiceWorker/#try-clear-registration-algorithm step 1
func (s *Service) busy(ctx context.Context, r *schemas.Registration) (bool, error) {
	using, err := s.inUse(ctx, r)
	if err != nil || using {
		return using, err
	}
	return s.pending(ctx, r.Scope, r.Installing, r.Waiting, r.Active), nil
}

// workerIdle hears that a worker has no pending events any more: what waited for
// that is tried again.
func (s *Service) workerIdle(ref schemas.WorkerRef) {
	s.errand("worker idle", func(ctx context.Context) error { return s.clientUnload(ctx, ref) })
}
