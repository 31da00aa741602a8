package caches

import (
	"context"
	"slices"
	"strings"

	"asterism/bus"
)

// room makes sure that an origin may store size bytes more, and makes room when
// all origins together take too much. What it cannot allow is a *schemas.Error
// with the exception QuotaExceededError.
//
// Others' writes of the last milliseconds may not be known here: an origin that
// writes in several processes at once may go beyond its quota by as much.
func (s *Store) room(ctx context.Context, size int64) error {
	cfg := &s.c.cfg
	if cfg.Quota > 0 {
		used, err := s.takes(ctx)
		if err == nil && used+size > cfg.Quota {
			if err = s.collectDoomed(ctx); err == nil {
				used, err = s.takes(ctx)
			}
		}
		if err != nil {
			return err
		}
		if used+size > cfg.Quota {
			return tooMany("%d bytes more do not fit: the origin keeps %d of the %d bytes it may (CACHE_QUOTA)", size, used, cfg.Quota)
		}
	}
	if cfg.TotalQuota <= 0 {
		return nil
	}
	return s.roomForAll(ctx, size)
}

// roomForAll evicts other origins, the least recently used first, until size
// bytes fit under the quota of all.
func (s *Store) roomForAll(ctx context.Context, size int64) error {
	limit := s.c.cfg.TotalQuota
	if total, known := s.c.counts.whole(); known && total+size <= limit {
		return nil
	}
	counts, err := s.c.countsNow(ctx)
	if err != nil {
		return err
	}
	_, scopes := counts.sums()
	for _, scope := range scopes {
		if total, _ := counts.whole(); total+size <= limit {
			return nil
		}
		origin := strings.TrimSuffix(scope, "/")
		if origin == s.origin || s.c.cfg.persistent(origin) {
			continue
		}
		if err := s.c.evict(ctx, origin); err != nil {
			return err
		}
		if counts, err = s.c.countsNow(ctx); err != nil {
			return err
		}
	}
	if total, _ := counts.whole(); total+size > limit {
		return tooMany("%d bytes more do not fit: all origins keep %d of %d bytes (CACHE_TOTAL_QUOTA), and none can be evicted", size, total, limit)
	}
	return nil
}

// takes is how many bytes the origin keeps, deleted caches that are not collected
// yet included.
func (s *Store) takes(ctx context.Context) (n int64, err error) {
	all, err := s.tallies(ctx)
	for _, t := range all {
		n += t.Size
	}
	return n, err
}

// tallies is what the origin's caches take, by id.
func (s *Store) tallies(ctx context.Context) (map[string]Tally, error) {
	scope := s.origin + "/"
	if all, known := s.c.counts.of(scope); known {
		return all, nil
	}
	c := &counts{}
	c.follow(true)
	records, err := s.c.entries.List(ctx, bus.Params{"scope": scope, "path": counted})
	if err != nil {
		return nil, err
	}
	c.take(records)
	all, _ := c.of(scope)
	return all, nil
}

// countsNow is the counts in memory or, while they are not followed, in the
// store.
func (c *Caches) countsNow(ctx context.Context) (*counts, error) {
	if _, known := c.counts.whole(); known {
		return &c.counts, nil
	}
	read := &counts{}
	read.follow(true)
	err := c.entries.Each(ctx, bus.Params{"path": counted}, func(r urlRecord) error {
		read.take([]urlRecord{r})
		return nil
	})
	return read, err
}

// collectDoomed purges the origin's deleted caches before their time.
func (s *Store) collectDoomed(ctx context.Context) error {
	known, err := s.c.names.List(ctx, bus.Params{"scope": s.origin + "/"})
	if err != nil {
		return err
	}
	known = slices.DeleteFunc(known, func(r nameRecord) bool { return !strings.HasPrefix(r.Key["cache"], doomed) })
	for _, r := range known {
		if err := s.c.bury(ctx, r); err != nil {
			return err
		}
	}
	return nil
}
