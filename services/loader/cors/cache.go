package cors

import (
	"slices"
	"sync"
	"time"
)

// most is how many answers are kept.
const most = 4096

// Cache remembers preflights' answers. It is safe for concurrent use; the zero
// value is empty.
//
// https://fetch.spec.whatwg.org/#concept-cache
type Cache struct {
	mu     sync.Mutex
	grants map[cacheKey]kept
}

type cacheKey struct {
	partition, origin, url string
	credentials            bool
}

type kept struct {
	Grant
	until time.Time
}

// Knows says whether an earlier answer allows what q asks.
//
// https://fetch.spec.whatwg.org/#concept-cache-match-method
func (c *Cache) Knows(partition string, q *Question, now time.Time) bool {
	c.mu.Lock()
	g, ok := c.grants[q.key(partition)]
	c.mu.Unlock()
	return ok && now.Before(g.until) && q.allowed(&g.Grant) == nil
}

// Keep remembers an answer, beside what is known of the same URL.
func (c *Cache) Keep(partition string, q *Question, g Grant, now time.Time) {
	if g.MaxAge <= 0 {
		return
	}
	key := q.key(partition)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.grants == nil {
		c.grants = map[cacheKey]kept{}
	}
	if len(c.grants) >= most {
		c.sweep(now)
	}
	until := now.Add(g.MaxAge)
	if old, ok := c.grants[key]; ok && now.Before(old.until) {
		g.Methods = union(old.Methods, g.Methods)
		g.Names = union(old.Names, g.Names)
		if old.until.Before(until) { // never longer than either answer allows
			until = old.until
		}
	}
	c.grants[key] = kept{Grant: g, until: until}
}

// Forget drops what is known of a URL, as after a response that was denied.
//
// https://fetch.spec.whatwg.org/#concept-cache-clear
func (c *Cache) Forget(partition, origin, url string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.grants, cacheKey{partition, origin, url, true})
	delete(c.grants, cacheKey{partition, origin, url, false})
}

// sweep drops what is over, or everything when nothing is.
func (c *Cache) sweep(now time.Time) {
	for key, g := range c.grants {
		if !now.Before(g.until) {
			delete(c.grants, key)
		}
	}
	if len(c.grants) >= most {
		clear(c.grants)
	}
}

func (q *Question) key(partition string) cacheKey {
	return cacheKey{partition, q.Origin, q.URL, q.Credentials == "include"}
}

func union(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}
