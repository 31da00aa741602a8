package js

import (
	"container/heap"
	"sync/atomic"
	"time"
)

// Timer is a task scheduled for later.
type Timer struct {
	due   time.Time
	order uint64
	index int // in the heap; -1: not there
	task  func()
	heap  *timers
	tick  bool // recurs
}

// Cancel keeps the task from running, also when it is already due and waits for
// its turn. Loop only.
func (t *Timer) Cancel() {
	t.task = nil
	if t.index >= 0 {
		heap.Remove(&t.heap.list, t.index)
	}
}

// Recurs says that the timer is one of an endless row, such as setInterval's:
// [Loop.Soon] does not count it.
func (t *Timer) Recurs() { t.tick = true }

// timers holds a loop's timers: equal due times run in the order they were
// scheduled. One clock timer is armed, for the earliest.
type timers struct {
	loop  *Loop
	list  timerList
	order uint64
	due   atomic.Bool // the clock timer fired
	armed time.Time   // for when; zero: not
	stop  func() bool
}

// Schedule queues task after d, on the loop. Safe from the loop only.
func (l *Loop) Schedule(d time.Duration, task func()) *Timer {
	ts := &l.timers
	ts.order++
	t := &Timer{due: l.clock.Now().Add(max(d, 0)), order: ts.order, task: task, heap: ts}
	heap.Push(&ts.list, t)
	ts.arm()
	return t
}

// arm sets the clock for the earliest timer.
func (ts *timers) arm() {
	if len(ts.list) == 0 {
		return // an armed clock timer fires for nothing, once
	}
	first := ts.list[0].due
	if !ts.armed.IsZero() && !first.Before(ts.armed) {
		return
	}
	if ts.stop != nil {
		ts.stop()
	}
	ts.armed = first
	ts.stop = ts.loop.clock.AfterFunc(first.Sub(ts.loop.clock.Now()), func() {
		ts.due.Store(true)
		ts.loop.nudge()
	})
}

// queueDue moves the timers that are due to the task queue.
func (ts *timers) queueDue() {
	if !ts.due.Swap(false) {
		return
	}
	ts.armed, ts.stop = time.Time{}, nil
	now := ts.loop.clock.Now()
	for len(ts.list) > 0 && !ts.list[0].due.After(now) {
		t := heap.Pop(&ts.list).(*Timer)
		ts.loop.Post(t.fire)
	}
	ts.arm()
}

// within says whether a timer that does not recur is due within d.
func (ts *timers) within(d time.Duration) bool {
	horizon := ts.loop.clock.Now().Add(d)
	for _, t := range ts.list {
		if !t.tick && !t.due.After(horizon) {
			return true
		}
	}
	return false
}

func (t *Timer) fire() {
	if task := t.task; task != nil {
		t.task = nil
		t.heap.loop.tick = t.tick
		task()
	}
}

func (ts *timers) stopAll() {
	if ts.stop != nil {
		ts.stop()
	}
	ts.list = nil
}

type timerList []*Timer

func (h timerList) Len() int { return len(h) }

func (h timerList) Less(i, j int) bool {
	if h[i].due.Equal(h[j].due) {
		return h[i].order < h[j].order
	}
	return h[i].due.Before(h[j].due)
}

func (h timerList) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *timerList) Push(x any) {
	t := x.(*Timer)
	t.index = len(*h)
	*h = append(*h, t)
}

func (h *timerList) Pop() any {
	old := *h
	t := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	t.index = -1
	return t
}
