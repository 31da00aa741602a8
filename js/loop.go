package js

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
	"weak"
)

// LoopConfig configures a Loop.
type LoopConfig struct {
	Clock Clock         // nil: the system's
	Turn  time.Duration // the longest one task may run before it is interrupted; 0: no limit
	// Turned, when set, is called on the loop after each task; tick: the task was
	// a timer that recurs.
	Turned func(tick bool)
}

// Loop is an event loop: one goroutine that runs tasks one after another. All
// realms of one agent (same-origin documents) share a loop; a worker has its own.
type Loop struct {
	clock  Clock
	watch  watchdog
	timers timers

	turned func(tick bool)
	tick   bool // the running task is a timer that recurs; loop goroutine only

	ctx    context.Context // ends with the loop; Async work hangs on it
	cancel context.CancelFunc
	done   chan struct{}
	wake   chan struct{} // buffered, 1: something to look at
	ended  atomic.Bool

	mu     sync.Mutex
	queue  []func()
	cause  error
	realms []weak.Pointer[Realm] // replaced, not changed

	plural    bool // there are, or were, several realms; loop goroutine only, as the next two
	crossings crossings
	unsettled []*Realm // realms with rejections to report; loop goroutine only
	finishing bool     // loop goroutine only
}

// NewLoop makes a loop; nothing runs before Run. Tasks and timers may be queued
// at once.
func NewLoop(cfg LoopConfig) *Loop {
	l := &Loop{
		clock:  cfg.Clock,
		turned: cfg.Turned,
		done:   make(chan struct{}),
		wake:   make(chan struct{}, 1),
	}
	if l.clock == nil {
		l.clock = systemClock{}
	}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	l.watch.limit = cfg.Turn
	l.watch.exceeded = func() { l.Stop(&TurnExceeded{Limit: cfg.Turn}) }
	l.timers.loop = l
	return l
}

// Run runs tasks on the calling goroutine until ctx ends or Stop is called; it
// returns the cause (nil after Stop(nil)). A loop runs once.
func (l *Loop) Run(ctx context.Context) error {
	defer close(l.done)
	release := context.AfterFunc(ctx, func() { l.Stop(context.Cause(ctx)) })
	defer release()
	defer l.timers.stopAll()
	l.settle()
	var batch []func()
	for {
		l.timers.queueDue()
		l.mu.Lock()
		batch, l.queue = l.queue, batch[:0]
		l.mu.Unlock()
		if len(batch) == 0 && !l.ended.Load() {
			<-l.wake
			continue
		}
		for i, task := range batch {
			if l.ended.Load() {
				return l.end()
			}
			batch[i] = nil
			l.turn(task)
		}
		if l.ended.Load() {
			return l.end()
		}
	}
}

// turn runs one task under the watchdog, then reports rejections. A panic, which
// can only be a fault of native code, ends the loop and not the process.
func (l *Loop) turn(task func()) {
	defer func() {
		if x := recover(); x != nil {
			l.Stop(newFault(x))
		}
	}()
	l.watch.begin()
	l.tick = false
	task()
	l.settle()
	if l.turned != nil {
		l.turned(l.tick)
	}
	l.watch.end()
	if l.finishing {
		l.Stop(nil)
	}
}

// Finish ends the loop once the running task has, its microtasks included: what
// waits is dropped. Loop only.
func (l *Loop) Finish() { l.finishing = true }

// Blocked runs f, part of the running task, with the turn limit off: f waits for
// something outside, such as the network of importScripts. Loop only. f should end
// when [Loop.Context] does.
func (l *Loop) Blocked(f func()) {
	l.watch.end()
	defer l.watch.begin()
	f()
}

// settle reports the rejections that are still unhandled now that the task and
// its microtasks have run.
func (l *Loop) settle() {
	for len(l.unsettled) > 0 && !l.ended.Load() {
		realms := l.unsettled
		l.unsettled = nil
		for _, r := range realms {
			r.reportRejections()
		}
	}
}

func (l *Loop) end() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queue = nil
	return l.cause
}

// Post queues a task, from any goroutine. False: the loop has ended, the task will not run.
func (l *Loop) Post(task func()) bool {
	l.mu.Lock()
	if l.ended.Load() {
		l.mu.Unlock()
		return false
	}
	l.queue = append(l.queue, task)
	l.mu.Unlock()
	l.nudge()
	return true
}

func (l *Loop) nudge() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// Stop ends the loop, interrupting the running task. The first cause counts.
func (l *Loop) Stop(cause error) {
	l.mu.Lock()
	if l.ended.Load() {
		l.mu.Unlock()
		return
	}
	l.cause = cause
	l.ended.Store(true)
	realms := l.realms
	l.mu.Unlock()
	l.cancel()
	for _, p := range realms {
		if r := p.Value(); r != nil {
			r.interrupt(cause)
		}
	}
	l.nudge()
}

// Done is closed when Run has returned.
func (l *Loop) Done() <-chan struct{} { return l.done }

// Context ends when the loop is stopped; work started for the loop should hang on it.
func (l *Loop) Context() context.Context { return l.ctx }

// Now is the clock's time.
func (l *Loop) Now() time.Time { return l.clock.Now() }

// Busy is how long the running task has been running; 0 between tasks. Safe from
// any goroutine. Without a turn limit it is always 0.
func (l *Loop) Busy() time.Duration { return l.watch.busy() }

// Soon says whether tasks wait, or a timer that does not recur is due within d.
// Loop only.
func (l *Loop) Soon(d time.Duration) bool { return l.Backlog() > 0 || l.timers.within(d) }

// Backlog is the number of tasks that wait. Safe from any goroutine.
func (l *Loop) Backlog() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.queue)
}

// join takes a realm in; one that nothing refers to any more drops out by itself.
func (l *Loop) join(r *Realm) {
	l.mu.Lock()
	realms := make([]weak.Pointer[Realm], 0, len(l.realms)+1)
	for _, p := range l.realms {
		if p.Value() != nil {
			realms = append(realms, p)
		}
	}
	l.realms = append(realms, weak.Make(r))
	l.plural = l.plural || len(l.realms) > 1
	ended, cause := l.ended.Load(), l.cause
	l.mu.Unlock()
	if ended {
		r.interrupt(cause)
	}
}
