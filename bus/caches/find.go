package caches

import (
	"cmp"
	"context"
	"slices"

	"asterism/bus"
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
	if !ignoreSearch {
		return s.exact(ctx, cache, urls, fresh)
	}
	var all []urlRecord
	seen := map[string]bool{}
	for _, url := range urls {
		found, err := s.c.entries.List(ctx, s.pathKey(cache, url))
		if err != nil {
			return nil, err
		}
		for _, r := range found {
			if key := recordKey(r.Key); !seen[key] {
				seen[key] = true
				s.c.check(&r)
				all = append(all, r)
			}
		}
	}
	return all, nil
}

// exact is records without ignoreSearch. A record may say that there is none.
func (s *Store) exact(ctx context.Context, cache string, urls []string, fresh bool) ([]urlRecord, error) {
	all := make([]urlRecord, 0, len(urls))
	var ask []bus.Params
	seen := map[string]bool{}
	for _, url := range urls {
		p := s.urlKey(cache, url)
		key := recordKey(p)
		if seen[key] {
			continue
		}
		seen[key] = true
		if r, ok := s.c.hot.get(key); ok && !fresh {
			r.Key = p
			all = append(all, r)
			continue
		}
		s.c.hot.await(key)
		ask = append(ask, p)
	}
	if len(ask) == 0 {
		return all, nil
	}
	read, err := s.c.entries.GetAll(ctx, ask)
	if err != nil {
		for _, p := range ask {
			s.c.hot.spurn(recordKey(p))
		}
		return nil, err
	}
	for _, r := range read {
		s.c.check(&r)
		all = append(all, s.c.hot.fill(recordKey(r.Key), r))
	}
	return all, nil
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
