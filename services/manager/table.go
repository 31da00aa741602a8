package manager

import (
	"strings"
	"sync"

	"asterism/bus"
)

// table is the running workers, by version and by subject. Safe for concurrent
// use.
type table struct {
	mu      sync.RWMutex
	workers map[workerKey]*worker // the one that takes new events
	live    map[*worker]struct{}  // those that drain, too
	routes  map[string]route      // by subject; those of events without the type
	empty   chan struct{}         // closed when the last one ends; nil: nobody waits
}

// route is what a subject means.
type route struct {
	w    *worker
	kind routeKind
}

type routeKind uint8

const (
	toFetch routeKind = iota
	toEvent
	toAbort
)

// eventPrefix begins the subjects of events: the type token follows.
const eventPrefix = "sw.event."

func newTable() *table {
	return &table{workers: map[workerKey]*worker{}, live: map[*worker]struct{}{}, routes: map[string]route{}}
}

// worker is the worker that runs a version; nil when none does.
func (t *table) worker(k workerKey) *worker {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.workers[k]
}

// find is where a message of a worker's subject goes.
func (t *table) find(subject string) (route, bool) {
	if rest, ok := strings.CutPrefix(subject, eventPrefix); ok {
		if i := strings.IndexByte(rest, '.'); i >= 0 {
			subject = eventPrefix + rest[i+1:]
		}
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	r, ok := t.routes[subject]
	return r, ok
}

// all is every worker that has not ended.
func (t *table) all() []*worker {
	t.mu.RLock()
	defer t.mu.RUnlock()
	list := make([]*worker, 0, len(t.live))
	for w := range t.live {
		list = append(list, w)
	}
	return list
}

// put makes w the worker of its version.
func (t *table) put(w *worker) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.workers[w.key] = w
	t.live[w] = struct{}{}
}

// of is every worker of a scope.
func (t *table) of(scope string) []*worker {
	var list []*worker
	for _, w := range t.all() {
		if w.key.scope == scope {
			list = append(list, w)
		}
	}
	return list
}

// remove takes w out, unless another has taken its place.
func (t *table) remove(w *worker) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.live, w)
	if len(t.live) == 0 && t.empty != nil {
		close(t.empty)
		t.empty = nil
	}
	if t.workers[w.key] == w {
		delete(t.workers, w.key)
	}
	for _, subject := range w.subjects {
		if t.routes[subject].w == w {
			delete(t.routes, subject)
		}
	}
}

// wait returns when no worker is left. One caller at a time.
func (t *table) wait() {
	t.mu.Lock()
	if len(t.live) == 0 {
		t.mu.Unlock()
		return
	}
	empty := make(chan struct{})
	t.empty = empty
	t.mu.Unlock()
	<-empty
}

func (t *table) size() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return len(t.live)
}

// listen routes a worker's subjects to it and subscribes to them. What it
// returns beside an error is subscribed.
func (t *table) listen(w *worker, inlet *bus.Inlet) ([]*bus.Subscription, error) {
	p := bus.Params{"scope": w.key.scope, "version": w.key.version, "type": "*"}
	fetch, err := bus.Fetch.SubjectFor(p)
	if err != nil {
		return nil, err
	}
	tail := strings.TrimPrefix(fetch, "sw.fetch.")
	t.mu.Lock()
	w.subjects = [3]string{fetch, eventPrefix + tail, "sw.abort." + tail}
	for kind, subject := range w.subjects {
		t.routes[subject] = route{w, routeKind(kind)}
	}
	t.mu.Unlock()
	var subs []*bus.Subscription
	for _, l := range []struct{ subject, queue string }{
		{fetch, bus.Fetch.Queue}, {eventPrefix + "*." + tail, bus.Dispatch.Queue}, {"sw.abort." + tail, ""},
	} {
		sub, err := inlet.Listen(l.subject, l.queue)
		if err != nil {
			return subs, err
		}
		subs = append(subs, sub)
	}
	return subs, nil
}
