package serviceworker

import (
	"strings"

	"asterism/schemas"
	"asterism/webapi/clone"
	"asterism/webapi/events"
	"asterism/webapi/messaging"

	"github.com/dop251/goja"
)

// Receive takes one of the ordered deliveries to the client. They come in the
// order in which the constellation made them, and each is handled to the end,
// microtasks included, before the next (call it from a task of its own): that
// order is the specification's order of promises and events. False: a kind that
// this version does not know.
func (k *Container) Receive(m schemas.ClientMessage) bool {
	if m.Registration != nil {
		k.heard(*m.Registration)
	}
	switch m.Kind {
	case schemas.ClientJob:
		k.host.Settle(m)
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
		// Notify Controller Change.
		// https://w3c.github.io/ServiceWorker/#notify-controller-change-algorithm
		k.host.SetController(m.Scope, m.Controller)
		if err := events.FireSimple(k.realm, k, "controllerchange"); err != nil {
			k.host.Fatal(err)
		}
	case schemas.ClientPost:
		k.queue = append(k.queue, m)
		if k.enabled {
			k.drain(k.posted == 0)
		}
	default:
		return false
	}
	return true
}

// heard is Update Registration State, for the object if there is one.
func (k *Container) heard(reg schemas.Registration) {
	k.known[reg.Scope] = reg
	k.objects.SetRegistration(reg)
}

// Settling says which registration that the client has heard of has a worker on
// its way to be active; "" when none has.
func (k *Container) Settling() string {
	for _, reg := range k.known {
		if reg.Installing != nil {
			return "the worker of " + reg.Scope + " is being installed"
		}
		if reg.Active != nil && reg.Active.State == schemas.StateActivating || reg.Active == nil && reg.Waiting != nil {
			return "the worker of " + reg.Scope + " is being activated"
		}
	}
	return ""
}

// matches says whether reg is the registration of the client's URL, as far as
// the client has heard of others.
//
// https://w3c.github.io/ServiceWorker/#scope-match-algorithm
func (k *Container) matches(reg schemas.Registration) bool {
	url := k.host.CreationURL()
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

// EnableMessages enables the client message queue: a document does so at
// DOMContentLoaded at the latest.
//
// https://w3c.github.io/ServiceWorker/#dfn-client-message-queue
func (k *Container) EnableMessages() {
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
func (k *Container) drain(now bool) {
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
	k.host.Later(func() {
		k.posted--
		next()
	})
}

// fire dispatches one posted message.
//
// https://w3c.github.io/ServiceWorker/#client-postmessage-options step 4.5
func (k *Container) fire(m schemas.ClientMessage) {
	e := &events.MessageEvent{Event: events.Event{Type: "message"}, Origin: m.Origin}
	if m.Source != nil {
		e.Source = k.objects.Worker(m.Scope, *m.Source)
	}
	var err error
	var transferred []goja.Value
	if e.Data, transferred, err = clone.DeserializeTransfer(k.realm, m.Data); err != nil {
		e.Type, e.Data = "messageerror", nil
	}
	e.Ports = messaging.Ports(k.realm, transferred)
	if _, err := events.Fire(k.realm, k, events.MessageEventClass, e); err != nil {
		k.host.Fatal(err)
	}
}
