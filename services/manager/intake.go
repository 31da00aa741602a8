package manager

import "asterism/schemas"

// take gives the worker an event. False: it has ended and takes none. A worker
// with too many answers that it is busy.
func (w *worker) take(f *flight) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.phase == ended || w.sealed {
		return false
	}
	f.w, f.began = w, w.s.now()
	if w.flights.count >= w.s.cfg.MaxWorkerEvents || w.s.events.Load() >= int64(w.s.cfg.MaxEvents) {
		f.do.busy()
		return true
	}
	w.s.events.Add(1)
	w.flights.add(f)
	f.live = true
	w.place(f)
	return true
}

// place puts an event on the loop, or makes it wait: until the script is
// evaluated, and a functional event until the worker is activated. w.mu is held.
//
// https://w3c.github.io/ServiceWorker/#create-fetch-event-and-dispatch-algorithm step 18
func (w *worker) place(f *flight) {
	if !w.ready {
		w.waiting = append(w.waiting, f)
		return
	}
	// A canary's: the loader sends requests from outside to a version that waits.
	tried := f.outside && w.state == schemas.StateInstalled
	if f.functional && w.state != schemas.StateActivated && !tried {
		w.waiting = append(w.waiting, f)
		return
	}
	w.loop.Post(f.start)
}

// replace places every waiting event anew, in order. w.mu is held.
func (w *worker) replace() {
	waiting := w.waiting
	w.waiting = nil
	for _, f := range waiting {
		w.place(f)
	}
}

// open makes the evaluated worker take events: first those that wait, then it
// subscribes.
func (w *worker) open() {
	w.mu.Lock()
	w.ready = true
	if w.phase == starting {
		w.phase = running
	}
	w.replace()
	drains := w.phase == draining
	w.mu.Unlock()
	w.s.log.Info("worker started", "scope", w.key.scope, "version", w.key.version, "script", w.self.ScriptURL)
	w.s.advise("worker-started", w.key, "started "+w.self.ScriptURL)
	if drains {
		return
	}
	w.loop.Post(w.guard(w.subscribe))
}
