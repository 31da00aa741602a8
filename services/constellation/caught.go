package constellation

import (
	"context"

	"golang.org/x/sync/errgroup"

	"asterism/bus"
	"asterism/schemas"
)

// catchUp waits until every loader's copy has what was last written of a scope,
// but not for long: what a script is told next shall hold for its next request.
func (s *Service) catchUp(ctx context.Context, scope string) {
	q := schemas.Caught{Revision: s.registry.scopes.revision(scope)}
	var all errgroup.Group
	for _, m := range s.roster.Live("loader") {
		all.Go(func() error {
			_, err := bus.CaughtUp.Do(ctx, s.conn, bus.Params{"loader": m.ID}, q)
			return err
		})
	}
	if err := all.Wait(); err != nil {
		s.log.Debug("a loader may be behind", "scope", scope, "error", err)
	}
}
