package js

import (
	"slices"

	"github.com/dop251/goja"
)

// Realms of one loop may call each other. The engine runs a runtime's promise jobs
// whenever its own call stack becomes empty, which for the realm called is in the
// middle of its caller's script. So whoever enters a second realm does it behind a
// JavaScript frame that keeps the engine from that ([Realm.within]), and the jobs
// run when the outermost call of the loop has returned ([Loop.checkpoint]).

// maxCrossings is how deep calls between realms nest. Every one takes some
// kilobytes of the goroutine's stack, which the engine does not count.
const maxCrossings = 256

// crossings is where the scripts of a loop are. Loop goroutine only.
type crossings struct {
	stack []*Realm // entered, outermost first; a realm may be there more than once
	stale []*Realm // left with promise jobs, perhaps, that have not run
	depth int      // visits on the stack
}

// Entry is the realm whose script the loop called: HTML's entry settings object.
// nil: no script runs. https://html.spec.whatwg.org/#concept-entry-everything
func (l *Loop) Entry() *Realm {
	if len(l.crossings.stack) == 0 {
		return nil
	}
	return l.crossings.stack[0]
}

// Caller is the realm of the script that called the native function which is
// running in r: HTML's incumbent settings object. It is r itself unless the
// function was called through the membrane.
// https://html.spec.whatwg.org/#concept-incumbent-everything
func (r *Realm) Caller() *Realm {
	stack := r.Loop.crossings.stack
	if len(stack) < 2 || stack[len(stack)-1] != r {
		return r
	}
	for _, frame := range r.VM.CaptureCallStack(0, nil) {
		switch name := frame.SrcName(); name {
		case "<native>", "":
			continue
		case withinName:
			return stack[len(stack)-2]
		}
		break
	}
	return r
}

// enter makes r the realm that runs while run does. Entered below a call of
// another realm, it leaves its promise jobs for the end of that.
func (r *Realm) enter(run func() error) (err error) {
	c := &r.Loop.crossings
	if len(c.stack) == 0 {
		if err = c.push(r, run); len(c.stale) > 0 {
			err = r.Loop.checkpoint(err)
		}
		return err
	}
	if slices.Contains(c.stack, r) {
		return c.push(r, run)
	}
	return c.push(r, func() (err error) {
		c.leaves(r)
		if thrown := r.VM.Try(func() { r.within(func() { err = run() }) }); thrown != nil {
			return thrown
		}
		return err
	})
}

func (c *crossings) push(r *Realm, run func() error) error {
	c.stack = append(c.stack, r)
	defer func() {
		c.stack[len(c.stack)-1] = nil
		c.stack = c.stack[:len(c.stack)-1]
	}()
	return run()
}

// leaves notes that r will have run without a microtask checkpoint. The realm at
// the bottom of the stack has one coming.
func (c *crossings) leaves(r *Realm) {
	if r != c.stack[0] && !slices.Contains(c.stale, r) {
		c.stale = append(c.stale, r)
	}
}

// visit runs f in home, for r: what it throws there is thrown in r as r sees it.
// Limits and engine faults pass through.
func (r *Realm) visit(home *Realm, f func()) {
	c := &r.Loop.crossings
	if c.depth >= maxCrossings {
		r.Throw(r.RangeError("Maximum call stack size exceeded: documents call each other more than %d deep", maxCrossings))
	}
	if len(c.stack) == 0 { // not called by a script
		if err := r.enter(func() error { r.visit(home, f); return nil }); err != nil {
			panic(err)
		}
		return
	}
	c.depth++
	defer func() { c.depth-- }()
	var thrown *goja.Exception
	_ = c.push(home, func() error {
		c.leaves(home)
		thrown = home.VM.Try(func() { home.within(f) })
		return nil
	})
	if thrown != nil {
		panic(r.From(home, thrown.Value()))
	}
}

// checkpoint runs the promise jobs of the realms that were left without, until
// there are none. err is what happened before.
func (l *Loop) checkpoint(err error) error {
	c := &l.crossings
	for len(c.stale) > 0 {
		r := c.stale[0]
		c.stale = slices.Delete(c.stale, 0, 1)
		if cut := r.runJobs(); cut != nil {
			c.stale = nil
			return cut
		}
	}
	return err
}

// runJobs lets the engine notice that r's stack is empty.
func (r *Realm) runJobs() (err error) {
	defer r.recoverFault(&err)
	return r.Loop.crossings.push(r, func() error {
		if _, err := r.intr.entrance(r).idle(goja.Undefined()); err != nil {
			return r.convert(err)
		}
		return nil
	})
}

// entrance is a realm's way in.
type entrance struct {
	frame func(goja.FunctionCall) goja.Value // a JavaScript function that calls next
	idle  goja.Callable                      // one that does nothing
	next  func()
}

const withinName = "asterism:within"

var withinProgram = goja.MustCompile(withinName, `(function(next) { return [() => { next(); }, () => {}]; })`, true)

func (in *intrinsics) entrance(r *Realm) *entrance {
	if in.way == nil {
		v, err := r.VM.RunProgram(withinProgram)
		must(err)
		way := new(entrance)
		next := r.VM.ToValue(func(goja.FunctionCall) goja.Value {
			f := way.next
			way.next = nil
			f()
			return goja.Undefined()
		})
		pair := native(v)(goja.FunctionCall{This: goja.Undefined(), Arguments: []goja.Value{next}}).(*goja.Object)
		way.frame = native(pair.Get("0"))
		way.idle, _ = goja.AssertFunction(pair.Get("1"))
		in.way = way
	}
	return in.way
}

// within runs f behind a JavaScript frame of r: the engine does not take what f
// calls for the outermost.
func (r *Realm) within(f func()) {
	way := r.intr.entrance(r)
	way.next = f
	way.frame(goja.FunctionCall{This: goja.Undefined()})
}
