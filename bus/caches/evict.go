package caches

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"asterism/bus"
	"asterism/schemas"
)

// Evict deletes everything an origin keeps here, also what scripts still hold.
// It gives how many bytes that was.
func (s *Store) Evict(ctx context.Context) (int64, error) {
	ctx, cancel := s.c.bounded(ctx)
	defer cancel()
	if err := s.c.open(ctx); err != nil {
		return 0, err
	}
	before, err := s.takes(ctx)
	if err != nil {
		return 0, err
	}
	scope := s.origin + "/"
	for { // the names first: what is left of the rest is then a deleted cache's, which every sweep finds
		known, err := s.c.names.List(ctx, bus.Params{"scope": scope})
		if err != nil {
			return 0, err
		}
		living := false
		for _, r := range known {
			if !strings.HasPrefix(r.Key["cache"], doomed) {
				living = true
				if _, err := s.doom(ctx, r); err != nil {
					return 0, err
				}
				continue
			}
			if err := s.c.bury(ctx, r); err != nil {
				return 0, err
			}
		}
		if !living {
			break
		}
	}
	return before, s.c.purge(ctx, bus.Params{"scope": scope})
}

// evict is Evict for want of room; the operator is told.
func (c *Caches) evict(ctx context.Context, origin string) error {
	n, err := c.Origin(origin).Evict(ctx)
	if err != nil {
		return err
	}
	c.log.Warn("caches of an origin evicted", "origin", origin, "bytes", n)
	c.conn.Advise(schemas.Advisory{Kind: "cache-evicted", Subject: origin,
		Message: fmt.Sprintf("%d bytes: all origins together reached %d (CACHE_TOTAL_QUOTA), and this one was not used for longest", n, c.cfg.TotalQuota)})
	return nil
}

// doom turns the record of a cache into that of a deleted one; false: someone
// else changed it first.
func (s *Store) doom(ctx context.Context, r nameRecord) (bool, error) {
	gone := r.Value
	gone.Doomed = s.c.now().UnixNano()
	rev, err := s.c.names.Commit(ctx, []bus.Write[schemas.Cache]{
		{Key: s.doomedKey(gone.ID), Value: &gone},
		{Key: r.Key, Revision: r.Revision},
	})
	if errors.Is(err, bus.ErrConflict) {
		return false, nil
	}
	if err == nil {
		s.c.hot.changed([]nameRecord{{Key: r.Key, Revision: rev, Deleted: true}})
	}
	return err == nil, err
}

// bury collects a deleted cache and forgets it.
func (c *Caches) bury(ctx context.Context, r nameRecord) error {
	if err := c.purge(ctx, bus.Params{"scope": r.Key["scope"], "cache": r.Value.ID}); err != nil {
		return err
	}
	_, err := c.names.Commit(ctx, []bus.Write[schemas.Cache]{{Key: r.Key, Revision: r.Revision}})
	if errors.Is(err, bus.ErrConflict) {
		return nil // someone else was faster
	}
	return err
}

// purge removes the entries of p, a cache or an origin. The counts go first, by
// writes that everybody hears: who counts on will find that out.
func (c *Caches) purge(ctx context.Context, p bus.Params) error {
	of := bus.Params{"path": counted}
	for name, value := range p {
		of[name] = value
	}
	for {
		all, err := c.entries.List(ctx, of)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return c.entries.Purge(ctx, p, 0)
		}
		all = all[:min(len(all), bus.MaxBatch)]
		writes := make([]bus.Write[schemas.CacheRecord], len(all))
		for i, r := range all {
			writes[i] = bus.Write[schemas.CacheRecord]{Key: r.Key, Revision: r.Revision}
		}
		rev, err := c.entries.Commit(ctx, writes)
		if errors.Is(err, bus.ErrConflict) {
			if !bus.GiveWay(ctx) {
				return ctx.Err()
			}
			continue
		}
		if err != nil {
			return err
		}
		written := wrote(writes, rev)
		c.forget(written)
		if err := c.entries.Purge(ctx, p, written[0].Revision); err != nil {
			return err
		}
		if len(all) < bus.MaxBatch {
			return nil
		}
	}
}

// forget takes counts that were written or heard of, and drops what is in memory
// of caches that are gone.
func (c *Caches) forget(batch []urlRecord) {
	for _, cache := range c.counts.take(batch) {
		c.hot.dropCache(cache)
	}
}
