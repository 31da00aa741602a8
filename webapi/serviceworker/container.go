package serviceworker

import (
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// ClientHost is what a ServiceWorkerContainer needs of its service worker
// client: a document or a worker. As for Host, its methods are called on the
// loop, must not block, and call done on the loop, once.
type ClientHost interface {
	Host
	// Base is the API base URL, CreationURL the client's own, without a
	// fragment, and Origin its origin, serialized.
	Base() string
	CreationURL() string
	Origin() string
	// Controller is the client's active service worker and its scope; false:
	// none, or the client's document is not active any more.
	Controller() (scope string, w schemas.Worker, ok bool)
	// SetController makes w of scope the client's active service worker; nil:
	// none.
	SetController(scope string, w *schemas.Worker)
	// Register schedules a register job, whose client, origin and referrer the
	// host fills in.
	Register(job schemas.Job, done func(schemas.Registration, error))
	// Settle ends the job that the message tells the result of.
	Settle(m schemas.ClientMessage)
	// Match is Match Service Worker Registration; nil: none.
	Match(url string, done func(*schemas.Registration, error))
	// Registrations is all of the client's origin, in the order of their making.
	Registrations(done func([]schemas.Registration, error))
	// Later queues a task; it is dropped when the client is gone.
	Later(task func())
	// Fatal hears what an event's dispatch broke: a limit, or the engine.
	Fatal(err error)
}

// Container is a client's ServiceWorkerContainer with its registration and
// worker objects. Use it on the loop only.
type Container struct {
	events.Target
	realm   *js.Realm
	host    ClientHost
	objects *Objects
	object  *goja.Object

	ready struct {
		promise *goja.Promise // nil until asked for
		resolve func(any)     // nil once resolved
	}
	known map[string]schemas.Registration // last heard of, by scope

	enabled bool // the client message queue
	queue   []schemas.ClientMessage
	posted  int // tasks that will each take one from queue
}

// NewContainer gives the realm the interfaces ServiceWorkerContainer,
// ServiceWorkerRegistration and ServiceWorker, and makes the container of its
// client.
func NewContainer(r *js.Realm, host ClientHost) *Container {
	r.Expose(containerClass)
	return newContainer(r, host, NewObjects(r, host))
}

func newContainer(r *js.Realm, host ClientHost, objects *Objects) *Container {
	k := &Container{realm: r, host: host, objects: objects, known: map[string]schemas.Registration{}}
	k.object = r.Wrap(containerClass, k)
	k.Bind(k.object)
	return k
}

// Object is the ServiceWorkerContainer object: navigator.serviceWorker.
func (k *Container) Object() *goja.Object { return k.object }

// containerClass is the interface ServiceWorkerContainer.
//
// https://w3c.github.io/ServiceWorker/#serviceworkercontainer-interface
var containerClass = &js.Class[*Container]{
	Name:   "ServiceWorkerContainer",
	Parent: events.TargetClass,
	Attrs: []js.Attr[*Container]{
		{Name: "controller", Get: func(k *Container, _ js.Call) goja.Value { return k.controller() }},
		{Name: "ready", Async: true, Get: func(k *Container, _ js.Call) goja.Value { return k.readyPromise() }},
		events.Handler[*Container]("controllerchange"),
		{Name: "onmessage", Get: func(k *Container, _ js.Call) goja.Value { return k.Handler("message") },
			Set: func(k *Container, _ js.Call, v goja.Value) {
				k.SetHandler("message", v)
				k.EnableMessages()
			}},
		events.Handler[*Container]("messageerror"),
	},
	Methods: []js.Method[*Container]{
		{Name: "register", Length: 1, Async: true, Call: register},
		{Name: "getRegistration", Async: true, Call: getRegistration},
		{Name: "getRegistrations", Async: true, Call: getRegistrations},
		{Name: "startMessages", Call: func(k *Container, _ js.Call) goja.Value {
			k.EnableMessages()
			return goja.Undefined()
		}},
	},
}

// controller is https://w3c.github.io/ServiceWorker/#navigator-service-worker-controller
func (k *Container) controller() goja.Value {
	scope, w, ok := k.host.Controller()
	if !ok { // 2
		return goja.Null()
	}
	return k.objects.Worker(scope, w) // 3
}

// readyPromise is https://w3c.github.io/ServiceWorker/#navigator-service-worker-ready
func (k *Container) readyPromise() goja.Value {
	if k.ready.promise == nil { // 1
		k.ready.promise, k.ready.resolve, _ = k.realm.Promise()
	}
	if k.ready.resolve != nil { // 3
		k.host.Match(k.host.CreationURL(), func(reg *schemas.Registration, err error) { // 3.3
			// When the registry does not answer, it resolves at an activation.
			if err == nil && reg != nil && reg.Active != nil { // 3.4
				k.resolveReady(*reg)
			}
		})
	}
	return k.realm.VM.ToValue(k.ready.promise)
}

func (k *Container) resolveReady(reg schemas.Registration) {
	if resolve := k.ready.resolve; resolve != nil {
		k.ready.resolve = nil
		resolve(k.objects.Registration(reg))
	}
}
