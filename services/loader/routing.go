package loader

import (
	"context"
	"slices"

	"asterism/schemas"
)

// routes keeps what static routes ask for until ctx ends: who runs, and, once a
// route wants them, the caches.
func (s *Service) routes(ctx context.Context) {
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		select {
		case <-s.cached:
			s.keep(ctx, "the caches", s.fetcher.caches.Run)
		case <-ctx.Done():
		}
	}()
	defer func() { <-followed }()
	for {
		changed := s.roster.Changed()
		s.running.keep(func(manager string) bool {
			return slices.ContainsFunc(s.roster.All(), func(m schemas.Member) bool { return m.ID == manager })
		})
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

// wants starts to follow the caches when a registration's routes look into them.
func (s *Service) wants(reg *schemas.Registration) {
	if reg.Active != nil && slices.ContainsFunc(reg.Active.Routes, func(r schemas.Route) bool { return r.Source.Kind == schemas.RouteCache }) {
		s.want()
	}
}
