package serviceworker

import (
	"context"

	"asterism/js"
	"asterism/schemas"
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
				origins := make([]goja.Value, len(t.Ancestors))
				for i, origin := range t.Ancestors {
					origins[i] = c.VM.ToValue(origin)
				}
				t.ancestors = events.FrozenArray(c.Realm, origins)
			}
			return t.ancestors
		}},
	},
	Methods: []js.Method[*windowClient]{
		{Name: "focus", Async: true, Call: windowFocus},
		{Name: "navigate", Length: 1, Async: true, Call: windowNavigate},
	},
}

// windowFocus is WindowClient.focus().
//
// https://w3c.github.io/ServiceWorker/#client-focus
func windowFocus(t *windowClient, c js.Call) goja.Value {
	s, q := t.scope, schemas.SteerClient{Client: t.ID, Activated: t.scope.activated()} // 1 is the host's
	return s.window(func(ctx context.Context) (*schemas.Client, error) {               // 2 to 4
		found, err := s.host.Steer(ctx, q)
		if err == nil && (found == nil || !found.Focused) {
			err = &schemas.Error{Code: schemas.CodeRefused, Exception: "TypeError", Message: "focus(): the window was not focused"}
		}
		return found, err
	})
}

// windowNavigate is WindowClient.navigate(url).
//
// https://w3c.github.io/ServiceWorker/#client-navigate
func windowNavigate(t *windowClient, c js.Call) goja.Value {
	s, q := t.scope, schemas.SteerClient{Client: t.ID, URL: t.scope.parseTarget(c)} // 1 to 3; 4 is the host's
	return s.window(func(ctx context.Context) (*schemas.Client, error) {            // 6, 7
		return s.host.Steer(ctx, q)
	})
}

// window runs work aside and makes the promise of the WindowClient it comes to;
// null when there is none.
func (s *Scope) window(work func(context.Context) (*schemas.Client, error)) goja.Value {
	return s.realm.VM.ToValue(js.Async(s.realm, work, func(found *schemas.Client) goja.Value {
		if found == nil {
			return goja.Null()
		}
		return s.newClient(*found)
	}, s.exception))
}
