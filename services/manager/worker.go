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
	"asterism/webapi/csp"
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
	// activate is closed, by activated, when an activate event was dispatched.
	activate  chan struct{}
	activated func()

	// Of the loop's goroutine.
	realm   *js.Realm
	scope   *serviceworker.Scope
	buf     []byte // replies are written here
	headers schemas.HeaderBlock
	reply   schemas.FetchReply
	imports *imports
	policy  policy // of the script's response; never changes

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
	asked   bool          // somebody waits for its pending events
	subs    []*bus.Subscription
}

func (s *Service) newWorker(key workerKey, self schemas.Worker, reg schemas.Registration) *worker {
	w := &worker{
		s: s, key: key, self: self, reg: reg, state: self.State,
		origin: originOf(self.ScriptURL), used: s.now(),
		loop: js.NewLoop(js.LoopConfig{Turn: s.cfg.TurnTimeout}),
	}
	w.activate = make(chan struct{})
	w.activated = sync.OnceFunc(func() { close(w.activate) })
	w.imports = newImports(w)
	w.policy = policy{csp: csp.Parse(w.origin, self.CSP...), referrer: self.ReferrerPolicy}
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

// end clears up after the loop, or after a start that failed. Events that the
// script has seen are answered with the cause; the others go to a fresh worker.
//
// https://w3c.github.io/ServiceWorker/#terminate-service-worker-algorithm
func (w *worker) end(cause error) {
	w.loop.Stop(cause)
	why, evaluated, seen, unseen := w.empty()
	w.unsubscribe()
	w.s.table.remove(w)
	w.s.jobs.drop(w)
	reason := w.s.verdict(w, cause)
	if !evaluated { // it would not be otherwise with a fresh one
		seen, unseen = append(seen, unseen...), nil
	}
	for _, f := range seen {
		f.do.refuse(reason)
	}
	for _, f := range unseen {
		w.s.start(f, w.key)
	}
	w.realm, w.scope = nil, nil
	if cause != nil && !errors.Is(cause, context.Canceled) {
		why = reason.Message
	}
	w.s.advise("worker-stopped", w.key, or(why, "the manager stops"))
}

// empty ends the worker's bookkeeping. It gives why the worker drained, whether
// its script was ever evaluated, and the events that wait for an answer: those
// the script has seen apart from those it has not.
func (w *worker) empty() (why string, evaluated bool, seen, unseen []*flight) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.phase, w.sealed = ended, true
	for f := w.flights.head; f != nil; {
		next := f.next
		f.live, f.prev, f.next = false, nil, nil
		switch {
		case f.answered:
		case f.started:
			f.answered = true
			seen = append(seen, f)
		default:
			unseen = append(unseen, f)
		}
		f = next
	}
	w.s.events.Add(-int64(w.flights.count))
	w.flights, w.waiting = flights{}, nil
	w.idle()
	return w.why, w.ready, seen, unseen
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
