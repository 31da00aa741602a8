package serviceworker

import (
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/clone"
	"asterism/webapi/events"
	"asterism/webapi/messaging"

	"github.com/dop251/goja"
)

// Pending is an event other than fetch that the worker handles.
type Pending struct {
	event *ExtendableEvent
}

// Expire gives the event up: done will not be called. On the loop.
func (p *Pending) Expire() { p.event.expire() }

// DispatchLifecycle fires an install or activate event at the global scope.
// done is called once, perhaps before DispatchLifecycle returns, when no
// lifetime promise is pending any more: with the reason of the first that
// rejected. The error is a broken limit or engine fault, and done is not called
// then.
//
// https://w3c.github.io/ServiceWorker/#installation-algorithm step 11,
// https://w3c.github.io/ServiceWorker/#activation-algorithm step 12
func (s *Scope) DispatchLifecycle(typ string, done func(reason goja.Value, rejected bool)) (*Pending, error) {
	if typ == "install" {
		e := &installEvent{scope: s}
		return s.dispatch(installClass, e, typ, done)
	}
	return s.dispatch(extendableClass, &ExtendableEvent{}, typ, done)
}

// DispatchMessage fires a message event at the global scope, or messageerror
// when the data cannot be read. done is as for DispatchLifecycle.
//
// https://w3c.github.io/ServiceWorker/#service-worker-postmessage-options step 6.2
func (s *Scope) DispatchMessage(m schemas.Event, done func(reason goja.Value, rejected bool)) (*Pending, error) {
	e, typ := &messageEvent{origin: m.Origin}, "message"
	switch {
	case m.Source != nil:
		e.source = s.newClient(*m.Source)
	case m.SourceWorker != nil:
		e.source = s.objects.Worker(m.SourceWorker.Scope, s.known(*m.SourceWorker))
	}
	data, transferred, err := clone.DeserializeTransfer(s.realm, m.Data)
	if err != nil {
		typ = "messageerror"
	} else {
		e.data, e.ports = data, messaging.Ports(s.realm, transferred)
	}
	return s.dispatch(messageClass, e, typ, done)
}

// known is what this scope knows of the worker that posts.
func (s *Scope) known(ref schemas.WorkerRef) schemas.Worker {
	for _, w := range []*schemas.Worker{&s.self, s.reg.Installing, s.reg.Waiting, s.reg.Active} {
		if w != nil && w.Version == ref.Version {
			return *w
		}
	}
	return schemas.Worker{Version: ref.Version, State: schemas.StateActivated}
}

func (s *Scope) dispatch(class js.Described, i extendable, typ string, done func(goja.Value, bool)) (*Pending, error) {
	e := i.extendable()
	if typ == "notificationclick" {
		s.clicked = s.realm.Loop.Now()
	}
	e.Type = typ
	e.settled = func() { done(e.reason, e.rejected) }
	if typ == "install" || typ == "activate" {
		s.objects.during = e
	}
	_, err := events.Fire(s.realm, s, class, i)
	s.objects.during = nil
	if err != nil {
		e.expire()
		return &Pending{e}, err
	}
	e.check()
	return &Pending{e}, nil
}
