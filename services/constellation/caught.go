package constellation

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/constellation/lifecycle"
)

// managersWait bounds how long is waited for the managers' copies.
const managersWait = 250 * time.Millisecond

// catchUp waits until every loader's and every manager's copy has what was last
// written of a scope, but not for long: what a script is told next shall hold for
// its next request, and for the worker to which it posts a message then.
func (s *Service) catchUp(ctx context.Context, scope string) { s.reached(ctx, scope, true) }

// catchUpFor is catchUp for the effects of a change, which are carried out next.
// For those that change nothing about the requests only managers are waited for.
func (s *Service) catchUpFor(ctx context.Context, scope string, effects []lifecycle.Effect) {
	told, requests := false, false
	for _, e := range effects {
		switch e.Kind {
		case lifecycle.Controllers, lifecycle.Gone:
			told, requests = true, true
		case lifecycle.State, lifecycle.UpdateFound:
			told = true
		case lifecycle.Resolve, lifecycle.Linger, lifecycle.RunInstall, lifecycle.RunActivate:
		}
	}
	if told {
		s.reached(ctx, scope, requests)
	}
}

// reached waits until all managers, and the loaders too, have a scope as it is.
func (s *Service) reached(ctx context.Context, scope string, loaders bool) {
	q := schemas.Caught{Revision: s.registry.scopes.revision(scope)}
	if _, ok := s.registry.scopes.get(scope); !ok { // deletions have a revision of their own
		last, err := s.registry.live.Last(ctx)
		if err != nil {
			s.log.Debug("how far the registry is cannot be told", "scope", scope, "error", err)
		}
		q.Revision = max(q.Revision, last)
	}
	var all errgroup.Group
	for _, m := range s.roster.Live("manager") {
		all.Go(func() error {
			ctx, cancel := context.WithTimeout(ctx, managersWait)
			defer cancel()
			_, err := bus.ManagerCaughtUp.Do(ctx, s.conn, bus.Params{"manager": m.ID}, q)
			return err
		})
	}
	if loaders {
		for _, m := range s.roster.Live("loader") {
			all.Go(func() error {
				_, err := bus.CaughtUp.Do(ctx, s.conn, bus.Params{"loader": m.ID}, q)
				return err
			})
		}
	}
	if err := all.Wait(); err != nil {
		s.log.Debug("a copy may be behind", "scope", scope, "error", err)
	}
}
