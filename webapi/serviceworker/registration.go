package serviceworker

import (
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// registration is a ServiceWorkerRegistration object's value.
type registration struct {
	events.Target
	owner  *Objects
	object *goja.Object
	reg    schemas.Registration // as last set
	extras map[any]*goja.Object // of other standards

	preload goja.Value // its NavigationPreloadManager, once asked for
}

func (t *registration) set(reg schemas.Registration) { t.reg = reg }

// newest is the registration's newest worker, or nil.
//
// https://w3c.github.io/ServiceWorker/#get-newest-worker-algorithm
func (t *registration) newest() *schemas.Worker {
	switch {
	case t.reg.Installing != nil:
		return t.reg.Installing
	case t.reg.Waiting != nil:
		return t.reg.Waiting
	}
	return t.reg.Active
}

// registrationClass is the interface ServiceWorkerRegistration.
//
// https://w3c.github.io/ServiceWorker/#serviceworkerregistration-interface
var registrationClass = &js.Class[*registration]{
	Name:   "ServiceWorkerRegistration",
	Parent: events.TargetClass,
	Attrs: []js.Attr[*registration]{
		slot("installing", func(r *schemas.Registration) *schemas.Worker { return r.Installing }),
		slot("waiting", func(r *schemas.Registration) *schemas.Worker { return r.Waiting }),
		slot("active", func(r *schemas.Registration) *schemas.Worker { return r.Active }),
		{Name: "scope", Get: func(t *registration, c js.Call) goja.Value { return c.VM.ToValue(t.reg.Scope) }},
		{Name: "updateViaCache", Get: func(t *registration, c js.Call) goja.Value {
			return c.VM.ToValue(or(t.reg.UpdateViaCache, "imports"))
		}},
		{Name: "navigationPreload", Get: navigationPreload},
		events.Handler[*registration]("updatefound"),
	},
	Methods: []js.Method[*registration]{
		{Name: "update", Async: true, Call: update},
		{Name: "unregister", Async: true, Call: unregister},
	},
}

// slot is the attribute that shows one of the registration's three workers.
func slot(name string, get func(*schemas.Registration) *schemas.Worker) js.Attr[*registration] {
	return js.Attr[*registration]{Name: name, Get: func(t *registration, c js.Call) goja.Value {
		w := get(&t.reg)
		if w == nil {
			return goja.Null()
		}
		return t.owner.Worker(t.reg.Scope, *w)
	}}
}

// update is registration.update().
//
// https://w3c.github.io/ServiceWorker/#service-worker-registration-update
func update(t *registration, c js.Call) goja.Value {
	// Steps 2 and 3.
	newest := t.newest()
	if newest == nil {
		c.Throw(c.DOMException("InvalidStateError", "update(): the registration of %s has no worker", t.reg.Scope))
	}
	// Step 4.
	if t.owner.self != "" && t.owner.states[t.owner.self] == schemas.StateInstalling {
		c.Throw(c.DOMException("InvalidStateError", "update(): the worker that asks is still installing"))
	}
	// Steps 5 to 8.
	promise, resolve, reject := c.Promise()
	t.owner.host.Update(t.reg, *newest, func(reg schemas.Registration, err error) {
		if err != nil {
			reject(exception(c.Realm, err))
			return
		}
		resolve(t.owner.Registration(reg))
	})
	return c.VM.ToValue(promise)
}

// unregister is registration.unregister().
//
// https://w3c.github.io/ServiceWorker/#navigator-service-worker-unregister
func unregister(t *registration, c js.Call) goja.Value {
	promise, resolve, reject := c.Promise()
	t.owner.host.Unregister(t.reg, func(done bool, err error) {
		if err != nil {
			reject(exception(c.Realm, err))
			return
		}
		resolve(c.VM.ToValue(done))
	})
	return c.VM.ToValue(promise)
}
