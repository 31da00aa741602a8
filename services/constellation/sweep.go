package constellation

import (
	"context"
	"errors"
	"time"

	"asterism/schemas"
	"asterism/services/constellation/lifecycle"
)

// grace is how long past its timeout something may be under way before it is
// taken for left behind.
const grace = 15 * time.Second

// sweeps looks for what a dead constellation left half done: at the start, when
// one leaves, and now and then.
func (s *Service) sweeps(ctx context.Context) error {
	tick := time.NewTicker(s.cfg.Sweep)
	defer tick.Stop()
	for {
		changed := s.roster.Changed()
		if err := s.sweep(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("sweep failed; to be tried again", "error", err)
		}
		others := s.others()
		for again := false; !again; {
			select {
			case <-ctx.Done():
				return nil
			case <-tick.C:
				again = true
			case <-changed:
				changed = s.roster.Changed()
				again = s.others() < others
				others = s.others()
			}
		}
	}
}

// others is how many other constellations run.
func (s *Service) others() int {
	n := 0
	for _, m := range s.roster.All() {
		if m.Kind == "constellation" && m.ID != s.id {
			n++
		}
	}
	return n
}

// sweep takes up what was left. It is Handle User Agent Shutdown as well, done
// at the next start.
//
// https://w3c.github.io/ServiceWorker/#on-user-agent-shutdown-algorithm
func (s *Service) sweep(ctx context.Context) error {
	s.registry.scopes.forget()
	s.registry.ids.forget()
	s.clients.forget()
	alone := s.others() == 0
	var errs []error
	for _, r := range s.registry.scopes.all(func(*schemas.Registration) bool { return true }) {
		errs = append(errs, s.sweepOne(ctx, &r, alone))
	}
	for _, r := range s.registry.ids.all(func(*schemas.Registration) bool { return true }) {
		errs = append(errs, s.tryClear(ctx, &r))
	}
	return errors.Join(errs...)
}

func (s *Service) sweepOne(ctx context.Context, r *schemas.Registration, alone bool) error {
	at := place{scope: r.Scope}
	// An installation whose job is not run again.
	if w := r.Installing; w != nil && time.Since(w.Since) > s.cfg.StartTimeout+s.cfg.InstallTimeout+grace {
		if _, err := s.change(ctx, at, lifecycle.Interrupted{}, audience{}); err != nil && !errors.Is(err, lifecycle.ErrStale) {
			return err
		}
	}
	// An activation that nobody runs any more.
	if w := r.Active; w != nil && w.State == schemas.StateActivating && !s.active.has(w.Version) {
		if alone || time.Since(w.Since) > s.cfg.ActivateTimeout+grace {
			a, err := s.activating(ctx, at, w.Version, lifecycle.Reactivate{}, nil)
			if err != nil || a == nil {
				return err
			}
			s.errand("activate again", func(ctx context.Context) error { return s.runActivate(ctx, a) })
		}
		return nil
	}
	// A worker that waits for nobody.
	if r.Waiting != nil {
		s.errand("activate what waits", func(ctx context.Context) error { return s.tryActivate(ctx, at, nil) })
	}
	// Clients that were not told of a change of controller.
	if r.Active != nil {
		s.takeControl(ctx, r, *r.Active)
	}
	return nil
}
