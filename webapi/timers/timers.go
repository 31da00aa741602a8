package timers

import (
	"time"

	"asterism/js"

	"github.com/dop251/goja"
)

// Deeper than maxNesting, timers wait at least minDelay.
const (
	maxNesting = 5
	minDelay   = 4 * time.Millisecond
)

// timers is a realm's map of active timers.
type timers struct {
	realm   *js.Realm
	next    int
	active  map[int]*timer
	nesting int // level of the timer whose callback runs; 0: none runs
}

type timer struct {
	id      int
	delay   time.Duration
	repeat  bool
	nesting int
	run     func() error
	pending *js.Timer
}

// start is the timer initialization steps.
//
// https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#timer-initialisation-steps
func (ts *timers) start(c js.Call, repeat bool) goja.Value {
	t := &timer{repeat: repeat, nesting: ts.nesting + 1, run: ts.handler(c)}
	t.delay = time.Duration(max(toInt32(c, 1), 0)) * time.Millisecond
	ts.next++
	t.id = ts.next
	ts.active[t.id] = t
	ts.schedule(t)
	return c.VM.ToValue(t.id)
}

func (ts *timers) schedule(t *timer) {
	delay := t.delay
	if t.nesting-1 > maxNesting { // the level that it was set at
		delay = max(delay, minDelay)
	}
	t.pending = ts.realm.Loop.Schedule(delay, func() { ts.fire(t) })
	if t.repeat {
		t.pending.Recurs()
	}
}

func (ts *timers) fire(t *timer) {
	if !t.repeat {
		delete(ts.active, t.id)
	}
	ts.nesting = t.nesting
	err := t.run()
	ts.nesting = 0
	report(ts.realm, err)
	if t.repeat && ts.active[t.id] == t {
		t.nesting++
		ts.schedule(t)
	}
}

func (ts *timers) clear(c js.Call) goja.Value {
	id := int(toInt32(c, 0))
	if t := ts.active[id]; t != nil {
		t.pending.Cancel()
		delete(ts.active, id)
	}
	return nil
}

// handler makes what runs when the timer fires: a function with its extra
// arguments, or a script in a string.
func (ts *timers) handler(c js.Call) func() error {
	r := ts.realm
	if fn, ok := goja.AssertFunction(c.Arg(0)); ok {
		var args []goja.Value
		if len(c.Args) > 2 {
			args = append(args, c.Args[2:]...)
		}
		return func() error {
			_, err := r.Call(fn, r.VM.GlobalObject(), args...)
			return err
		}
	}
	source := c.String(c.Arg(0), "handler")
	return func() error {
		if r.EvalBanned() {
			return nil
		}
		program, err := js.Compile("timer handler", source)
		if err != nil {
			return err
		}
		_, err = r.Run(program)
		return err
	}
}

// toInt32 is the i-th argument as Web IDL's long.
func toInt32(c js.Call, i int) int32 {
	return int32(uint32(c.Integer(c.Arg(i), "argument", 32))) //nolint:gosec // modulo 2**32 is what long means
}
