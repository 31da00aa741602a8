package serviceworker

import (
	"context"
	"strings"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/fetch"

	"github.com/dop251/goja"
)

// preloadManager is a NavigationPreloadManager object's value.
type preloadManager struct{ registration *registration }

// preloadClass is the interface NavigationPreloadManager.
//
// https://w3c.github.io/ServiceWorker/#navigation-preload-manager
var preloadClass = &js.Class[*preloadManager]{
	Name: "NavigationPreloadManager",
	Methods: []js.Method[*preloadManager]{
		{Name: "enable", Async: true, Call: func(m *preloadManager, c js.Call) goja.Value {
			return m.change(c, schemas.PreloadChange{Enabled: new(true)})
		}},
		{Name: "disable", Async: true, Call: func(m *preloadManager, c js.Call) goja.Value {
			return m.change(c, schemas.PreloadChange{Enabled: new(false)})
		}},
		{Name: "setHeaderValue", Length: 1, Async: true, Call: setPreloadHeader},
		{Name: "getState", Async: true, Call: func(m *preloadManager, c js.Call) goja.Value {
			return m.ask(c, schemas.PreloadChange{}, func(now schemas.NavigationPreload) goja.Value {
				o := c.VM.NewObject()
				put(o, "enabled", c.VM.ToValue(now.Enabled))
				put(o, "headerValue", c.VM.ToValue(now.Header))
				return o
			})
		}},
	},
}

// navigationPreload is registration.navigationPreload.
func navigationPreload(t *registration, c js.Call) goja.Value {
	if t.preload == nil {
		t.preload = c.Wrap(t.owner.preloadClass, &preloadManager{t})
	}
	return t.preload
}

// setPreloadHeader is setHeaderValue(value).
//
// https://w3c.github.io/ServiceWorker/#navigation-preload-manager-setheadervalue
func setPreloadHeader(m *preloadManager, c js.Call) goja.Value {
	if len(c.Args) == 0 {
		c.Throw(c.TypeError("setHeaderValue() needs a value"))
	}
	raw := c.ByteString(c.Arg(0), "value")
	value := fetch.NormalizeValue(raw) // 1
	// 2. Line breaks at the ends are refused too, as browsers do.
	if !fetch.ValidValue(value) || strings.ContainsAny(raw, "\r\n") {
		c.Throw(c.TypeError("setHeaderValue(): the value is none that a header can have"))
	}
	return m.change(c, schemas.PreloadChange{Header: &value})
}

// change is the steps that change the state.
func (m *preloadManager) change(c js.Call, change schemas.PreloadChange) goja.Value {
	return m.ask(c, change, func(schemas.NavigationPreload) goja.Value { return goja.Undefined() })
}

func (m *preloadManager) ask(c js.Call, change schemas.PreloadChange, answer func(schemas.NavigationPreload) goja.Value) goja.Value {
	r, t := c.Realm, m.registration
	change.Scope, change.Registration = t.reg.Scope, t.reg.ID
	// What the listeners of a lifecycle event ask for is done before the event is
	// over, waitUntil or not: in a browser, too, nothing overtakes it.
	release := t.owner.extend()
	return c.VM.ToValue(js.Async(r, func(ctx context.Context) (schemas.NavigationPreload, error) {
		return t.owner.host.Preload(ctx, change)
	}, func(now schemas.NavigationPreload) goja.Value {
		r.Microtask(release)
		return answer(now)
	}, func(err error) goja.Value {
		r.Microtask(release)
		return exception(r, err)
	}))
}

// put defines a property as a dictionary's conversion does.
func put(o *goja.Object, name string, v goja.Value) {
	if err := o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
		panic(err) // a new ordinary object takes any property
	}
}
