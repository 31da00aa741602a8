package serviceworker

import (
	"context"
	"time"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"
	"asterism/webapi/weburl"

	"github.com/dop251/goja"
)

// clientsClass is the interface Clients.
//
// https://w3c.github.io/ServiceWorker/#clients-interface
var clientsClass = &js.Class[*Scope]{
	Name: "Clients",
	Methods: []js.Method[*Scope]{
		{Name: "get", Length: 1, Async: true, Call: clientsGet},
		{Name: "matchAll", Async: true, Call: clientsMatchAll},
		{Name: "openWindow", Length: 1, Async: true, Call: clientsOpenWindow},
		{Name: "claim", Async: true, Call: clientsClaim},
	},
}

// clientsGet is clients.get(id): the client, or undefined.
//
// https://w3c.github.io/ServiceWorker/#clients-get
func clientsGet(s *Scope, c js.Call) goja.Value {
	id := c.String(c.Arg(0), "id")
	return c.VM.ToValue(js.Async(c.Realm, func(ctx context.Context) ([]schemas.Client, error) {
		return s.host.Clients(ctx, schemas.ClientQuery{ID: id, Type: "all", IncludeUncontrolled: true})
	}, func(found []schemas.Client) goja.Value {
		if len(found) == 0 {
			return goja.Undefined()
		}
		return s.newClient(found[0])
	}, s.exception))
}

// clientsMatchAll is clients.matchAll(options). The host gives the clients in
// the order the specification wants.
//
// https://w3c.github.io/ServiceWorker/#clients-matchall
func clientsMatchAll(s *Scope, c js.Call) goja.Value {
	q := schemas.ClientQuery{Type: "window"}
	if o := c.Dict(c.Arg(0), "options"); o != nil {
		if v := o.Get("includeUncontrolled"); v != nil {
			q.IncludeUncontrolled = v.ToBoolean()
		}
		if v := o.Get("type"); v != nil && !goja.IsUndefined(v) {
			q.Type = c.Enum(v, "type", "window", "worker", "sharedworker", "all")
		}
	}
	return c.VM.ToValue(js.Async(c.Realm, func(ctx context.Context) ([]schemas.Client, error) {
		return s.host.Clients(ctx, q)
	}, func(found []schemas.Client) goja.Value {
		objects := make([]goja.Value, len(found))
		for i, client := range found {
			objects[i] = s.newClient(client)
		}
		return events.FrozenArray(c.Realm, objects)
	}, s.exception))
}

// clientsClaim is clients.claim().
//
// https://w3c.github.io/ServiceWorker/#clients-claim
func clientsClaim(s *Scope, c js.Call) goja.Value {
	// Step 1.
	if s.state != schemas.StateActivating && s.state != schemas.StateActivated {
		c.Throw(c.DOMException("InvalidStateError", "clients.claim(): this worker is %s, not the active worker", s.state))
	}
	return s.async(s.host.Claim)
}

// clientsOpenWindow is clients.openWindow(url).
//
// https://w3c.github.io/ServiceWorker/#clients-openwindow
func clientsOpenWindow(s *Scope, c js.Call) goja.Value {
	q := schemas.OpenWindow{URL: s.parseTarget(c), Activated: s.activated()} // 1 to 3; 4 is the host's
	return s.window(func(ctx context.Context) (*schemas.Client, error) {     // 5 to 7
		return s.host.OpenWindow(ctx, q)
	})
}

// gesture is how long a click on a notification lets the worker open and focus
// windows.
const gesture = 5 * time.Second

// activated says whether the worker acts on behalf of a user.
//
// https://html.spec.whatwg.org/multipage/interaction.html#transient-activation
func (s *Scope) activated() bool {
	return !s.clicked.IsZero() && s.realm.Loop.Now().Sub(s.clicked) < gesture
}

// parseTarget converts the URL argument of navigate and openWindow; it throws
// a TypeError when it is not a URL or is about:blank.
func (s *Scope) parseTarget(c js.Call) string {
	u, err := weburl.ParseRef(c.USVString(c.Arg(0), "url"), s.base)
	if err != nil {
		c.Throw(c.TypeError("%s", err))
	}
	if u.Href() == "about:blank" {
		c.Throw(c.TypeError("about:blank is not a URL to open"))
	}
	return u.Href()
}

// async runs work aside and makes the promise of undefined that settles with it.
func (s *Scope) async(work func(context.Context) error) goja.Value {
	return s.realm.VM.ToValue(js.Async(s.realm, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, work(ctx)
	}, func(struct{}) goja.Value { return goja.Undefined() }, s.exception))
}

func (s *Scope) exception(err error) goja.Value { return exception(s.realm, err) }
