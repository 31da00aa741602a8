package caches

import (
	"cmp"
	"slices"
	"sync"

	"asterism/bus"
)

// What caches take is counted by records of their own, one for each cache and
// process that wrote to it: what that process has added, all in all. It is
// written in the same atomic batch as the entries, so the sum over the processes
// is right whoever dies when; and as every process writes its own record only,
// none waits for another.

// counted is the path of the records that count; their URL is the process.
const counted = "count"

// general is the cache under which what is not a cache's is counted.
const general = "general"

// counts is all of them in memory, right while writes are followed.
type counts struct {
	mu        sync.Mutex
	following bool
	scopes    map[string]map[countKey]urlRecord // by scope of the origin's root
	total     int64
}

type countKey struct{ cache, node string }

// Tally is what an origin or a cache takes.
type Tally struct {
	Size  int64 // bytes
	Count int64 // entries
	Used  int64 // last use, seconds since 1970, within some minutes
}

func (t *Tally) add(r urlRecord) {
	t.Size += r.Value.Size
	t.Count += r.Value.Count
	t.Used = max(t.Used, r.Value.Used)
}

// known says that all there is has been taken.
func (c *counts) known() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.following = true
}

// follow begins anew; on: all there is, is taken from now on.
func (c *counts) follow(on bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.following = on
	c.scopes, c.total = map[string]map[countKey]urlRecord{}, 0
}

// take takes records that were written or read; others than counts are passed
// over. It gives the ids of caches of which nothing is counted any more.
func (c *counts) take(batch []urlRecord) (gone []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.scopes == nil {
		return nil
	}
	for _, r := range batch {
		if r.Key["path"] != counted {
			continue
		}
		scope, key := r.Key["scope"], countKey{r.Key["cache"], r.Key["url"]}
		all := c.scopes[scope]
		had, ok := all[key]
		if ok && had.Revision >= r.Revision {
			continue
		}
		c.total += r.Value.Size - had.Value.Size
		switch {
		case !r.Deleted:
			if all == nil {
				all = map[countKey]urlRecord{}
				c.scopes[scope] = all
			}
			all[key] = r
			continue
		case ok:
			delete(all, key)
		}
		if !slices.ContainsFunc(keys(all), func(k countKey) bool { return k.cache == key.cache }) {
			gone = append(gone, key.cache)
		}
		if len(all) == 0 {
			delete(c.scopes, scope)
		}
	}
	return gone
}

func keys(all map[countKey]urlRecord) []countKey {
	list := make([]countKey, 0, len(all))
	for k := range all {
		list = append(list, k)
	}
	return list
}

// of is what an origin's caches take, by id; false when it is not known.
func (c *counts) of(scope string) (map[string]Tally, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.following {
		return nil, false
	}
	all := map[string]Tally{}
	for k, r := range c.scopes[scope] {
		t := all[k.cache]
		t.add(r)
		all[k.cache] = t
	}
	return all, true
}

// sums is what all origins take together, and each of them, the least recently
// used first.
func (c *counts) sums() (total int64, scopes []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	used := map[string]int64{}
	for scope, all := range c.scopes {
		var t Tally
		for _, r := range all {
			t.add(r)
		}
		if used[scope] = t.Used; t.Size > 0 {
			scopes = append(scopes, scope)
		}
	}
	slices.SortFunc(scopes, func(a, b string) int { return cmp.Or(cmp.Compare(used[a], used[b]), cmp.Compare(a, b)) })
	return c.total, scopes
}

// whole is what all origins take together.
func (c *counts) whole() (int64, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.total, c.following
}

// countKey is where node counts what a cache takes.
func (s *Store) countKey(cache, node string) bus.Params {
	return bus.Params{"scope": s.origin + "/", "cache": cache, "path": counted, "url": node}
}
