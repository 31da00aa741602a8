package constellation

import (
	"context"
	"errors"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/constellation/lifecycle"
)

// uses is true when a client uses a registration: its controller is the active
// worker, or one that was before and whose client was not told in time.
//
// https://w3c.github.io/ServiceWorker/#dfn-use
func (s *Service) uses(c schemas.Client, r *schemas.Registration) bool {
	if c.ControllerScope != r.Scope || c.ControllerVersion == "" {
		return false
	}
	if lifecycle.Find(r, c.ControllerVersion) != nil {
		return true
	}
	// Not a worker of r: one of an unregistered registration of the same scope,
	// or a former one of r.
	return !s.lingers(c.ControllerVersion)
}

// lingers is true for a worker of an unregistered registration.
func (s *Service) lingers(version string) bool {
	return len(s.registry.ids.all(func(r *schemas.Registration) bool { return lifecycle.Find(r, version) != nil })) > 0
}

// inUse is true when a client uses r.
func (s *Service) inUse(ctx context.Context, r *schemas.Registration) (bool, error) {
	return s.clients.any(ctx, func(c schemas.Client) bool { return s.uses(c, r) })
}

// takeControl is Activate, step 8: the clients that use r get its new active
// worker.
func (s *Service) takeControl(ctx context.Context, r *schemas.Registration, w schemas.Worker) {
	for _, c := range s.clients.all(func(c schemas.Client) bool { return s.uses(c, r) }) {
		s.control(ctx, c.ID, r, w, func(c *schemas.Client) bool { return s.uses(*c, r) })
	}
}

// control makes w the controller of a client if still says so and it is not yet,
// and tells the client (Notify Controller Change).
//
// https://w3c.github.io/ServiceWorker/#notify-controller-change-algorithm
func (s *Service) control(ctx context.Context, id string, r *schemas.Registration, w schemas.Worker, still func(*schemas.Client) bool) {
	_, changed, err := s.clients.modify(ctx, id, func(c *schemas.Client) bool {
		if !still(c) || c.ControllerScope == r.Scope && c.ControllerVersion == w.Version {
			return false
		}
		c.ControllerScope, c.ControllerVersion = r.Scope, w.Version
		return true
	})
	switch {
	case errors.Is(err, bus.ErrNotFound): // it has left
	case err != nil:
		s.log.Warn("controller not changed", "client", id, "scope", r.Scope, "error", err)
	case changed:
		s.tell(id, schemas.ClientMessage{Kind: schemas.ClientController, Registration: r, Controller: &w, Scope: r.Scope, Version: w.Version})
	}
}

// changedController hears of clients that appeared, left, or got another
// controller.
func (s *Service) changedController(was, is schemas.Client) {
	if ref := controller(was); ref.Version != "" {
		s.errand("client unload", func(ctx context.Context) error { return s.clientUnload(ctx, ref) })
	}
	if ref := controller(is); ref.Version != "" {
		s.errand("client load", func(ctx context.Context) error { return s.clientLoad(ctx, is) })
	}
}

// clientUnload is Handle Service Worker Client Unload, for the worker that
// controlled the client.
//
// https://w3c.github.io/ServiceWorker/#on-client-unload-algorithm
func (s *Service) clientUnload(ctx context.Context, ref schemas.WorkerRef) error {
	// 5. An unregistered registration.
	for _, r := range s.registry.ids.all(func(r *schemas.Registration) bool { return lifecycle.Find(r, ref.Version) != nil }) {
		if err := s.tryClear(ctx, &r); err != nil {
			return err
		}
	}
	// 6. The others: steps 3 and 4 are in Try Activate.
	return s.tryActivate(ctx, place{scope: ref.Scope}, nil)
}

// clientLoad brings a client in line whose controller was replaced between its
// navigation and its entry.
func (s *Service) clientLoad(ctx context.Context, c schemas.Client) error {
	r, ok := s.registry.scopes.get(c.ControllerScope)
	if ok && r.Active != nil && r.Active.Version != c.ControllerVersion && s.uses(c, &r) && lifecycle.Find(&r, c.ControllerVersion) == nil {
		s.control(ctx, c.ID, &r, *r.Active, func(c *schemas.Client) bool { return s.uses(*c, &r) })
	}
	return nil
}

// tryClear is Try Clear Registration.
//
// https://w3c.github.io/ServiceWorker/#try-clear-registration-algorithm
func (s *Service) tryClear(ctx context.Context, r *schemas.Registration) error {
	using, err := s.busy(ctx, r)
	if err != nil || using {
		return err
	}
	_, err = s.change(ctx, place{scope: r.Scope, id: r.ID}, lifecycle.TryClear{}, audience{})
	if errors.Is(err, lifecycle.ErrStale) {
		return nil
	}
	return err
}
