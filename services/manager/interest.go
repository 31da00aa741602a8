package manager

import (
	"asterism/bus"
	"asterism/schemas"
)

// subscribe makes the worker known on the bus. Until then the manager that
// started it is asked by name.
func (w *worker) subscribe() {
	subs, err := w.listen()
	if err != nil {
		w.s.release(subs)
		w.s.log.Error("worker's subjects not subscribed", "scope", w.key.scope, "error", err)
		w.drain("its subjects could not be subscribed")
		return
	}
	w.mu.Lock()
	w.subs = append(w.subs, subs...)
	gone := w.phase != running
	w.mu.Unlock()
	w.s.present(w.key, true)
	if gone {
		w.unsubscribe()
	}
}

// unsubscribe withdraws the worker's interest. It does not block. What is on its
// way to the worker still arrives, and is taken by whoever runs it next.
func (w *worker) unsubscribe() {
	w.mu.Lock()
	subs := w.subs
	w.subs = nil
	w.mu.Unlock()
	if len(subs) > 0 {
		w.s.work.Go(func() { w.s.release(subs) })
		w.s.present(w.key, false)
	}
}

// present tells the loaders whether a worker runs here.
func (s *Service) present(k workerKey, running bool) {
	p := schemas.Presence{Scope: k.scope, Version: k.version, Manager: s.id, Running: running}
	if err := bus.Presences.Publish(s.conn, bus.Params{"manager": s.id}, p); err != nil {
		s.log.Debug("presence not told", "scope", k.scope, "error", err)
	}
}

// release drains subscriptions: unlike Stop it loses no message that the server
// has sent already.
func (s *Service) release(subs []*bus.Subscription) {
	for _, sub := range subs {
		if err := sub.Drain(); err != nil {
			s.log.Warn("subject not drained", "error", err)
		}
	}
}

// drain withdraws the worker: no new events, and it ends once nothing is in
// flight. Events that are already on their way to it are handled. It does not
// block.
func (w *worker) drain(why string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.phase != running && w.phase != starting {
		return
	}
	w.phase, w.why = draining, why
	subs := w.subs
	w.subs = nil
	w.s.present(w.key, false)
	w.s.work.Go(func() {
		w.s.release(subs)
		w.s.barrier()
		w.mu.Lock()
		defer w.mu.Unlock()
		w.sealed = true
		w.rest()
	})
}

// rest ends a sealed worker that has nothing in flight. w.mu is held.
func (w *worker) rest() {
	if w.sealed && w.flights.count == 0 {
		w.loop.Stop(nil)
	}
}
