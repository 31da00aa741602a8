package caches

import (
	"context"
	"math"
	"strings"
)

// Estimate is how many bytes the origin keeps and how many it may, those
// included. Deleted caches do not count.
//
// https://storage.spec.whatwg.org/#dom-storagemanager-estimate
func (s *Store) Estimate(ctx context.Context) (usage, quota int64, err error) {
	ctx, cancel := s.c.bounded(ctx)
	defer cancel()
	if err := s.c.open(ctx); err != nil {
		return 0, 0, err
	}
	all, err := s.tallies(ctx)
	if err != nil {
		return 0, 0, err
	}
	records, err := s.roll(ctx)
	if err != nil {
		return 0, 0, err
	}
	usage = all[general].Size
	for _, k := range living(records) {
		usage += all[k.ID].Size
	}
	return max(usage, 0), s.c.cfg.quota(), nil
}

// quota is what one origin may keep; without any limit it is a number that
// scripts can reckon with.
func (c Config) quota() int64 {
	quota := int64(math.MaxInt64)
	for _, limit := range []int64{c.Quota, c.TotalQuota, 1 << 50} {
		if limit > 0 {
			quota = min(quota, limit)
		}
	}
	return quota
}

// Persistent says whether the origin is never evicted.
func (s *Store) Persistent() bool { return s.c.cfg.persistent(s.origin) }

// Tallies is what each of the origin's caches takes, by id.
func (s *Store) Tallies(ctx context.Context) (map[string]Tally, error) {
	ctx, cancel := s.c.bounded(ctx)
	defer cancel()
	if err := s.c.open(ctx); err != nil {
		return nil, err
	}
	return s.tallies(ctx)
}

// Origins is what every origin takes, deleted caches that are not collected yet
// included.
func (c *Caches) Origins(ctx context.Context) (map[string]Tally, error) {
	ctx, cancel := c.bounded(ctx)
	defer cancel()
	if err := c.open(ctx); err != nil {
		return nil, err
	}
	now, err := c.countsNow(ctx)
	if err != nil {
		return nil, err
	}
	now.mu.Lock()
	defer now.mu.Unlock()
	sums := map[string]Tally{}
	for scope, all := range now.scopes {
		var t Tally
		for _, r := range all {
			t.add(r)
		}
		sums[strings.TrimSuffix(scope, "/")] = t
	}
	return sums, nil
}

// Stats is what a process has done with its copy in memory.
type Stats struct {
	Hits    int64 `json:"hits"`    // lookups answered from memory
	Misses  int64 `json:"misses"`  // those that had to ask the store
	Memory  int64 `json:"memory"`  // bytes held in memory
	Records int   `json:"records"` // URLs held in memory
	Origins int   `json:"origins"` // that keep something
	Bytes   int64 `json:"bytes"`   // that all origins keep
}

// Stats is the state of now.
func (c *Caches) Stats() Stats {
	s := Stats{Hits: c.hot.hits.Load(), Misses: c.hot.misses.Load()}
	c.hot.mu.Lock()
	s.Memory, s.Records = c.hot.used, len(c.hot.records)
	c.hot.mu.Unlock()
	c.counts.mu.Lock()
	s.Origins, s.Bytes = len(c.counts.scopes), c.counts.total
	c.counts.mu.Unlock()
	return s
}
