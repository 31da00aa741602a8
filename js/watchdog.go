package js

import (
	"sync/atomic"
	"time"
)

// watchdog interrupts a task that runs longer than limit. It costs a clock read
// and two atomic stores a task: one timer is armed while the loop is busy, and
// when it fires it looks at when the task of that moment began. A loop that
// idles has no timer. Time is the machine's, whatever the loop's clock says: a
// script that spins does not move a fake clock.
type watchdog struct {
	limit    time.Duration
	exceeded func()

	began atomic.Int64 // nanoseconds since epoch of the running task's start; 0: none runs
	armed atomic.Bool
}

// epoch is where the watchdog counts from; only differences matter.
var epoch = time.Now()

func (w *watchdog) begin() {
	if w.limit <= 0 {
		return
	}
	w.began.Store(int64(time.Since(epoch)))
	if !w.armed.Load() && w.armed.CompareAndSwap(false, true) {
		time.AfterFunc(w.limit, w.look)
	}
}

func (w *watchdog) end() {
	if w.limit > 0 {
		w.began.Store(0)
	}
}

func (w *watchdog) busy() time.Duration {
	began := w.began.Load()
	if began == 0 {
		return 0
	}
	return time.Since(epoch) - time.Duration(began)
}

// look runs when the timer fires.
func (w *watchdog) look() {
	began := w.began.Load()
	if began == 0 {
		w.armed.Store(false)
		// A task that began between the two lines saw armed and did not arm.
		if w.began.Load() != 0 && w.armed.CompareAndSwap(false, true) {
			time.AfterFunc(w.limit, w.look)
		}
		return
	}
	left := w.limit - (time.Since(epoch) - time.Duration(began))
	if left > 0 {
		time.AfterFunc(left, w.look)
		return
	}
	w.exceeded()
}
