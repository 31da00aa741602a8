package caches

import (
	"context"
	"math"
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
