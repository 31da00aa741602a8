package connect

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
	"asterism/webapi/messaging"
	"asterism/webapi/serviceworker"
)

// offer is a connection that somebody asks for.
type offer struct {
	taken   bool                    // acceptConnection was called
	answer  func(port []byte)       // to the caller, once
	forward func(p *messaging.Port) // hears of the worker's end of a new channel; may be nil
}

// accept is acceptConnection(port) and acceptConnection(promise<boolean>).
func accept(e *event, c js.Call) goja.Value {
	r := c.Realm
	switch {
	case e.offer == nil:
		c.Throw(c.DOMException("InvalidStateError", "acceptConnection(): a script made this event; only the events the worker receives can be accepted"))
	case !e.Dispatching():
		c.Throw(c.DOMException("InvalidStateError", "acceptConnection() must be called while the event is dispatched"))
	case e.offer.taken:
		c.Throw(c.DOMException("InvalidStateError", "acceptConnection() has been called already"))
	}
	if _, isPort := messaging.PortOf(r, c.Arg(0)); isPort {
		e.offer.give(c, c.Arg(0))
		return goja.Undefined()
	}
	e.offer.taken = true
	p, resolve, reject := r.Promise()
	r.Handled(p) // a refusal is no fault of the script's
	decided := r.Resolved(c.Arg(0))
	serviceworker.Extend(r, e, "acceptConnection()", r.Then(decided,
		func(v goja.Value) { e.offer.decide(c, v, resolve, reject) },
		func(v goja.Value) {
			e.offer.answer(nil)
			reject(v)
		}))
	return c.VM.ToValue(p)
}

// decide accepts or refuses by what the promise gave.
func (o *offer) decide(c js.Call, v goja.Value, resolve, reject func(any)) {
	r := c.Realm
	thrown := r.VM.Try(func() {
		if _, isPort := messaging.PortOf(r, v); isPort {
			o.give(c, v)
			resolve(nil)
			return
		}
		if !v.ToBoolean() {
			o.answer(nil)
			reject(r.DOMException("AbortError", "the connection was refused"))
			return
		}
		here, there := messaging.NewChannel(r)
		o.give(c, there.Object())
		if o.forward != nil {
			o.forward(here)
		}
		resolve(here.Object())
	})
	if thrown != nil {
		o.answer(nil)
		reject(thrown.Value())
	}
}

// give sends the port to the caller. It throws when it cannot be transferred.
func (o *offer) give(c js.Call, port goja.Value) {
	data := clone.SerializeCall(c, port, c.VM.NewArray(port))
	o.taken = true
	o.answer(data)
}
