package scripthost

import (
	"context"
	"strings"

	"github.com/dop251/goja"

	"asterism/bus"
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"
	"asterism/webapi/serviceworker"
	"asterism/webapi/weburl"
)

// container is a document's ServiceWorkerContainer.
type container struct {
	events.Target
	d       *document
	object  *goja.Object
	objects *serviceworker.Objects

	jobs map[string]func(schemas.ClientMessage) // who waits for a job, by its id
	held []func()                               // jobs that wait for DOMContentLoaded
	open bool                                   // held is over

	ready struct {
		promise *goja.Promise // nil until asked for
		resolve func(any)     // nil once resolved
	}
	known map[string]schemas.Registration // last heard of, by scope

	enabled bool // the client message queue
	queue   []schemas.ClientMessage
	posted  int // tasks that will each take one from queue
}

func newContainer(d *document) *container {
	k := &container{d: d, jobs: map[string]func(schemas.ClientMessage){}, known: map[string]schemas.Registration{}}
	k.objects = serviceworker.NewObjects(d.realm, k)
	class := d.page.s.classes.container
	d.realm.Expose(class)
	k.object = d.realm.Wrap(class, k)
	k.Bind(k.object)
	return k
}

// containerClass is ServiceWorkerContainer.
//
// https://w3c.github.io/ServiceWorker/#serviceworkercontainer-interface
var containerClass = &js.Class[*container]{
	Name:   "ServiceWorkerContainer",
	Parent: events.TargetClass,
	Attrs: []js.Attr[*container]{
		{Name: "controller", Get: func(k *container, c js.Call) goja.Value { return k.controller() }},
		{Name: "ready", Async: true, Get: func(k *container, c js.Call) goja.Value { return k.readyPromise() }},
		events.Handler[*container]("controllerchange"),
		{Name: "onmessage", Get: func(k *container, _ js.Call) goja.Value { return k.Handler("message") },
			Set: func(k *container, _ js.Call, v goja.Value) {
				k.SetHandler("message", v)
				k.enable()
			}},
		events.Handler[*container]("messageerror"),
	},
	Methods: []js.Method[*container]{
		{Name: "register", Length: 1, Async: true, Call: register},
		{Name: "getRegistration", Async: true, Call: getRegistration},
		{Name: "getRegistrations", Async: true, Call: getRegistrations},
		{Name: "startMessages", Call: func(k *container, _ js.Call) goja.Value {
			k.enable()
			return goja.Undefined()
		}},
	},
}

// controller is https://w3c.github.io/ServiceWorker/#navigator-service-worker-controller
func (k *container) controller() goja.Value {
	c := k.d.controller.Load()
	if c == nil {
		return goja.Null()
	}
	return k.objects.Worker(c.scope, c.worker)
}

// readyPromise is https://w3c.github.io/ServiceWorker/#navigator-service-worker-ready
func (k *container) readyPromise() goja.Value {
	r := k.d.realm
	if k.ready.promise == nil { // 1
		k.ready.promise, k.ready.resolve, _ = r.Promise()
	}
	if k.ready.resolve != nil { // 3
		later(k.d, func(ctx context.Context) (schemas.Registrations, error) {
			return bus.RegistryMatch.Do(ctx, k.d.page.s.conn, nil, schemas.Match{URL: k.d.creationURL}) // 3.3
		}, func(found schemas.Registrations, err error) {
			if err != nil {
				k.d.page.s.log.Warn("ready: registration not looked up", "error", err)
				return // it resolves at an activation
			}
			for _, reg := range found.Registrations { // 3.4
				if reg.Active != nil {
					k.resolveReady(reg)
				}
			}
		})
	}
	return r.VM.ToValue(k.ready.promise)
}

func (k *container) resolveReady(reg schemas.Registration) {
	if resolve := k.ready.resolve; resolve != nil {
		k.ready.resolve = nil
		resolve(k.objects.Registration(reg))
	}
}

// register is navigator.serviceWorker.register(): the client's part of Start
// Register; the rest is a job.
//
// https://w3c.github.io/ServiceWorker/#navigator-service-worker-register
// https://w3c.github.io/ServiceWorker/#start-register-algorithm
func register(k *container, c js.Call) goja.Value {
	scriptArg := c.USVString(c.Arg(0), "scriptURL")
	options := c.Dict(c.Arg(1), "options")
	var scopeArg *string
	if v := c.Member(options, "scope"); v != nil {
		s := c.USVString(v, "scope")
		scopeArg = &s
	}
	workerType, cache := "classic", "imports"
	if v := c.Member(options, "type"); v != nil {
		workerType = c.Enum(v, "type", "classic", "module")
	}
	if v := c.Member(options, "updateViaCache"); v != nil {
		cache = c.Enum(v, "updateViaCache", "imports", "all", "none")
	}
	base, err := weburl.Parse(k.d.dom.Base())
	if err != nil {
		c.Throw(c.TypeError("register: the document has no base URL"))
	}
	script, err := weburl.ParseRef(scriptArg, base) // register, 4
	if err != nil {                                 // Start Register, 1
		c.Throw(c.TypeError("register: the script URL '%s' does not parse", scriptArg))
	}
	checkWorkerURL(c, "script", script) // 2 to 4
	scope, err := (*weburl.URL)(nil), error(nil)
	if scopeArg != nil {
		scope, err = weburl.ParseRef(*scopeArg, base) // register, 6
	} else {
		scope, err = weburl.ParseRef("./", script) // 5
	}
	if err != nil { // 6
		c.Throw(c.TypeError("register: the scope '%s' does not parse", *scopeArg))
	}
	checkWorkerURL(c, "scope", scope) // 7 to 9
	// 10 to 15: the job. The checks of origins are the job's (Register, 1 to 3).
	job := schemas.Job{
		ID: bus.NewID(), Type: schemas.JobRegister, Scope: scope.WithoutFragment(), ScriptURL: script.WithoutFragment(),
		WorkerType: workerType, UpdateViaCache: cache, Client: k.d.id, Origin: k.d.origin, Referrer: k.d.creationURL,
	}
	promise, resolve, reject := c.Promise()
	k.schedule(job, func(m schemas.ClientMessage) {
		if m.Error != nil || m.Registration == nil {
			reject(exception(k.d.realm, m.Error))
			return
		}
		resolve(k.objects.Registration(*m.Registration))
	})
	return c.VM.ToValue(promise)
}

// checkWorkerURL throws what Start Register says of a scheme or path.
func checkWorkerURL(c js.Call, what string, u *weburl.URL) {
	if s := u.Scheme(); s != "http" && s != "https" {
		c.Throw(c.TypeError("register: the %s URL's scheme is %s: it must be http or https", what, s))
	}
	path := strings.ToLower(u.Pathname())
	if strings.Contains(path, "%2f") || strings.Contains(path, "%5c") {
		c.Throw(c.TypeError("register: the %s URL's path must not contain %%2f or %%5c", what))
	}
}

// getRegistration is
// https://w3c.github.io/ServiceWorker/#navigator-service-worker-getRegistration
func getRegistration(k *container, c js.Call) goja.Value {
	text := ""
	if v := c.Arg(0); !goja.IsUndefined(v) {
		text = c.USVString(v, "clientURL")
	}
	base, err := weburl.Parse(k.d.dom.Base())
	var u *weburl.URL
	if err == nil {
		u, err = weburl.ParseRef(text, base) // 3
	}
	if err != nil { // 4
		c.Throw(c.TypeError("getRegistration: '%s' is not a valid URL", text))
	}
	if u.Origin() != k.d.origin { // 6
		c.Throw(c.DOMException("SecurityError", "getRegistration: %s is of another origin", u.Href()))
	}
	promise, resolve, reject := c.Promise() // 7
	later(k.d, func(ctx context.Context) (schemas.Registrations, error) {
		return bus.RegistryMatch.Do(ctx, k.d.page.s.conn, nil, schemas.Match{URL: u.WithoutFragment()}) // 5, 8.1
	}, func(found schemas.Registrations, err error) {
		switch {
		case err != nil:
			reject(k.d.realm.TypeError("the registry did not answer: %v", err))
		case len(found.Registrations) == 0:
			resolve(goja.Undefined()) // 8.2.1
		default:
			resolve(k.objects.Registration(found.Registrations[0])) // 8.2.2
		}
	})
	return c.VM.ToValue(promise)
}

// getRegistrations is
// https://w3c.github.io/ServiceWorker/#navigator-service-worker-getRegistrations
func getRegistrations(k *container, c js.Call) goja.Value {
	promise, resolve, reject := c.Promise()
	later(k.d, func(ctx context.Context) (schemas.Registrations, error) {
		return bus.RegistryList.Do(ctx, k.d.page.s.conn, nil, schemas.List{Origin: k.d.origin})
	}, func(found schemas.Registrations, err error) {
		if err != nil {
			reject(k.d.realm.TypeError("the registry did not answer: %v", err))
			return
		}
		list := make([]goja.Value, len(found.Registrations))
		for i, reg := range found.Registrations {
			list[i] = k.objects.Registration(reg)
		}
		resolve(events.FrozenArray(k.d.realm, list))
	})
	return c.VM.ToValue(promise)
}

// exception is what a script sees of a job's error.
func exception(r *js.Realm, e *schemas.Error) goja.Value {
	switch {
	case e == nil:
		return r.TypeError("the job ended without a result")
	case e.Exception == "" || e.Exception == "TypeError":
		return r.TypeError("%s", e.Message)
	}
	return r.DOMException(e.Exception, "%s", e.Message)
}
