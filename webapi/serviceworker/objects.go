package serviceworker

import (
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// Objects are the registration and worker objects of one realm: its "service
// worker registration object map" and "service worker object map". One
// registration or worker is one object, however often it is asked for. Use it
// on the loop only.
//
// https://w3c.github.io/ServiceWorker/#service-worker-registration-creation
type Objects struct {
	realm         *js.Realm
	host          Host
	registrations map[string]*registration // by ID
	workers       map[string]*worker       // by version
	states        map[string]schemas.State // last heard of, by version
	// The classes; here because they know the objects, and so cannot be known by them.
	registrationClass, workerClass, preloadClass js.Described
	// self is the version of the worker that runs in this realm; "" in a document.
	self string
	// during is the lifecycle event whose listeners run; nil: none.
	during *ExtendableEvent
}

// extend makes the lifecycle event whose listeners run last until release is
// called.
func (o *Objects) extend() (release func()) {
	e := o.during
	if e == nil {
		return func() {}
	}
	e.pending++
	return e.release
}

// NewObjects gives the realm the classes ServiceWorker and
// ServiceWorkerRegistration, and no objects yet.
func NewObjects(r *js.Realm, host Host) *Objects {
	o := &Objects{
		realm: r, host: host,
		registrations: map[string]*registration{},
		workers:       map[string]*worker{},
		states:        map[string]schemas.State{},

		registrationClass: registrationClass, workerClass: workerClass, preloadClass: preloadClass,
	}
	r.Expose(workerClass)
	r.Expose(registrationClass)
	r.Expose(preloadClass)
	return o
}

// Registration is the object of reg, made from it when there is none yet; an
// object that exists is not changed.
func (o *Objects) Registration(reg schemas.Registration) *goja.Object {
	t := o.registrations[reg.ID]
	if t == nil {
		t = &registration{owner: o}
		o.registrations[reg.ID] = t
		t.set(reg)
		t.object = o.realm.Wrap(o.registrationClass, t)
		t.Bind(t.object)
	}
	return t.object
}

// Worker is the object of the worker w of scope, made from it when there is
// none yet; an object that exists is not changed.
func (o *Objects) Worker(scope string, w schemas.Worker) *goja.Object {
	t := o.workers[w.Version]
	if t == nil {
		// What the caller has may be older than what was heard.
		o.learn(w.Version, w.State)
		t = &worker{owner: o, scope: scope, version: w.Version, scriptURL: w.ScriptURL, state: o.states[w.Version]}
		t.object = o.realm.Wrap(o.workerClass, t)
		t.Bind(t.object)
		o.workers[w.Version] = t
	}
	return t.object
}

// SetRegistration sets installing, waiting and active of the registration's
// object, if there is one and it does not know better. No event fires.
//
// https://w3c.github.io/ServiceWorker/#update-registration-state-algorithm
func (o *Objects) SetRegistration(reg schemas.Registration) {
	if t := o.registrations[reg.ID]; t != nil && reg.Seq >= t.reg.Seq {
		t.set(reg)
	}
}

// FireUpdateFound fires updatefound at the registration's object, if there is
// one.
func (o *Objects) FireUpdateFound(id string) {
	if t := o.registrations[id]; t != nil {
		_ = events.FireSimple(o.realm, t, "updatefound") // an error is the loop's end, and the loop knows
	}
}

// progress is where a state is on a worker's way. A worker never goes back.
var progress = map[schemas.State]int{
	schemas.StateParsed: 1, schemas.StateInstalling: 2, schemas.StateInstalled: 3,
	schemas.StateActivating: 4, schemas.StateActivated: 5, schemas.StateRedundant: 6,
}

// learn notes a worker's state, unless a later one is known.
func (o *Objects) learn(version string, state schemas.State) {
	if progress[state] > progress[o.states[version]] {
		o.states[version] = state
	}
}

// SetState sets the state of the worker's object, if there is one, and fires
// statechange at it when the state is a later one.
//
// https://w3c.github.io/ServiceWorker/#update-state-algorithm
func (o *Objects) SetState(version string, state schemas.State) {
	o.learn(version, state)
	t := o.workers[version]
	if t == nil || progress[state] <= progress[t.state] {
		return
	}
	t.state = state
	_ = events.FireSimple(o.realm, t, "statechange") // as above
}

// rename keeps a registration's object under another id: a worker may run before
// its registration is known.
func (o *Objects) rename(from, to string) {
	if t := o.registrations[from]; t != nil {
		delete(o.registrations, from)
		o.registrations[to] = t
	}
}
