package events

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// PromiseRejectionEvent tells of a rejected promise nobody handled.
type PromiseRejectionEvent struct {
	Event
	Promise *goja.Object
	Reason  goja.Value
}

// PromiseRejectionEventClass is PromiseRejectionEvent.
//
// https://html.spec.whatwg.org/multipage/webappapis.html#the-promiserejectionevent-interface
var PromiseRejectionEventClass = &js.Class[*PromiseRejectionEvent]{
	Name:   "PromiseRejectionEvent",
	Parent: EventClass,
	Length: 2,
	New: func(c js.Call) *PromiseRejectionEvent {
		e := new(PromiseRejectionEvent)
		init := e.Construct(c)
		promise, ok := member(init, "promise").(*goja.Object)
		if !ok {
			c.Throw(c.TypeError("PromiseRejectionEvent: the member promise is required and must be an object"))
		}
		e.Promise, e.Reason = promise, member(init, "reason")
		return e
	},
	Attrs: []js.Attr[*PromiseRejectionEvent]{
		{Name: "promise", Get: func(e *PromiseRejectionEvent, c js.Call) goja.Value { return e.Promise }},
		{Name: "reason", Get: func(e *PromiseRejectionEvent, c js.Call) goja.Value { return orUndefined(e.Reason) }},
	},
}
