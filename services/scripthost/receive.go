package scripthost

import (
	"strings"

	"github.com/dop251/goja"

	"asterism/schemas"
	"asterism/webapi/clone"
	"asterism/webapi/events"
	"asterism/webapi/messaging"
)

// receive is one delivery to the document's client. They arrive in the order in
// which the constellation made them, and each is handled to the end, microtasks
// included, before the next: that order is the spec's order of promises and
// events.
func (d *document) receive(m schemas.ClientMessage) {
	if d.over() || d.container == nil {
		return
	}
	k := d.container
	if m.Registration != nil {
		k.heard(*m.Registration)
	}
	switch m.Kind {
	case schemas.ClientJob:
		k.settle(m)
	case schemas.ClientUpdateFound:
		if m.Registration != nil {
			k.objects.FireUpdateFound(m.Registration.ID)
		}
	case schemas.ClientState:
		k.objects.SetState(m.Version, m.State)
		// Activate, step 7: the clients in scope get their ready promise resolved.
		if reg := m.Registration; reg != nil && reg.Active != nil && reg.Active.Version == m.Version && k.matches(*reg) {
			k.resolveReady(*reg)
		}
	case schemas.ClientUnregistered:
		if m.Registration != nil {
			delete(k.known, m.Registration.Scope)
		}
	case schemas.ClientController:
		d.control(m)
	case schemas.ClientPost:
		k.queue = append(k.queue, m)
		if k.enabled {
			k.drain(k.posted == 0)
		}
	default:
		d.page.s.log.Warn("client message of an unknown kind", "kind", string(m.Kind))
	}
}

// heard is Update Registration State, for the object if there is one.
func (k *container) heard(reg schemas.Registration) {
	k.known[reg.Scope] = reg
	k.objects.SetRegistration(reg)
}

// matches says whether reg is the registration of this document's URL, as far
// as this document has heard of others.
//
// https://w3c.github.io/ServiceWorker/#scope-match-algorithm
func (k *container) matches(reg schemas.Registration) bool {
	url := k.d.creationURL
	if !strings.HasPrefix(url, reg.Scope) {
		return false
	}
	for scope := range k.known {
		if len(scope) > len(reg.Scope) && strings.HasPrefix(url, scope) {
			return false
		}
	}
	return true
}

// control changes the controller and tells the script.
//
// https://w3c.github.io/ServiceWorker/#notify-controller-change-algorithm
func (d *document) control(m schemas.ClientMessage) {
	if m.Controller == nil {
		d.controller.Store(nil)
	} else {
		d.controller.Store(&controller{scope: m.Scope, worker: *m.Controller})
	}
	if err := events.FireSimple(d.realm, d.container, "controllerchange"); err != nil {
		d.fatal(err)
	}
}

// enable enables the client message queue.
//
// https://w3c.github.io/ServiceWorker/#dfn-client-message-queue
func (k *container) enable() {
	if k.enabled {
		return
	}
	k.enabled = true
	for range k.queue {
		k.drain(false) // from tasks, not from inside the script that enabled it
	}
}

// drain fires the message that has waited longest: now, or from a task of its
// own.
func (k *container) drain(now bool) {
	next := func() {
		m := k.queue[0]
		k.queue = k.queue[1:]
		k.fire(m)
	}
	if now {
		next()
		return
	}
	k.posted++
	k.d.page.post(func() {
		k.posted--
		next()
	})
}

// fire dispatches one posted message.
//
// https://w3c.github.io/ServiceWorker/#client-postmessage-options
func (k *container) fire(m schemas.ClientMessage) {
	d := k.d
	if d.over() {
		return
	}
	e := &events.MessageEvent{Event: events.Event{Type: "message"}, Origin: m.Origin}
	if m.Source != nil {
		e.Source = k.objects.Worker(m.Scope, *m.Source)
	}
	var err error
	var transferred []goja.Value
	if e.Data, transferred, err = clone.DeserializeTransfer(d.realm, m.Data); err != nil {
		e.Type, e.Data = "messageerror", nil
	}
	e.Ports = messaging.Ports(d.realm, transferred)
	if _, err := events.Fire(d.realm, k, events.MessageEventClass, e); err != nil {
		d.fatal(err)
	}
}
