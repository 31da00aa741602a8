package constellation

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/constellation/jobqueue"
	"asterism/services/constellation/lifecycle"
	"asterism/services/constellation/policy"
	"asterism/webapi/weburl"
)

const (
	// jobRetry is how long a job waits that could not be run because something
	// it needs, such as JetStream, was away.
	jobRetry = time.Second
	// jobAttempts is how often one is begun before it is refused.
	jobAttempts = 10
)

// job is a job that runs.
type job struct {
	schemas.Job // a copy: the queue compares its own
	queued      *jobqueue.Job
	script      *weburl.URL // nil in unregister jobs
	scope       *weburl.URL
	about       audience
}

// takeJob puts what arrived into its queue. What has no proper addresses is
// refused at once, as Start Register does.
func (s *Service) takeJob(d *bus.Delivery[schemas.Job]) {
	j := d.Value
	_, scope, err := addresses(j)
	if err == nil && scope.Href() != d.Params["scope"] {
		err = typeError(schemas.CodeBadMessage, "the job's scope %s does not go with the subject it came on, which is for %s", scope, d.Params["scope"])
	}
	if err != nil {
		s.answerJob(j, schemas.ClientMessage{Error: errorOf(refuse(err))})
		_ = d.Ack() // when it is not sent, the job comes again, to the same end
		return
	}
	j.Scope = scope.Href()
	s.jobs.Schedule(j, d.Attempt, d)
}

// runJob is Run Job. Its error means that this process stops and somebody else
// is to run the job: one that was refused has ended well. While something the
// job needs is away it is tried again here, so that it keeps its place before
// the other jobs of its scope.
//
// https://w3c.github.io/ServiceWorker/#run-job-algorithm
func (s *Service) runJob(j *jobqueue.Job) error {
	ctx, done := s.running.begin(s.life, j.Scope)
	defer done()
	for attempt := j.Attempt; ; attempt++ {
		err := s.attempt(ctx, j)
		switch {
		case err != nil && errors.Is(context.Cause(ctx), errCleared):
			s.reject(j, &schemas.Error{Code: schemas.CodeAborted, Exception: "AbortError", Message: "the site's data was cleared meanwhile"})
			return nil
		case err == nil:
			return nil
		case s.life.Err() != nil:
			return s.life.Err()
		case attempt >= jobAttempts:
			s.log.Error("job given up", "job", j.ID, "scope", j.Scope, "attempts", attempt, "error", err)
			s.reject(j, &schemas.Error{Code: schemas.CodeInternal, Exception: "TypeError", Message: "the registry could not be changed", Ref: j.ID})
			return nil
		}
		s.log.Warn("job interrupted; to be tried again", "job", j.ID, "scope", j.Scope, "error", err)
		select {
		case <-s.life.Done():
			return s.life.Err()
		case <-time.After(jobRetry):
		}
	}
}

// attempt runs a job; its error is one that another attempt may not meet.
func (s *Service) attempt(ctx context.Context, j *jobqueue.Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("panic in a job", "job", j.ID, "scope", j.Scope, "panic", p, "stack", string(debug.Stack()))
			s.reject(j, &schemas.Error{Code: schemas.CodeInternal, Exception: "TypeError", Message: "internal error in the constellation", Ref: j.ID})
			err = nil
		}
	}()
	err = s.perform(ctx, &job{Job: j.Job, queued: j, about: audience{job: j}})
	if refused, ok := errors.AsType[*refusal](err); ok {
		s.reject(j, refused.reason)
		return nil
	}
	if errors.Is(err, lifecycle.ErrStale) {
		// Another constellation took the job over.
		s.reject(j, &schemas.Error{Code: schemas.CodeConflict, Exception: "AbortError", Message: "the registration was changed by somebody else meanwhile: try again"})
		return nil
	}
	return err
}

// refusal is an error that rejects the job's promise.
type refusal struct{ reason *schemas.Error }

func (r *refusal) Error() string { return r.reason.Error() }

// refuse makes the error that rejects a job's promise of a check's error.
func refuse(err error) error {
	if e, ok := errors.AsType[*schemas.Error](err); ok {
		return &refusal{e}
	}
	return err
}

func typeError(code schemas.Code, format string, args ...any) error {
	return &refusal{&schemas.Error{Code: code, Exception: "TypeError", Message: fmt.Sprintf(format, args...)}}
}

// perform runs a job by its type.
func (s *Service) perform(ctx context.Context, j *job) (err error) {
	if j.script, j.scope, err = addresses(j.Job); err != nil {
		return refuse(err)
	}
	// Jobs of a scope run one after another, so nobody else is installing: what
	// is, was left by a constellation that died.
	_, err = s.change(ctx, place{scope: j.Scope}, lifecycle.Interrupted{Keep: j.Type != schemas.JobUnregister}, j.about)
	if err != nil && !errors.Is(err, lifecycle.ErrStale) {
		return err
	}
	switch j.Type {
	case schemas.JobRegister:
		return s.register(ctx, j)
	case schemas.JobUpdate:
		return s.updateJob(ctx, j)
	case schemas.JobUnregister:
		return s.unregister(ctx, j)
	case schemas.JobRollback:
		return s.rollback(ctx, j)
	}
	return typeError(schemas.CodeBadMessage, "a job of type %q: expected register, update, unregister or rollback", j.Type)
}

// addresses is the URLs of a job, checked as its type asks for.
func addresses(j schemas.Job) (script, scope *weburl.URL, err error) {
	if j.Type == schemas.JobRegister {
		return policy.StartRegister(j)
	}
	if scope, err = policy.Scope(j); err != nil {
		return nil, nil, err
	}
	if j.Type == schemas.JobUpdate && j.ScriptURL != "" {
		if script, _, err = policy.StartRegister(j); err != nil {
			return nil, nil, err
		}
	}
	return script, scope, nil
}
