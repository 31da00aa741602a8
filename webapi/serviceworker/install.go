package serviceworker

import (
	"slices"

	"asterism/js"
	"asterism/schemas"

	"github.com/dop251/goja"
)

// installEvent is the value of an InstallEvent object.
type installEvent struct {
	ExtendableEvent
	scope *Scope // nil for a script's own event
}

// installClass is the interface InstallEvent.
//
// https://w3c.github.io/ServiceWorker/#installevent-interface
var installClass = &js.Class[*installEvent]{
	Name:   "InstallEvent",
	Parent: extendableClass,
	Length: 1,
	New: func(c js.Call) *installEvent {
		e := &installEvent{}
		e.Construct(c)
		return e
	},
	Methods: []js.Method[*installEvent]{{Name: "addRoutes", Length: 1, Async: true, Call: addRoutes}},
}

// addRoutes is event.addRoutes(rules).
//
// https://w3c.github.io/ServiceWorker/#register-router-method
func addRoutes(e *installEvent, c js.Call) goja.Value {
	e.mustExtend(c.Realm, "addRoutes()") // step 5, which says so by throwing
	s := e.scope
	rules := routesOf(c, c.Arg(0), s.base.Href()) // 1, 3
	for _, rule := range rules {                  // 3.2
		if handled := rule.Source.Kind == schemas.RouteFetch || rule.Source.Kind == schemas.RouteRace; handled && !slices.Contains(s.Types(), "fetch") {
			c.Throw(c.TypeError("addRoutes(): the source %q needs a fetch listener, and the worker has none", rule.Source.Kind))
		}
	}
	e.pending++ // 4 to 7
	promise, resolve, reject := c.Promise()
	c.Loop.Post(func() { // 8
		all := append(s.routes[:len(s.routes):len(s.routes)], rules...)
		if tooMany(all) { // 8.3
			reject(c.TypeError("addRoutes(): the worker's routes have too many conditions (%d may be) or nest too deep (%d may be)", maxConditions-1, maxNesting))
		} else {
			s.routes = all // 8.4
			resolve(goja.Undefined())
		}
		c.Microtask(e.release)
	})
	return c.VM.ToValue(promise)
}

// Routes is the static routes that install events have added. On the loop.
func (s *Scope) Routes() []schemas.Route { return s.routes }
