package serviceworker

import (
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// workerScopeClass is the interface WorkerGlobalScope, with what
// WindowOrWorkerGlobalScope says of the environment.
//
// https://html.spec.whatwg.org/multipage/workers.html#workerglobalscope
var workerScopeClass = &js.Class[*Scope]{
	Name:   "WorkerGlobalScope",
	Parent: events.TargetClass,
	Shared: true,
	Attrs: append([]js.Attr[*Scope]{
		{Name: "self", Get: func(_ *Scope, c js.Call) goja.Value { return c.VM.GlobalObject() }},
		{Name: "location", Get: func(s *Scope, c js.Call) goja.Value {
			if s.location == nil {
				s.location = c.Wrap(locationClass, s.base)
			}
			return s.location
		}},
		{Name: "navigator", Get: func(s *Scope, c js.Call) goja.Value {
			if s.navigator == nil {
				s.navigator = c.Wrap(navigatorClass, &navigator{userAgent: s.agent})
			}
			return s.navigator
		}},
		{Name: "origin", Replaceable: true, Get: func(s *Scope, c js.Call) goja.Value { return c.VM.ToValue(s.Origin()) }},
		{Name: "isSecureContext", Get: func(_ *Scope, c js.Call) goja.Value { return c.VM.ToValue(true) }},
		{Name: "crossOriginIsolated", Get: func(_ *Scope, c js.Call) goja.Value { return c.VM.ToValue(false) }},
	}, events.Handlers[*Scope]("error", "languagechange", "offline", "online", "rejectionhandled", "unhandledrejection")...),
	Methods: []js.Method[*Scope]{{Name: "importScripts", Call: importScripts}},
}

// scopeClass is the interface ServiceWorkerGlobalScope.
//
// https://w3c.github.io/ServiceWorker/#serviceworkerglobalscope-interface
var scopeClass = &js.Class[*Scope]{
	Name:   "ServiceWorkerGlobalScope",
	Parent: workerScopeClass,
	Global: true,
	Attrs: append([]js.Attr[*Scope]{
		{Name: "clients", Get: func(s *Scope, c js.Call) goja.Value {
			if s.clients == nil {
				s.clients = c.Wrap(clientsClass, s)
			}
			return s.clients
		}},
		{Name: "registration", Get: func(s *Scope, _ js.Call) goja.Value { return s.objects.Registration(s.reg) }},
		{Name: "serviceWorker", Get: func(s *Scope, _ js.Call) goja.Value { return s.selfObject() }},
	}, events.Handlers[*Scope]("install", "activate", "fetch", "message", "messageerror")...),
	Methods: []js.Method[*Scope]{{Name: "skipWaiting", Async: true, Call: func(s *Scope, _ js.Call) goja.Value {
		// https://w3c.github.io/ServiceWorker/#service-worker-global-scope-skipwaiting
		return s.async(s.host.SkipWaiting)
	}}},
}

// selfObject is the ServiceWorker object of the worker itself.
func (s *Scope) selfObject() *goja.Object {
	w := s.self
	w.State = or(s.state, schemas.StateParsed)
	return s.objects.Worker(s.reg.Scope, w)
}
