package scripthost

import (
	"context"
	"sync"

	"asterism/webapi/console"
	"asterism/webapi/webworker"
)

// sharedKey is what documents share a worker by.
type sharedKey struct{ origin, url, name string }

// sharing is the documents that a shared worker serves. Its fields belong to the
// lock of sharedWorkers.
type sharing struct {
	key    sharedKey
	owners map[*environment]struct{}
	open   bool     // the script is there
	failed []func() // until then: what the connections hear when it does not come
}

// sharedWorkers are the scripthost's shared workers, by what documents ask for.
// Safe for concurrent use.
type sharedWorkers struct {
	mu    sync.Mutex
	byKey map[sharedKey]*worker
}

// ConnectWorker connects to a shared worker; it implements webworker.Host.
//
// https://html.spec.whatwg.org/#dom-sharedworker step 11
func (e *environment) ConnectWorker(o webworker.Options, port []byte, failed func()) {
	fail := func() {
		e.post(func() {
			if !e.self.over() {
				failed()
			}
		})
	}
	all := &e.s.shared
	all.mu.Lock()
	defer all.mu.Unlock()
	key := sharedKey{e.origin, o.URL, o.Name}
	w := all.byKey[key]
	if w != nil && (w.o.Type != o.Type || w.o.Credentials != o.Credentials) { // 11.3
		fail()
		return
	}
	if w == nil { // 11.6
		var err error
		if w, err = e.newWorker("sharedworker", o); err != nil {
			e.Console(console.Error, "a shared worker was not started: "+err.Error(), "")
			fail()
			return
		}
		w.shared = &sharing{key: key, owners: map[*environment]struct{}{}}
		if all.byKey == nil {
			all.byKey = map[sharedKey]*worker{}
		}
		all.byKey[key] = w
		w.start(e.s.life, &e.s.pages)
	}
	if _, known := w.shared.owners[e]; !known {
		w.shared.owners[e] = struct{}{}
		context.AfterFunc(e.ctx, func() { e.s.disown(w, e) })
	}
	if !w.shared.open {
		w.shared.failed = append(w.shared.failed, fail)
	}
	if !w.send(func() { w.connected.Connect(port) }) { // 11.5
		fail()
	}
}

// disown ends a shared worker whose last document has gone.
func (s *Service) disown(w *worker, e *environment) {
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	delete(w.shared.owners, e)
	if len(w.shared.owners) == 0 {
		s.shared.remove(w)
		w.own.end(errTerminated)
	}
}

// openShared notes that the script of w is there.
func (s *Service) openShared(w *worker) {
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	w.shared.open, w.shared.failed = true, nil
}

// failShared tells all who wait for w that there will be none.
func (s *Service) failShared(w *worker) {
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	s.shared.remove(w)
	for _, fail := range w.shared.failed {
		fail()
	}
}

// forgetShared makes the next who asks start another.
func (s *Service) forgetShared(w *worker) {
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	s.shared.remove(w)
}

func (a *sharedWorkers) remove(w *worker) {
	if a.byKey[w.shared.key] == w {
		delete(a.byKey, w.shared.key)
	}
}
