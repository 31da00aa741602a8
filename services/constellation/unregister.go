package constellation

import (
	"context"
	"errors"

	"asterism/services/constellation/lifecycle"
	"asterism/services/constellation/policy"
)

// unregister is Unregister.
//
// https://w3c.github.io/ServiceWorker/#unregister-algorithm
func (s *Service) unregister(ctx context.Context, j *job) error {
	if err := policy.SameOrigin(j.Job, j.scope); err != nil {
		return refuse(err)
	}
	// 1, 2. Get Registration.
	r, err := s.registration(ctx, j.Scope)
	if err != nil {
		return err
	}
	if r == nil {
		s.resolve(j.queued, nil)
		return nil
	}
	using, err := s.busy(ctx, r)
	if err != nil {
		return err
	}
	// 3 to 5.
	_, err = s.change(ctx, place{scope: j.Scope}, lifecycle.Unregister{InUse: using}, j.about)
	if errors.Is(err, lifecycle.ErrStale) { // gone meanwhile
		s.resolve(j.queued, nil)
		return nil
	}
	if err == nil && using {
		// The last client may have left between the look and the change.
		err = s.tryClear(ctx, r)
	}
	return err
}
