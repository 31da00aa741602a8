package constellation

import (
	"context"
	"errors"

	"asterism/schemas"
	"asterism/services/constellation/lifecycle"
)

// activation is an activate event that this process is to run.
type activation struct {
	at        place
	worker    schemas.Worker
	listeners []string
	done      func() // counts it off
}

// tryActivate is Try Activate, and Activate if it comes to that: it returns when
// the activate event is over.
//
// https://w3c.github.io/ServiceWorker/#try-activate-algorithm
func (s *Service) tryActivate(ctx context.Context, at place, listeners []string) error {
	for {
		a, err := s.beginActivate(ctx, at, listeners)
		if err != nil || a == nil {
			return err
		}
		if err := s.runActivate(ctx, a); err != nil {
			return err
		}
		// A worker that began to wait meanwhile may have been held up by this one.
	}
}

// beginActivate is Activate up to the event; nil when nothing is to be activated.
func (s *Service) beginActivate(ctx context.Context, at place, listeners []string) (*activation, error) {
	r, err := s.registration(ctx, at.scope)
	if err != nil || r == nil || r.Waiting == nil {
		return nil, err
	}
	using, err := s.inUse(ctx, r)
	if err != nil {
		return nil, err
	}
	try := lifecycle.TryActivate{InUse: using, Keep: s.cfg.KeepVersions}
	if !using || r.Waiting.SkipWaiting {
		try.Pending = s.activePending(ctx, r)
	}
	return s.activating(ctx, at, r.Waiting.Version, try, listeners)
}

// activating applies an event that may make the worker of that version activate.
func (s *Service) activating(ctx context.Context, at place, version string, event lifecycle.Event, listeners []string) (*activation, error) {
	done := s.active.add(version) // before the registry says so, for the sweep
	out, err := s.change(ctx, at, event, audience{listeners: listeners})
	for _, e := range out.Effects {
		if err == nil && e.Kind == lifecycle.RunActivate {
			return &activation{at: at, worker: e.Worker, listeners: listeners, done: done}, nil
		}
	}
	done()
	if errors.Is(err, lifecycle.ErrStale) {
		return nil, nil
	}
	return nil, err
}

// runActivate is Activate, steps 10 and 11: whatever the event comes to, the
// worker is activated.
//
// https://w3c.github.io/ServiceWorker/#activation-algorithm
func (s *Service) runActivate(ctx context.Context, a *activation) error {
	defer a.done()
	reply, err := s.dispatch(ctx, "activate", a.at.scope, a.worker, "", s.cfg.ActivateTimeout)
	if ctx.Err() != nil {
		return ctx.Err() // the sweep of another constellation runs it again
	}
	if err == nil && reply.Error != nil {
		err = reply.Error
	}
	if err != nil {
		s.log.Warn("the activate event failed; the worker is activated all the same", "scope", a.at.scope, "version", a.worker.Version, "error", err)
	}
	_, err = s.change(ctx, a.at, lifecycle.Activated{Version: a.worker.Version}, audience{listeners: a.listeners})
	if errors.Is(err, lifecycle.ErrStale) {
		return nil
	}
	return err
}
