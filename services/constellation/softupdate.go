package constellation

import (
	"context"
	"sync"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/constellation/lifecycle"
)

// softUpdates are the scopes that are about to be checked. The zero value is
// ready.
type softUpdates struct {
	mu  sync.Mutex
	due map[string]bool // by scope; the value: bypass the HTTP cache
}

// softUpdateDelay is how long a navigation's update waits, as in browsers: the
// page that is loading goes first, and one check serves a burst of navigations.
const softUpdateDelay = time.Second

// softUpdateLater is Soft Update after softUpdateDelay.
func (s *Service) softUpdateLater(u schemas.SoftUpdate) {
	s.soft.mu.Lock()
	defer s.soft.mu.Unlock()
	if s.soft.due == nil {
		s.soft.due = map[string]bool{}
	}
	force, waits := s.soft.due[u.Scope]
	s.soft.due[u.Scope] = force || u.Force
	if waits {
		return
	}
	s.errand("soft update", func(ctx context.Context) error {
		wait := time.NewTimer(softUpdateDelay)
		defer wait.Stop()
		select {
		case <-ctx.Done():
			return nil
		case <-wait.C:
		}
		s.soft.mu.Lock()
		force := s.soft.due[u.Scope]
		delete(s.soft.due, u.Scope)
		s.soft.mu.Unlock()
		return s.softUpdate(ctx, u.Scope, force)
	})
}

// softUpdate is Soft Update of the registration of a scope, if there is one with
// a worker.
//
// https://w3c.github.io/ServiceWorker/#soft-update-algorithm
func (s *Service) softUpdate(ctx context.Context, scope string, forceBypassCache bool) error {
	r, ok := s.registry.scopes.get(scope)
	// 1, 2. Get Newest Worker.
	if !ok || lifecycle.Newest(&r) == nil {
		return nil
	}
	// 3 to 6. Schedule Job; its script and type are the newest worker's when it
	// runs.
	job := softUpdateJob(scope)
	job.Force = forceBypassCache
	return bus.Jobs.Publish(ctx, s.conn, bus.Params{"scope": scope}, job.ID, job)
}

// softUpdateJob is an update job that nobody waits for.
func softUpdateJob(scope string) schemas.Job {
	return schemas.Job{ID: bus.NewID(), Type: schemas.JobUpdate, Scope: scope, Origin: originOf(scope)}
}

// remind schedules the check that is due when the registration becomes stale,
// at most one for a scope: the server's own clock brings the job, whoever runs
// then. One for a registration that is gone by then finds nothing.
//
// https://w3c.github.io/ServiceWorker/#service-worker-registration-stale
func (s *Service) remind(ctx context.Context, r *schemas.Registration) {
	if r == nil || r.LastUpdate.IsZero() {
		return
	}
	err := bus.Jobs.PublishAt(ctx, s.conn, bus.Params{"scope": r.Scope}, softUpdateJob(r.Scope), r.LastUpdate.Add(staleAfter))
	if err != nil && ctx.Err() == nil {
		s.log.Warn("the next check for an update was not scheduled", "scope", r.Scope, "error", err)
	}
}
