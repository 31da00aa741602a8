package caches

import (
	"cmp"
	"context"
	"slices"

	"asterism/schemas"
)

// PeekEntries is Find without ignoreSearch from memory alone; false when the
// store has to be asked.
func (s *Store) PeekEntries(cache, url string) ([]schemas.CacheEntry, bool) {
	s.touch()
	r, ok := s.c.hot.get(recordKey(s.urlKey(cache, url)))
	return r.Value.Entries, ok
}

// Find is the entries of a cache that may match a URL (without fragment), in the
// order they were put: those of just that URL, or with ignoreSearch of all that
// differ from it in their query only. They are not to be written to.
func (s *Store) Find(ctx context.Context, cache, url string, ignoreSearch bool) ([]schemas.CacheEntry, error) {
	s.touch()
	ctx, cancel := s.c.bounded(ctx)
	defer cancel()
	records, err := s.records(ctx, cache, []string{url}, ignoreSearch, false)
	if err != nil {
		return nil, err
	}
	return entries(records), nil
}

// All is all entries of a cache, in the order they were put.
func (s *Store) All(ctx context.Context, cache string) ([]schemas.CacheEntry, error) {
	s.touch()
	ctx, cancel := s.c.bounded(ctx)
	defer cancel()
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

// records reads the records that hold what Find gives for each of the URLs, each
// once; fresh ones from the store.
func (s *Store) records(ctx context.Context, cache string, urls []string, ignoreSearch, fresh bool) ([]urlRecord, error) {
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
	for _, url := range urls {
		if ignoreSearch {
			found, err := s.c.entries.List(ctx, s.pathKey(cache, url))
			if err != nil {
				return nil, err
			}
			for _, r := range found {
				s.c.check(&r)
				add(r)
			}
			continue
		}
		r, err := s.record(ctx, cache, url, fresh)
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
			e.Order = placed(r.Revision, e.Order)
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(a, b schemas.CacheEntry) int { return cmp.Compare(a.Order, b.Order) })
	return all
}
