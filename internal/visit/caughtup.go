package visit

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"asterism/bus"
	"asterism/schemas"
)

// CaughtUp waits until every loader knows of the registration of a scope as it is
// now, so that the next request meets it. A loader that is gone is not waited for.
func CaughtUp(ctx context.Context, conn *bus.Conn, scope string) error {
	registrations, err := bus.Registrations.Open(ctx, conn)
	if err != nil {
		return err
	}
	entry, err := registrations.Get(ctx, scope)
	if errors.Is(err, bus.ErrNotFound) { // unregistered meanwhile
		return nil
	}
	if err != nil {
		return err
	}
	members, err := bus.Members.Open(ctx, conn)
	if err != nil {
		return err
	}
	all, err := members.All(ctx)
	if err != nil {
		return err
	}
	var asked errgroup.Group
	for _, m := range all {
		if m.Value.Kind != "loader" {
			continue
		}
		asked.Go(func() error {
			_, err := bus.CaughtUp.Do(ctx, conn, bus.Params{"loader": m.Value.ID}, schemas.Caught{Revision: entry.Revision})
			if errors.Is(err, bus.ErrNoResponders) {
				return nil
			}
			return err
		})
	}
	return asked.Wait()
}
