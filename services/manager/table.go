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

// The beginnings of the subjects; what follows is the scope and version, after
// the type in those of events.
const (
	fetchPrefix = "sw.fetch."
	eventPrefix = "sw.event."
	abortPrefix = "sw.abort."
)

// prefixes is by routeKind.
var prefixes = [...]string{fetchPrefix, eventPrefix, abortPrefix}

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

// put makes w the worker of its version and routes its subjects to it. The
// error is a scope or version that makes no subject.
func (t *table) put(w *worker) error {
	fetch, err := bus.Fetch.SubjectFor(bus.Params{"scope": w.key.scope, "version": w.key.version})
	if err != nil {
		return err
	}
	w.tail = strings.TrimPrefix(fetch, fetchPrefix)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.workers[w.key] = w
	t.live[w] = struct{}{}
	for kind, prefix := range prefixes {
		t.routes[prefix+w.tail] = route{w, routeKind(kind)}
	}
	return nil
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
	for _, prefix := range prefixes {
		if t.routes[prefix+w.tail].w == w {
			delete(t.routes, prefix+w.tail)
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

// listen subscribes to a worker's subjects. What it returns beside an error is
// subscribed.
func (w *worker) listen() (subs []*bus.Subscription, err error) {
	for _, l := range []struct{ subject, queue string }{
		{fetchPrefix + w.tail, bus.Fetch.Queue}, {eventPrefix + "*." + w.tail, bus.Dispatch.Queue},
	} {
		sub, err := w.s.inlet.Listen(l.subject, l.queue)
		if err != nil {
			return subs, err
		}
		subs = append(subs, sub)
	}
	return subs, nil
}
