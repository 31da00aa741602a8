package serviceworker

import (
	"asterism/js"
	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// ExtendableEvent is the value of an ExtendableEvent object; FetchEvent and the
// others embed it.
//
// https://w3c.github.io/ServiceWorker/#extendableevent-interface
type ExtendableEvent struct {
	events.Event
	pending  int  // the pending promises count
	timedOut bool // the timed out flag
	rejected bool // a lifetime promise rejected, with reason
	reason   goja.Value
	settled  func() // hears once that dispatch and lifetime promises are over; nil for a script's own event
}

// extendable is the receiver of ExtendableEvent's members: also the subclasses.
type extendable = Extendable

func (e *ExtendableEvent) extendable() *ExtendableEvent { return e }

// extendableClass is the interface ExtendableEvent.
var extendableClass = &js.Class[extendable]{
	Name:   "ExtendableEvent",
	Parent: events.EventClass,
	Length: 1,
	New: func(c js.Call) extendable {
		e := &ExtendableEvent{}
		e.Construct(c)
		return e
	},
	Methods: []js.Method[extendable]{{Name: "waitUntil", Length: 1, Call: func(e extendable, c js.Call) goja.Value {
		e.extendable().addLifetimePromise(c.Realm, "waitUntil()", c.Arg(0))
		return goja.Undefined()
	}}},
}

// active tells whether the event's lifetime can still be extended.
//
// https://w3c.github.io/ServiceWorker/#extendableevent-active
func (e *ExtendableEvent) active() bool {
	return !e.timedOut && (e.pending > 0 || e.Dispatching())
}

// addLifetimePromise is "add lifetime promise". what names the caller in
// errors.
//
// https://w3c.github.io/ServiceWorker/#extendableevent-add-lifetime-promise
func (e *ExtendableEvent) addLifetimePromise(r *js.Realm, what string, promise goja.Value) {
	e.mustExtend(r, what)
	e.pending++ // step 4
	// Step 5. While the event is being dispatched the count may fall at once: the
	// dispatch flag keeps the event active. Afterwards scripts can tell, and it
	// falls in a microtask after the reaction.
	inside := true
	r.Await(promise, func(v goja.Value, rejected bool) {
		if rejected && !e.rejected {
			e.rejected, e.reason = true, v
		}
		switch {
		case e.Dispatching():
			e.release()
		case inside: // settled already: the reaction is a microtask too
			r.Microtask(func() { r.Microtask(e.release) })
		default:
			r.Microtask(e.release)
		}
	})
	inside = false
}

// release is step 5.1: one lifetime promise less.
func (e *ExtendableEvent) release() {
	e.pending--
	e.check()
}

// mustExtend throws unless the event's lifetime may be extended.
func (e *ExtendableEvent) mustExtend(r *js.Realm, what string) {
	if !e.Trusted { // step 1
		r.Throw(r.DOMException("InvalidStateError", "%s: a script made this event; only the events the worker receives can be extended", what))
	}
	if !e.active() { // step 2
		r.Throw(r.DOMException("InvalidStateError", "%s: the event has already finished", what))
	}
}

// check calls settled, once, when the event is not active any more.
func (e *ExtendableEvent) check() {
	if e.settled == nil || e.pending > 0 || e.Dispatching() {
		return
	}
	f := e.settled
	e.settled = nil
	f()
}

// expire sets the timed out flag: nobody waits for the event any more.
func (e *ExtendableEvent) expire() {
	e.timedOut = true
	e.settled = nil
}
