package serviceworker

import (
	"asterism/js"
	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// windowClient is a WindowClient object's value.
type windowClient struct {
	client
	ancestors goja.Value // the frozen array, once asked for
}

// windowClientClass is the interface WindowClient.
//
// https://w3c.github.io/ServiceWorker/#client-interface
var windowClientClass = &js.Class[*windowClient]{
	Name:   "WindowClient",
	Parent: clientClass,
	Attrs: []js.Attr[*windowClient]{
		{Name: "visibilityState", Get: func(t *windowClient, c js.Call) goja.Value { return c.VM.ToValue(or(t.Visibility, "visible")) }},
		{Name: "focused", Get: func(t *windowClient, c js.Call) goja.Value { return c.VM.ToValue(t.Focused) }},
		{Name: "ancestorOrigins", Get: func(t *windowClient, c js.Call) goja.Value {
			if t.ancestors == nil {
				t.ancestors = events.FrozenArray(c.Realm, nil)
			}
			return t.ancestors
		}},
	},
	Methods: []js.Method[*windowClient]{
		{Name: "focus", Async: true, Call: func(_ *windowClient, c js.Call) goja.Value {
			// Step 1: documents here have no user, so none has transient activation.
			c.Throw(c.DOMException("InvalidAccessError", "focus() needs a user gesture, and documents on a server have no user"))
			return nil
		}},
		{Name: "navigate", Length: 1, Async: true, Call: func(t *windowClient, c js.Call) goja.Value {
			t.scope.parseTarget(c)
			c.Throw(c.TypeError("navigate(): documents cannot be navigated by their worker yet"))
			return nil
		}},
	},
}
