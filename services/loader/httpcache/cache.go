package httpcache

import (
	"container/list"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Stored is a response that was kept. It is immutable but for its use.
type Stored struct {
	Status          int
	Reason          string
	Header          http.Header
	Body            []byte
	Asked, Received time.Time
	// Shared: it was the answer to a user's request: see Keepable.
	Shared bool
	// Guess: without a word about it, freshness is guessed from the last change.
	Guess bool

	key     key
	varying map[string]string // request fields it depends on, and their values
	place   *list.Element
	size    int64
}

type key struct{ partition, url string }

// Cache keeps responses up to a number of bytes; those not used for longest go
// first. It is safe for concurrent use.
type Cache struct {
	limit, each int64

	mu    sync.Mutex
	size  int64
	byKey map[key][]*Stored // newest last
	used  *list.List        // of *Stored, least recently used first
}

// New makes a cache of at most limit bytes; 0: it keeps nothing.
func New(limit int64) *Cache {
	return &Cache{limit: limit, each: limit / 8, byKey: map[key][]*Stored{}, used: list.New()}
}

// Select is the newest response kept for a request; nil for none. partition
// keeps apart who must not see each other's traces.
//
// https://www.rfc-editor.org/rfc/rfc9111#section-4
func (c *Cache) Select(partition, url string, request http.Header) *Stored {
	c.mu.Lock()
	defer c.mu.Unlock()
	variants := c.byKey[key{partition, url}]
	for i := len(variants) - 1; i >= 0; i-- {
		if s := variants[i]; s.selects(request) {
			c.used.MoveToBack(s.place)
			return s
		}
	}
	return nil
}

// Put keeps s, the answer to a request, instead of what it replaces.
func (c *Cache) Put(partition, url string, request http.Header, s *Stored) {
	s.key = key{partition, url}
	s.varying = map[string]string{}
	for _, name := range vary(s.Header) {
		s.varying[name] = normal(request, name)
	}
	s.size = int64(len(s.Body)+len(url)+len(partition)) + 512
	for name, values := range s.Header {
		for _, v := range values {
			s.size += int64(len(name) + len(v) + 64)
		}
	}
	if s.size > c.each {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, old := range slices.Clone(c.byKey[s.key]) {
		if old.selects(request) || maps.Equal(old.varying, s.varying) {
			c.drop(old)
		}
	}
	s.place = c.used.PushBack(s)
	c.byKey[s.key] = append(c.byKey[s.key], s)
	c.size += s.size
	for c.size > c.limit {
		c.drop(c.used.Front().Value.(*Stored))
	}
}

// drop forgets s; mu is held.
func (c *Cache) drop(s *Stored) {
	variants := c.byKey[s.key]
	i := slices.Index(variants, s)
	if i < 0 {
		return
	}
	c.used.Remove(s.place)
	c.size -= s.size
	if len(variants) == 1 {
		delete(c.byKey, s.key)
		return
	}
	c.byKey[s.key] = slices.Delete(slices.Clone(variants), i, i+1)
}

// Invalidate forgets a URL, after something was done that may have changed it.
//
// https://www.rfc-editor.org/rfc/rfc9111#section-4.4
func (c *Cache) Invalidate(partition, url string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range slices.Clone(c.byKey[key{partition, url}]) {
		c.drop(s)
	}
}

// Clear forgets everything.
func (c *Cache) Clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.byKey)
	c.used.Init()
	c.size = 0
}
