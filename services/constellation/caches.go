package constellation

import (
	"context"
	"time"

	"asterism/bus/caches"
)

// collects removes what caches no longer refer to, now and then. Each
// constellation does so; what one removed the others do not find.
func (s *Service) collects(ctx context.Context) error {
	all := caches.New(s.conn, caches.Config{}, 0, s.log)
	tick := time.NewTicker(s.cfg.CacheSweep)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		done, err := all.Sweep(ctx, min(caches.Grace, s.cfg.CacheSweep))
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			s.log.Warn("caches not swept; to be tried again", "error", err)
		case done.Caches+done.Bodies+done.Corrected > 0:
			s.log.Info("caches swept", "caches", done.Caches, "bodies", done.Bodies, "counts corrected", done.Corrected)
		}
	}
}
