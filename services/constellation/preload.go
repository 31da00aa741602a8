package constellation

import (
	"context"
	"errors"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/constellation/lifecycle"
)

// preload changes a registration's navigation preload, or tells how it is. One
// that was unregistered meanwhile has none any more.
//
// https://w3c.github.io/ServiceWorker/#navigation-preload-manager
func (s *Service) preload(ctx context.Context, q schemas.PreloadChange, _ bus.Params) (schemas.NavigationPreload, error) {
	if _, err := parse(q.Scope); err != nil {
		return schemas.NavigationPreload{}, err
	}
	out, err := s.change(ctx, place{scope: q.Scope}, lifecycle.Preload{Registration: q.Registration, Enabled: q.Enabled, Header: q.Header}, audience{})
	switch {
	case errors.Is(err, lifecycle.ErrNoActive), errors.Is(err, lifecycle.ErrStale) && (q.Enabled != nil || q.Header != nil):
		return schemas.NavigationPreload{}, &schemas.Error{
			Code: schemas.CodeRefused, Exception: "InvalidStateError",
			Message: "navigation preload needs an active worker: wait for navigator.serviceWorker.ready, or use it in the activate event",
		}
	case errors.Is(err, lifecycle.ErrStale):
		return schemas.NavigationPreload{Header: "true"}, nil
	case err != nil:
		return schemas.NavigationPreload{}, err
	}
	if out.Changed {
		s.catchUp(ctx, q.Scope)
	}
	return out.Registration.PreloadState(), nil
}
