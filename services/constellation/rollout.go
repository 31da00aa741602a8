package constellation

import (
	"context"
	"fmt"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/constellation/lifecycle"
)

// setRollout is what an operator does beside updating: activate what waits, set
// or end a canary. It answers with the registration as it is then.
func (s *Service) setRollout(ctx context.Context, q schemas.Rollout, _ bus.Params) (schemas.Registrations, error) {
	u, err := parse(q.Scope)
	if err != nil {
		return schemas.Registrations{}, err
	}
	at := place{scope: u.WithoutFragment()}
	r, err := s.registration(ctx, at.scope)
	if err != nil {
		return schemas.Registrations{}, err
	}
	if r == nil {
		return schemas.Registrations{}, &schemas.Error{Code: schemas.CodeNotFound, Message: "nothing is registered for " + at.scope}
	}
	switch q.Op {
	case "activate":
		if r.Waiting == nil {
			return schemas.Registrations{}, &schemas.Error{Code: schemas.CodeRefused, Message: "no version waits for " + at.scope}
		}
		err = s.forceActivate(ctx, at, r.Waiting.Version, nil)
	case "canary":
		if c := q.Canary; c != nil && (c.Percent < 0 || c.Percent > 100) {
			return schemas.Registrations{}, &schemas.Error{Code: schemas.CodeBadMessage, Message: fmt.Sprintf("a canary of %d percent: it must be between 0 and 100", c.Percent)}
		}
		_, err = s.change(ctx, at, lifecycle.SetCanary{Canary: q.Canary}, audience{})
		s.catchUp(ctx, at.scope)
		if err == nil && q.Canary == nil {
			s.errand("activate what was tried out", func(ctx context.Context) error { return s.tryActivate(ctx, at, nil) })
		}
	default:
		err = &schemas.Error{Code: schemas.CodeBadMessage, Message: fmt.Sprintf("a rollout cannot %q: expected activate or canary", q.Op)}
	}
	if err != nil {
		return schemas.Registrations{}, err
	}
	if r, err = s.registration(ctx, at.scope); err != nil || r == nil {
		return none(), err
	}
	return one(*r), nil
}

// forceActivate is Activate of the waiting worker of that version, whoever uses
// the active one. It returns when the new one is active; its event goes on.
func (s *Service) forceActivate(ctx context.Context, at place, version string, listeners []string) error {
	a, err := s.activating(ctx, at, version, lifecycle.TryActivate{InUse: true, Force: true, Keep: s.cfg.KeepVersions}, listeners)
	if err != nil || a == nil {
		return err
	}
	s.errand("activate", func(ctx context.Context) error {
		if err := s.runActivate(ctx, a); err != nil {
			return err
		}
		return s.tryActivate(ctx, at, nil)
	})
	return nil
}

// rollback installs a former version anew and activates it: a version of its own
// that runs the very same scripts, none of which is fetched.
func (s *Service) rollback(ctx context.Context, j *job) error {
	r, err := s.registered(ctx, j)
	if err != nil {
		return err
	}
	worker := lifecycle.Former(r, j.Version)
	if worker == nil {
		if j.Version != "" {
			return typeError(schemas.CodeNotFound, "the version %s of %s is not among the %d that are kept (CONSTELLATION_KEEP_VERSIONS)", j.Version, j.Scope, len(r.History))
		}
		return typeError(schemas.CodeNotFound, "no former version of %s is kept", j.Scope)
	}
	worker.Version, worker.State, worker.SkipWaiting, worker.Since = bus.NewID(), schemas.StateParsed, false, time.Now()
	reply, err := s.dispatch(ctx, "evaluate", j.Scope, *worker, "", s.cfg.StartTimeout)
	if err == nil && reply.Error != nil {
		err = reply.Error
	}
	if err != nil {
		return evaluationError(err)
	}
	return s.install(ctx, j, *worker, reply.Manager)
}
