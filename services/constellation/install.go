package constellation

import (
	"context"
	"errors"
	"time"

	"asterism/bus"
	"asterism/bus/workers"
	"asterism/schemas"
	"asterism/services/constellation/lifecycle"
)

// dispatchAttempts is how many managers may die over one lifecycle event.
const dispatchAttempts = 3

// dispatch runs a lifecycle event in a worker: at the manager to prefer, or the
// one the scope belongs to. When that dies at it, the next one gets the event.
func (s *Service) dispatch(ctx context.Context, event, scope string, w schemas.Worker, prefer string, limit time.Duration) (schemas.EventReply, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var before *schemas.Error // why it was dispatched again
	for attempt := 1; ; attempt++ {
		reply, err := workers.Start(ctx, s.conn, s.roster, schemas.Event{
			ID: bus.NewID(), Type: event, Scope: scope, Version: w.Version, Worker: &w, Origin: originOf(scope),
		}, prefer)
		lost := errors.Is(err, &schemas.Error{Code: schemas.CodeLost})
		busy := errors.Is(err, &schemas.Error{Code: schemas.CodeBusy})
		if lost && attempt < dispatchAttempts || busy {
			before, _ = errors.AsType[*schemas.Error](err)
			s.log.Warn("lifecycle event to be dispatched again", "event", event, "scope", scope, "version", w.Version, "error", err)
			select {
			case <-ctx.Done():
				return reply, err
			case <-time.After(200 * time.Millisecond):
			}
			continue
		}
		if late, ok := errors.AsType[*schemas.Error](err); ok && late.Code == schemas.CodeTimeout && before != nil {
			err = &schemas.Error{Code: late.Code, Message: late.Message + " (before that: " + before.Message + ")"}
		}
		return reply, err
	}
}

// install is Install.
//
// https://w3c.github.io/ServiceWorker/#installation-algorithm
func (s *Service) install(ctx context.Context, j *job, worker schemas.Worker, manager string) error {
	at := place{scope: j.Scope}
	// 1 to 10.
	out, err := s.change(ctx, at, lifecycle.Install{Worker: worker, UpdateViaCache: j.UpdateViaCache, Pinned: j.Type == schemas.JobRollback}, j.about)
	if err != nil {
		return err
	}
	s.remind(ctx, out.Registration)
	about := audience{listeners: s.jobs.Clients(j.queued)}
	// 11. The event.
	reply, err := s.dispatch(ctx, "install", j.Scope, worker, manager, s.cfg.InstallTimeout)
	if err == nil && reply.Error != nil {
		err = reply.Error
	}
	if err != nil && ctx.Err() != nil {
		return ctx.Err() // the job goes to another constellation
	}
	if err != nil {
		// 12. It failed.
		_, err = s.change(ctx, at, lifecycle.InstallFailed{Version: worker.Version, Reason: installFailure(err)}, about)
		return err
	}
	// 13 to 19.
	done := lifecycle.Installed{Version: worker.Version, Events: reply.Events, Imports: merged(worker.Imports, reply.Imports), Routes: reply.Routes}
	if done.Events == nil {
		done.Events = worker.Events
	}
	if _, err := s.change(ctx, at, done, about); err != nil {
		return err
	}
	// 20, 22. Finish Job; Try Activate.
	s.afterJob(j, func(ctx context.Context) error {
		if j.Type == schemas.JobRollback {
			return s.forceActivate(ctx, at, worker.Version, about.listeners)
		}
		return s.tryActivate(ctx, at, about.listeners)
	})
	return nil
}

// installFailure is why an install event failed, for people.
func installFailure(err error) string {
	if e, ok := errors.AsType[*schemas.Error](err); ok {
		if e.Code == schemas.CodeTimeout {
			return "the install event did not settle in time: " + e.Message
		}
		return "the install event failed: " + e.Message
	}
	return "the install event could not be dispatched"
}
