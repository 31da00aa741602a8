package connect

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"
	"asterism/webapi/messaging"
	"asterism/webapi/serviceworker"
)

// InstallWorker adds the events of service workers. Call it before the scope is
// made.
func InstallWorker(r *js.Realm) {
	r.Expose(connectClass)
	r.Expose(crossOriginClass)
	r.Extend(serviceworker.ScopeClass, scopeMembers)
}

var scopeMembers = &js.Partial[*serviceworker.Scope]{
	Attrs: events.Handlers[*serviceworker.Scope]("connect", "crossoriginconnect", "crossoriginmessage"),
}

// Events are the types of the events that a connection may be accepted in.
var Events = []string{"connect", "crossoriginconnect"}

// Pending is a connection on its way through a worker.
type Pending struct{ events []*serviceworker.Pending }

// Expire gives the events up.
func (p *Pending) Expire() {
	for _, e := range p.events {
		e.Expire()
	}
}

// Dispatch fires the events of a connection. answer gets what the caller's port
// can be received from, or nil when the connection is refused: at once when it is,
// and at the latest when done is called. The error is as for DispatchLifecycle.
func Dispatch(s *serviceworker.Scope, d *schemas.Detail, answer func(port []byte), done serviceworker.Done) (*Pending, error) {
	ask := d.Connect
	if ask == nil {
		ask = &schemas.ConnectAsk{}
	}
	f := &firing{scope: s, offer: &offer{answer: answer}, done: done}
	for _, shape := range []struct {
		class *js.Class[*event]
		typ   string
	}{{connectClass, "connect"}, {crossOriginClass, "crossoriginconnect"}} {
		if f.offer.taken {
			break
		}
		if shape.typ == "crossoriginconnect" {
			f.offer.forward = func(p *messaging.Port) { forward(s, p, ask.Origin) }
		}
		if err := f.fire(shape.class, shape.typ, ask); err != nil {
			return &f.pending, err
		}
	}
	if !f.offer.taken {
		answer(nil)
	}
	f.fired = true
	f.settled()
	return &f.pending, nil
}

// firing is the events of one connection.
type firing struct {
	scope    *serviceworker.Scope
	offer    *offer
	done     serviceworker.Done
	pending  Pending
	open     int  // events whose lifetime promises are pending
	fired    bool // no event follows
	rejected bool
	reason   goja.Value
}

func (f *firing) fire(class *js.Class[*event], typ string, ask *schemas.ConnectAsk) error {
	f.open++
	p, err := f.scope.Dispatch(class, &event{target: ask.URL, origin: ask.Origin, offer: f.offer}, typ, func(reason goja.Value, rejected bool) {
		f.open--
		if rejected && !f.rejected {
			f.rejected, f.reason = true, reason
		}
		f.settled()
	})
	f.pending.events = append(f.pending.events, p)
	return err
}

func (f *firing) settled() {
	if f.fired && f.open == 0 {
		f.fired = false
		f.done(f.reason, f.rejected)
	}
}
