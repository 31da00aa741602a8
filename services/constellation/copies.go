package constellation

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// copies is a local copy of a bucket of registrations. Own writes are put in at
// once; the watch brings those of others, and never takes a newer value back.
type copies struct {
	mu      sync.RWMutex
	byKey   map[string]copied
	changed chan struct{} // closed at the next change
}

type copied struct {
	registration schemas.Registration
	revision     uint64
	gone         time.Time // when it was deleted; zero: it is there
}

// memory is how long a deletion is remembered, so that news older than it do
// not bring back what was deleted.
const memory = time.Minute

func newCopies() *copies {
	return &copies{byKey: map[string]copied{}, changed: make(chan struct{})}
}

// observe takes a change that the watch tells. One it missed the details of (a
// deletion while the server was away) has the revision last known.
func (c *copies) observe(e bus.Entry[schemas.Registration]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old, ok := c.byKey[e.Key]; ok && (old.revision > e.Revision || old.revision == e.Revision && !e.Deleted) {
		return
	}
	if e.Deleted {
		c.byKey[e.Key] = copied{revision: e.Revision, gone: time.Now()}
	} else {
		c.byKey[e.Key] = copied{registration: e.Value, revision: e.Revision}
	}
	c.notify()
}

// put takes an own write.
func (c *copies) put(key string, r schemas.Registration, revision uint64) {
	c.observe(bus.Entry[schemas.Registration]{Key: key, Value: r, Revision: revision})
}

// drop takes an own deletion of what had the revision.
func (c *copies) drop(key string, revision uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old, ok := c.byKey[key]; ok && old.revision > revision {
		return
	}
	c.byKey[key] = copied{revision: revision, gone: time.Now()}
	c.notify()
}

// forget drops the memory of old deletions.
func (c *copies) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, e := range c.byKey {
		if !e.gone.IsZero() && time.Since(e.gone) > memory {
			delete(c.byKey, key)
		}
	}
}

func (c *copies) notify() {
	close(c.changed)
	c.changed = make(chan struct{})
}

// next is closed at the next change.
func (c *copies) next() <-chan struct{} {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.changed
}

// get is the registration under a key; do not change what it points to.
func (c *copies) get(key string) (schemas.Registration, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	e, ok := c.byKey[key]
	return e.registration, ok && e.gone.IsZero()
}

// revision is what was last known of a key.
func (c *copies) revision(key string) uint64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.byKey[key].revision
}

// all is every registration that f takes, in the order of their making.
func (c *copies) all(f func(*schemas.Registration) bool) []schemas.Registration {
	c.mu.RLock()
	defer c.mu.RUnlock()
	found := []schemas.Registration{}
	for _, e := range c.byKey {
		if e.gone.IsZero() && f(&e.registration) {
			found = append(found, e.registration)
		}
	}
	slices.SortFunc(found, func(a, b schemas.Registration) int {
		return cmp.Or(a.Created.Compare(b.Created), strings.Compare(a.Scope, b.Scope), strings.Compare(a.ID, b.ID))
	})
	return found
}

// match is Match Service Worker Registration: the longest scope that url begins
// with.
//
// https://w3c.github.io/ServiceWorker/#scope-match-algorithm
func (c *copies) match(url string) (schemas.Registration, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	best, found := copied{}, false
	for scope, e := range c.byKey {
		if e.gone.IsZero() && strings.HasPrefix(url, scope) && (!found || len(scope) > len(best.registration.Scope)) {
			best, found = e, true
		}
	}
	return best.registration, found
}
