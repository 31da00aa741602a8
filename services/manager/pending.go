package manager

import (
	"asterism/bus"
	"asterism/schemas"
)

// pending answers how many events of a worker are under way here: the worker's
// set of extended events, as far as it runs here. When there are some, the
// constellation hears once they are over.
//
// https://w3c.github.io/ServiceWorker/#service-worker-has-no-pending-events-algorithm
func (s *Service) pending(m bus.Msg) {
	ref, err := bus.Decode[schemas.WorkerRef](m)
	if err != nil {
		s.malformed(m, err)
		return
	}
	k := workerKey{ref.Scope, ref.Version}
	answer := schemas.Pending{}
	for _, w := range s.table.of(k.scope) {
		if w.key == k {
			answer.Events += w.pending()
		}
	}
	data, err := bus.Encode(answer)
	if err == nil {
		err = m.Respond(data)
	}
	if err != nil {
		s.log.Warn("pending events not told", "scope", k.scope, "error", err)
	}
}

// pending counts the worker's extended events, and remembers that somebody
// asked when there are any.
func (w *worker) pending() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := w.extended()
	w.asked = w.asked || n > 0
	return n
}

// extended counts the worker's extended events. w.mu is held.
func (w *worker) extended() int {
	n := 0
	for f := w.flights.head; f != nil; f = f.next {
		if !f.outside {
			n++
		}
	}
	return n
}

// idle tells whoever asked that no extended event is left. w.mu is held.
func (w *worker) idle() {
	if !w.asked || w.extended() > 0 {
		return
	}
	w.asked = false
	if err := bus.WorkerIdle.Publish(w.s.conn, bus.Params{"scope": w.key.scope}, w.ref()); err != nil {
		w.s.log.Warn("idle worker not announced", "scope", w.key.scope, "error", err)
	}
}
