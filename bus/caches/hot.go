package caches

import (
	"container/list"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"asterism/bus"
	"asterism/schemas"
)

type (
	nameRecord = bus.Record[schemas.Cache]
	urlRecord  = bus.Record[schemas.CacheRecord]
)

// hot is the copy in memory: records lately read, the least recently used of
// which give way, and the names of the origins lately asked for. Each kind is
// used while its writes are followed, and while nobody could be asked instead.
type hot struct {
	mu      sync.Mutex
	records map[string]*list.Element // of *held
	recent  list.List                // most recently used first
	used    int64
	limit   int64
	names   map[string]*roll // by the scope of the origin's root

	connected func() bool // whether the store could be asked

	hits, misses atomic.Int64

	followingNames, followingRecords bool
}

// held is a record in memory. One that is awaited holds a place, so that a write
// that overtakes the reading is not lost.
type held struct {
	key     string
	record  urlRecord
	size    int64
	awaited bool
}

// roll is an origin's caches, deleted ones included, in the order of their
// creation.
type roll struct {
	caches  []nameRecord
	awaited bool
}

func newHot(limit int64, connected func() bool) *hot {
	return &hot{connected: connected, limit: limit, records: map[string]*list.Element{}, names: map[string]*roll{}}
}

// followRecords is told whether writes of records are heard. While they are not,
// what was held is there for the time the server is away.
func (h *hot) followRecords(on bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.followingRecords = on; on {
		h.records, h.used = map[string]*list.Element{}, 0
		h.recent.Init()
	}
}

// followNames is told whether writes of names are heard; see followRecords.
func (h *hot) followNames(on bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.followingNames = on; on {
		h.names = map[string]*roll{}
	}
}

// get is a record in memory, which may say that there is none.
func (h *hot) get(key string) (urlRecord, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	e := h.records[key]
	if e == nil || e.Value.(*held).awaited || !h.followingRecords && h.connected() {
		return urlRecord{}, false
	}
	h.hits.Add(1)
	h.recent.MoveToFront(e)
	return e.Value.(*held).record, true
}

// await makes a place for a record about to be read.
func (h *hot) await(key string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.misses.Add(1)
	if h.followingRecords && h.records[key] == nil {
		h.records[key] = h.recent.PushFront(&held{key: key, awaited: true})
	}
}

// fill puts a record that was read into its place, unless a newer one is there.
// It gives the newer of the two.
func (h *hot) fill(key string, r urlRecord) urlRecord {
	h.mu.Lock()
	defer h.mu.Unlock()
	e := h.records[key]
	if e == nil || !h.followingRecords {
		return r
	}
	if now := e.Value.(*held); now.record.Revision > r.Revision {
		return now.record
	}
	h.set(e, r)
	return r
}

// spurn gives up a place for a record that could not be read.
func (h *hot) spurn(key string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if e := h.records[key]; e != nil && e.Value.(*held).awaited {
		h.drop(e)
	}
}

// update takes writes that were heard of; only what is held is kept right.
func (h *hot) update(batch []urlRecord) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, r := range batch {
		if e := h.records[recordKey(r.Key)]; e != nil && e.Value.(*held).record.Revision < r.Revision {
			h.set(e, r)
		}
	}
}

// wrote takes writes of one's own.
func (h *hot) wrote(batch []urlRecord) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.followingRecords {
		return
	}
	for _, r := range batch {
		if r.Key["path"] == counted {
			continue
		}
		key := recordKey(r.Key)
		e := h.records[key]
		if e == nil {
			e = h.recent.PushFront(&held{key: key})
			h.records[key] = e
		}
		if e.Value.(*held).record.Revision < r.Revision {
			h.set(e, r)
		}
	}
}

// set replaces what e holds. h.mu is held.
func (h *hot) set(e *list.Element, r urlRecord) {
	now := e.Value.(*held)
	size := weight(r)
	h.used += size - now.size
	now.record, now.size, now.awaited = r, size, false
	h.recent.MoveToFront(e)
	for h.used > h.limit {
		h.drop(h.recent.Back())
	}
}

func (h *hot) drop(e *list.Element) {
	gone := h.recent.Remove(e).(*held)
	h.used -= gone.size
	delete(h.records, gone.key)
}

// dropCache drops what is in memory of a cache.
func (h *hot) dropCache(id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for key, e := range h.records {
		if strings.HasPrefix(key, id) && !e.Value.(*held).awaited {
			h.drop(e)
		}
	}
}

// weight is about how many bytes a record takes.
func weight(r urlRecord) int64 {
	n := 256
	for _, e := range r.Value.Entries {
		n += 640 + len(e.Request.URL) + len(e.Request.Headers) + len(e.Response.Headers) + len(e.Response.Body.Inline)
	}
	return int64(n)
}

// roll is an origin's caches, if they are in memory.
func (h *hot) roll(scope string) ([]nameRecord, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.names[scope]
	if r == nil || r.awaited || !h.followingNames && h.connected() {
		return nil, false
	}
	return r.caches, true
}

// awaitRoll makes a place for an origin's caches about to be read.
func (h *hot) awaitRoll(scope string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.followingNames && h.names[scope] == nil {
		h.names[scope] = &roll{awaited: true}
	}
}

// fillRoll puts an origin's caches into memory, with what was heard meanwhile.
func (h *hot) fillRoll(scope string, all []nameRecord) []nameRecord {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.names[scope]
	if r == nil || !h.followingNames {
		return all
	}
	heard := r.caches
	if r.awaited {
		r.caches, r.awaited = nil, false
		for _, c := range all {
			r.take(c)
		}
		for _, c := range heard {
			r.take(c)
		}
	}
	return r.caches
}

// changed takes writes of names, one's own or those that were heard of.
func (h *hot) changed(batch []nameRecord) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range batch {
		if r := h.names[c.Key["scope"]]; r != nil && !strings.HasPrefix(c.Key["cache"], doomed) {
			r.take(c)
		}
	}
}

// take puts a newer record in the place of an older one. The list that others
// may be reading is left as it is. Deletions stay while something is awaited.
func (r *roll) take(c nameRecord) {
	at := slices.IndexFunc(r.caches, func(have nameRecord) bool { return have.Key["cache"] == c.Key["cache"] })
	if at >= 0 && r.caches[at].Revision >= c.Revision {
		return
	}
	kept := slices.Clone(r.caches)
	if at >= 0 {
		kept = slices.Delete(kept, at, at+1)
	}
	r.caches = append(kept, c)
}
