package caches

import (
	"cmp"
	"context"
	"slices"

	"asterism/schemas"
)

// Query says which entries of a cache to read: all that may match a URL.
type Query struct {
	URL string // without fragment
	// IgnoreSearch also takes the URLs that differ in their query.
	IgnoreSearch bool
}

// PeekEntries is Find from memory alone; false when the store has to be asked.
func (s *Store) PeekEntries(cache string, q Query) ([]schemas.CacheEntry, bool) {
	if q.IgnoreSearch {
		return nil, false
	}
	r, ok := s.c.hot.get(recordKey(s.urlKey(cache, q.URL)))
	return r.Value.Entries, ok
}

// Find is the entries of a cache that q asks for, in the order they were put.
// They are not to be written to.
func (s *Store) Find(ctx context.Context, cache string, q Query) ([]schemas.CacheEntry, error) {
	records, err := s.records(ctx, cache, []Query{q}, false)
	if err != nil {
		return nil, err
	}
	return entries(records), nil
}

// All is all entries of a cache, in the order they were put.
func (s *Store) All(ctx context.Context, cache string) ([]schemas.CacheEntry, error) {
	if err := s.c.open(ctx); err != nil {
		return nil, err
	}
	records, err := s.c.entries.List(ctx, s.cacheKey(cache))
	if err != nil {
		return nil, err
	}
	for i := range records {
		s.c.check(&records[i])
	}
	return entries(records), nil
}

// records reads the records that hold what the queries ask for, each once;
// fresh ones from the store.
func (s *Store) records(ctx context.Context, cache string, queries []Query, fresh bool) ([]urlRecord, error) {
	if err := s.c.open(ctx); err != nil {
		return nil, err
	}
	var all []urlRecord
	seen := map[string]bool{}
	add := func(r urlRecord) {
		if key := recordKey(r.Key); !seen[key] {
			seen[key] = true
			all = append(all, r)
		}
	}
	for _, q := range queries {
		if q.IgnoreSearch {
			found, err := s.c.entries.List(ctx, s.pathKey(cache, q.URL))
			if err != nil {
				return nil, err
			}
			for _, r := range found {
				s.c.check(&r)
				add(r)
			}
			continue
		}
		r, err := s.record(ctx, cache, q.URL, fresh)
		if err != nil {
			return nil, err
		}
		add(r)
	}
	return all, nil
}

// record reads the record of one URL, which may say that there is none.
func (s *Store) record(ctx context.Context, cache, url string, fresh bool) (urlRecord, error) {
	p := s.urlKey(cache, url)
	key := recordKey(p)
	if !fresh {
		if r, ok := s.c.hot.get(key); ok {
			r.Key = p
			return r, nil
		}
	}
	s.c.hot.await(key)
	r, err := s.c.entries.Get(ctx, p)
	if err != nil {
		s.c.hot.spurn(key)
		return r, err
	}
	s.c.check(&r)
	return s.c.hot.fill(key, r), nil
}

// entries is the entries of several records, in the order they were put.
func entries(records []urlRecord) []schemas.CacheEntry {
	var all []schemas.CacheEntry
	for _, r := range records {
		for _, e := range r.Value.Entries {
			if e.Order == 0 {
				e.Order = r.Revision
			}
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(a, b schemas.CacheEntry) int { return cmp.Compare(a.Order, b.Order) })
	return all
}
