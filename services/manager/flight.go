package manager

import (
	"time"

	"asterism/schemas"
)

// flight is one event on its way through a worker, from its arrival to the end
// of its lifetime.
type flight struct {
	w          *worker
	do         deed
	functional bool            // waits until the worker is activated
	outside    bool            // no client's: not one of the extended events
	limit      time.Duration   // until the answer
	self       *schemas.Worker // the version, when the event brought it along

	// Guarded by the worker's mutex.
	prev, next *flight
	live       bool          // in the list
	started    bool          // the script has seen it
	began      time.Duration // service clock, on arrival
	claimed    bool          // the asker knows that we work on it
	answered   bool          // the asker has its answer
	settled    bool          // no lifetime promise is pending
	bodies     int           // response bodies that are being read
}

// deed is what kind of event a flight is.
type deed interface {
	// run starts the event, on the loop. The error is a broken limit or engine
	// fault.
	run() error
	// abort tells the event that its client hung up; expire gives it up. Both
	// on the loop; the error is as for run.
	abort() error
	expire() error
	// refuse answers with an error, busy that another manager should be asked,
	// missing that there is no such version (any more), and claim announces that
	// the answer will be late. From any goroutine; none blocks.
	refuse(e *schemas.Error)
	busy()
	missing()
	claim()
	// id names the event in an Abort; "" for what cannot be aborted.
	id() string
	// describe names the event in logs: "fetch of https://…".
	describe() string
}

// start runs the event, on the loop, unless it was given up meanwhile.
func (f *flight) start() {
	defer f.w.recover()
	f.w.mu.Lock()
	live := f.live
	f.started = live
	f.w.mu.Unlock()
	if !live {
		return
	}
	if err := f.do.run(); err != nil {
		f.w.loop.Stop(err)
	}
}

// answer notes that the asker gets its answer now, and reports whether it may:
// it was not given up before.
func (f *flight) answer() bool {
	f.w.mu.Lock()
	defer f.w.mu.Unlock()
	if f.answered {
		return false
	}
	f.answered = true
	return true
}

// settle notes that no lifetime promise is pending.
func (f *flight) settle() {
	f.w.mu.Lock()
	defer f.w.mu.Unlock()
	f.settled = true
	f.leave()
}

// body notes that one more (or, with -1, one less) body is being read.
func (f *flight) body(delta int) {
	f.w.mu.Lock()
	defer f.w.mu.Unlock()
	f.bodies += delta
	f.leave()
}

// leave takes the event off the list when all is over. w.mu is held.
func (f *flight) leave() {
	if f.answered && f.settled && f.bodies == 0 && f.live {
		f.w.drop(f)
	}
}

// drop takes an event off the list. w.mu is held.
func (w *worker) drop(f *flight) {
	w.flights.remove(f)
	f.live = false
	w.s.events.Add(-1)
	w.used = w.s.now()
	w.idle()
	w.rest()
}
