package constellation

import (
	"context"
	"errors"
	"slices"
	"sync"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/constellation/lifecycle"
)

// errCleared is why a job ends whose origin's data was cleared.
var errCleared = errors.New("the site's data was cleared")

// running is the jobs that run, by scope. The zero value is ready.
type running struct {
	mu     sync.Mutex
	cancel map[string]context.CancelCauseFunc
}

// begin makes the context of a job; done ends it.
func (r *running) begin(parent context.Context, scope string) (ctx context.Context, done func()) {
	ctx, cancel := context.WithCancelCause(parent)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cancel == nil {
		r.cancel = map[string]context.CancelCauseFunc{}
	}
	r.cancel[scope] = cancel
	return ctx, func() {
		r.mu.Lock()
		delete(r.cancel, scope)
		r.mu.Unlock()
		cancel(nil)
	}
}

// stop ends the jobs of an origin.
func (r *running) stop(origin string, cause error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for scope, cancel := range r.cancel {
		if originOf(scope) == origin {
			cancel(cause)
		}
	}
}

// clearOrigin drops an origin's registrations for Clear-Site-Data: what is being
// registered is aborted, workers stop at once, and clients lose their controllers.
//
// https://w3c.github.io/webappsec-clear-site-data/#clear-dom
func (s *Service) clearOrigin(ctx context.Context, q schemas.ClearOrigin, _ bus.Params) (schemas.Done, error) {
	s.running.stop(q.Origin, errCleared)
	mine := func(r *schemas.Registration) bool { return originOf(r.Scope) == q.Origin }
	var errs []error
	for _, r := range s.registry.scopes.all(mine) {
		errs = append(errs, s.clearOne(ctx, place{scope: r.Scope}, r))
	}
	for _, r := range s.registry.ids.all(mine) {
		errs = append(errs, s.clearOne(ctx, place{scope: r.Scope, id: r.ID}, r))
	}
	return schemas.Done{}, errors.Join(errs...)
}

// clearOne is Clear Registration, whoever uses it.
func (s *Service) clearOne(ctx context.Context, at place, r schemas.Registration) error {
	var versions []string
	for _, w := range []*schemas.Worker{r.Installing, r.Waiting, r.Active} {
		if w != nil {
			versions = append(versions, w.Version)
		}
	}
	for _, c := range s.clients.all(func(c schemas.Client) bool { return controlledBy(c, r.Scope, versions) }) {
		s.uncontrol(ctx, c.ID, r.Scope, versions)
	}
	_, err := s.change(ctx, at, lifecycle.Clear{}, audience{})
	for _, version := range versions { // nothing starts them again now
		s.terminate(r.Scope, version)
	}
	if errors.Is(err, lifecycle.ErrStale) {
		return nil
	}
	return err
}

func controlledBy(c schemas.Client, scope string, versions []string) bool {
	return c.ControllerScope == scope && slices.Contains(versions, c.ControllerVersion)
}

// uncontrol takes a client's controller away and tells it.
func (s *Service) uncontrol(ctx context.Context, id, scope string, versions []string) {
	_, changed, err := s.clients.modify(ctx, id, func(c *schemas.Client) bool {
		if !controlledBy(*c, scope, versions) {
			return false
		}
		c.ControllerScope, c.ControllerVersion = "", ""
		return true
	})
	switch {
	case errors.Is(err, bus.ErrNotFound): // it has left
	case err != nil:
		s.log.Warn("controller not taken away", "client", id, "scope", scope, "error", err)
	case changed:
		s.tell(id, schemas.ClientMessage{Kind: schemas.ClientController})
	}
}

// terminate is Terminate Service Worker, wherever it runs.
//
// https://w3c.github.io/ServiceWorker/#terminate-service-worker-algorithm
func (s *Service) terminate(scope, version string) {
	err := bus.Terminate.Publish(s.conn, bus.Params{"scope": scope, "version": version}, schemas.WorkerRef{Scope: scope, Version: version})
	if err != nil {
		s.log.Warn("worker not terminated", "scope", scope, "version", version, "error", err)
	}
}
