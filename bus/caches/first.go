package caches

import (
	"context"

	"asterism/schemas"
)

// PeekFirst is First from memory alone, without I/O or a goroutine; known is
// false when the store has to be asked.
func (s *Store) PeekFirst(name *string, url string, matches func(schemas.CacheEntry) bool) (e schemas.CacheEntry, found, known bool) {
	all, known := s.Peek()
	if !known {
		return e, false, false
	}
	for _, k := range all {
		if name != nil && k.ExactName() != *name {
			continue
		}
		entries, known := s.PeekEntries(k.ID, url)
		if !known {
			return e, false, false
		}
		for _, e := range entries {
			if matches(e) {
				return e, true, true
			}
		}
	}
	return e, false, true
}

// First is the first entry of a URL (without fragment) that matches, in the cache
// of that name or, when name is nil, in any, as CacheStorage.match finds it. What
// it reads stays in memory, where PeekFirst finds it.
func (s *Store) First(ctx context.Context, name *string, url string, matches func(schemas.CacheEntry) bool) (e schemas.CacheEntry, found bool, err error) {
	all, err := s.Caches(ctx)
	if err != nil {
		return e, false, err
	}
	for _, k := range all {
		if name != nil && k.ExactName() != *name {
			continue
		}
		entries, err := s.Find(ctx, k.ID, url, false)
		if err != nil {
			return e, false, err
		}
		for _, e := range entries {
			if matches(e) {
				return e, true, nil
			}
		}
	}
	return e, false, nil
}
