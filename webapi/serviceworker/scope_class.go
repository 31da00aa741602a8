package serviceworker

import (
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"
	"asterism/webapi/webworker"

	"github.com/dop251/goja"
)

// scopeClass is the interface ServiceWorkerGlobalScope.
//
// https://w3c.github.io/ServiceWorker/#serviceworkerglobalscope-interface
var scopeClass = &js.Class[*Scope]{
	Name:   "ServiceWorkerGlobalScope",
	Parent: webworker.ScopeClass,
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
