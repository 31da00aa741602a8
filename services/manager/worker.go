package manager

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"asterism/bus"
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/serviceworker"
)

// workerKey names one worker version.
type workerKey struct{ scope, version string }

// phase is where a worker is in its life.
type phase uint8

const (
	starting phase = iota // its script is loaded and evaluated; events wait
	running
	draining // its interest is withdrawn; it ends when nothing is in flight
	ended
)

// worker is one running worker version: a realm, its loop, and its events.
type worker struct {
	s      *Service
	key    workerKey
	self   schemas.Worker // as it was at the start
	origin string
	loop   *js.Loop
	// hint is the loader that holds the connection of the latest client: fetches
	// go there, so that their bodies need not cross the bus.
	hint    atomic.Pointer[string]
	fetches atomic.Int32 // under way

	// Of the loop's goroutine.
	realm   *js.Realm
	scope   *serviceworker.Scope
	buf     []byte // replies are written here
	headers schemas.HeaderBlock
	reply   schemas.FetchReply
	imports *imports

	tail string // scope and version as the end of a subject; set by table.put

	mu      sync.Mutex
	phase   phase
	ready   bool // its script is evaluated
	reg     schemas.Registration
	state   schemas.State // of this version, as the registry has it
	waiting []*flight     // events that are not on the loop yet
	flights flights
	used    time.Duration // service clock when it last had an event
	sealed  bool          // draining, and no event can come any more
	why     string        // why it drains
	subs    []*bus.Subscription
}

func (s *Service) newWorker(key workerKey, self schemas.Worker, reg schemas.Registration) *worker {
	w := &worker{
		s: s, key: key, self: self, reg: reg, state: self.State,
		origin: originOf(self.ScriptURL), used: s.now(),
		loop: js.NewLoop(js.LoopConfig{Turn: s.cfg.TurnTimeout}),
	}
	w.imports = newImports(w)
	return w
}

// run is the worker's goroutine: it loads the program, evaluates it, runs the
// loop to its end, and clears up.
func (w *worker) run(ctx context.Context) {
	program, err := w.s.programs.get(ctx, w.self.Program, w.self.ScriptURL, false)
	if err != nil {
		w.end(&startError{err})
		return
	}
	w.loop.Post(w.guard(func() {
		if err := w.evaluate(program); err != nil {
			w.loop.Stop(&startError{err})
			return
		}
		w.open()
	}))
	w.end(w.loop.Run(ctx))
}

// startError is why a worker did not start.
type startError struct{ err error }

func (e *startError) Error() string { return e.err.Error() }
func (e *startError) Unwrap() error { return e.err }

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
	if f.functional && w.state != schemas.StateActivated {
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

// subscribe makes the worker known on the bus. Until then the manager that
// started it is asked by name.
func (w *worker) subscribe() {
	subs, err := w.listen()
	if err != nil {
		for _, sub := range subs {
			_ = sub.Stop()
		}
		w.s.log.Error("worker's subjects not subscribed", "scope", w.key.scope, "error", err)
		w.drain("its subjects could not be subscribed")
		return
	}
	w.mu.Lock()
	w.subs = append(w.subs, subs...)
	gone := w.phase != running
	w.mu.Unlock()
	if gone {
		w.unsubscribe()
	}
}

func (w *worker) unsubscribe() {
	w.mu.Lock()
	subs := w.subs
	w.subs = nil
	w.mu.Unlock()
	for _, sub := range subs {
		_ = sub.Stop() // an interest that is gone already is what is wanted
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
	w.s.work.Go(func() {
		for _, sub := range subs {
			if err := sub.Drain(); err != nil {
				w.s.log.Warn("worker's subject not drained", "scope", w.key.scope, "error", err)
			}
		}
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

// end clears up after the loop, or after a start that failed: every event
// still in flight is answered with the cause.
func (w *worker) end(cause error) {
	w.mu.Lock()
	why := w.why
	w.phase, w.sealed = ended, true
	var left []*flight
	for f := w.flights.head; f != nil; f = f.next {
		if !f.answered {
			left = append(left, f)
		}
		f.live, f.answered = false, true
	}
	w.s.events.Add(-int64(w.flights.count))
	w.flights, w.waiting = flights{}, nil
	w.mu.Unlock()
	w.unsubscribe()
	w.s.table.remove(w)
	w.s.jobs.drop(w)
	reason := w.s.verdict(w, cause)
	for _, f := range left {
		f.do.refuse(reason)
	}
	w.realm, w.scope = nil, nil
	switch {
	case cause != nil && !errors.Is(cause, context.Canceled):
		w.s.advise("worker-stopped", w.key, reason.Message)
	default:
		w.s.advise("worker-stopped", w.key, or(why, "the manager stops"))
	}
}

// broken reports whether the loop has been stopped, perhaps by the very listener
// that runs: what it did then is not its answer, and end answers.
func (w *worker) broken() bool { return w.loop.Context().Err() != nil }

// guard wraps a task so that a panic in it ends this worker only.
func (w *worker) guard(task func()) func() {
	return func() {
		defer w.recover()
		task()
	}
}

// recover is deferred by every task of the worker.
func (w *worker) recover() {
	if x := recover(); x != nil {
		w.loop.Stop(w.s.fault(w, x))
	}
}
