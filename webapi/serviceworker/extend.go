package serviceworker

import (
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// What other standards need that add to this one: push, background sync,
// notifications, cookie change events.

// Extendable is the native value of any ExtendableEvent: a struct that embeds
// ExtendableEvent.
type Extendable interface {
	events.Instance
	extendable() *ExtendableEvent
}

// ExtendableClass is ExtendableEvent, the parent of functional events.
var ExtendableClass = extendableClass

// ScopeClass is ServiceWorkerGlobalScope. Extend it before New.
var ScopeClass = scopeClass

// RegistrationClass is ServiceWorkerRegistration.
var RegistrationClass = registrationClass

// Registration is the native value of a ServiceWorkerRegistration object.
type Registration = registration

// State is the registration as this realm knows it.
func (t *registration) State() schemas.Registration { return t.reg }

// Done hears once that an event and its lifetime promises are over: with the
// reason of the first that rejected.
type Done func(reason goja.Value, rejected bool)

// Dispatch fires a functional event of the given class at the global scope. The
// results are those of DispatchLifecycle.
//
// https://w3c.github.io/ServiceWorker/#fire-functional-event
func (s *Scope) Dispatch(class js.Described, e Extendable, typ string, done Done) (*Pending, error) {
	return s.dispatch(class, e, typ, done)
}

// Extend adds a lifetime promise to an event, as waitUntil() does; what names the
// caller in errors. It throws unless the event is one that the worker received
// and is not over.
//
// https://w3c.github.io/ServiceWorker/#extendableevent-add-lifetime-promise
func Extend(r *js.Realm, e Extendable, what string, promise goja.Value) {
	e.extendable().addLifetimePromise(r, what, promise)
}

// Realm is the scope's.
func (s *Scope) Realm() *js.Realm { return s.realm }

// Registration is the object of the scope's registration.
func (s *Scope) Registration() *goja.Object { return s.objects.Registration(s.reg) }

// Exception is what a script sees of a host's error.
func Exception(r *js.Realm, err error) goja.Value { return exception(r, err) }

// Extra is an object that belongs to the registration's, such as its
// pushManager: made when it is first asked for under key.
func (t *registration) Extra(key any, make func() *goja.Object) *goja.Object {
	if o := t.extras[key]; o != nil {
		return o
	}
	if t.extras == nil {
		t.extras = map[any]*goja.Object{}
	}
	o := make()
	t.extras[key] = o
	return o
}
