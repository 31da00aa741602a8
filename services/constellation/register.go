package constellation

import (
	"context"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/constellation/lifecycle"
	"asterism/services/constellation/policy"
)

// register is Register.
//
// https://w3c.github.io/ServiceWorker/#register-algorithm
func (s *Service) register(ctx context.Context, j *job) error {
	// 1 to 3. Trustworthy and of the same origin.
	if err := s.trust.Register(j.Job, j.script, j.scope); err != nil {
		return refuse(err)
	}
	// 4. Get Registration.
	r, err := s.registration(ctx, j.Scope)
	if err != nil {
		return err
	}
	if r != nil {
		// 5.1, 5.2. The same again: resolve at once.
		if newest := lifecycle.Newest(r); newest != nil && newest.ScriptURL == j.script.Href() &&
			newest.Type == workerType(j.WorkerType) && r.UpdateViaCache == cacheMode(j.UpdateViaCache) {
			s.resolve(j.queued, r)
			// Beyond the spec: a job that was interrupted after the install.
			s.afterJob(j, func(ctx context.Context) error {
				return s.tryActivate(ctx, place{scope: j.Scope}, s.listeners(j.about))
			})
			return nil
		}
	} else {
		// 6. Set Registration.
		set := lifecycle.Register{ID: bus.NewID(), Scope: j.Scope, UpdateViaCache: cacheMode(j.UpdateViaCache)}
		out, err := s.change(ctx, place{scope: j.Scope}, set, audience{})
		if err != nil {
			return err
		}
		r = out.Registration
	}
	// 7. Update.
	return s.update(ctx, j, r)
}

// registered is the registration that a job changes: an error when there is none,
// or when the job comes from another origin.
func (s *Service) registered(ctx context.Context, j *job) (*schemas.Registration, error) {
	if err := policy.SameOrigin(j.Job, j.scope); err != nil {
		return nil, refuse(err)
	}
	r, err := s.registration(ctx, j.Scope)
	if err == nil && r == nil {
		err = typeError(schemas.CodeNotFound, "nothing is registered for %s: register a worker first", j.Scope)
	}
	return r, err
}

// updateJob is an update job, or Soft Update when it names no script.
//
// https://w3c.github.io/ServiceWorker/#soft-update-algorithm
func (s *Service) updateJob(ctx context.Context, j *job) error {
	// Update, 1 and 2. Get Registration.
	r, err := s.registered(ctx, j)
	if err != nil {
		return err
	}
	if r.Pinned && !j.Operator {
		// Beyond the spec: what an operator rolled back stays until an operator
		// updates it.
		s.resolve(j.queued, r)
		return nil
	}
	newest := lifecycle.Newest(r)
	if j.script == nil {
		// Soft Update, 1 to 4.
		if newest == nil {
			return typeError(schemas.CodeNotFound, "the registration for %s has no worker to update", j.Scope)
		}
		j.ScriptURL, j.WorkerType = newest.ScriptURL, newest.Type
		if j.script, _, err = policy.StartRegister(j.Job); err != nil {
			return refuse(err)
		}
	}
	// Update, 4. The script is the same.
	if newest != nil && newest.ScriptURL != j.script.Href() {
		return typeError(schemas.CodeRefused, "the registration for %s has the script %s, not %s: register that to change it", j.Scope, newest.ScriptURL, j.script)
	}
	if newest != nil && j.WorkerType == "" {
		j.WorkerType = newest.Type
	}
	return s.update(ctx, j, r)
}

// afterJob runs f beside the queue, once a job has ended well.
func (s *Service) afterJob(j *job, f func(ctx context.Context) error) {
	s.errand("what follows job "+j.ID, f)
}

func workerType(t string) string {
	if t == "" {
		return "classic"
	}
	return t
}

func cacheMode(m string) string {
	if m == "" {
		return "imports"
	}
	return m
}
