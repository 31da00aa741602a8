package connect

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/serviceworker"
)

// event is the native value of a ConnectEvent or CrossOriginConnectEvent.
type event struct {
	serviceworker.ExtendableEvent
	target, origin string
	offer          *offer // nil for a script's own event
}

// https://github.com/mkruisselbrink/navigator-connect/blob/gh-pages/docs/api-idea.md#service-side-api
var connectClass = classOf("ConnectEvent")

// https://github.com/mkruisselbrink/navigator-connect/blob/gh-pages/docs/stashed-ports.md#updated-crossoriginconnectevent
var crossOriginClass = classOf("CrossOriginConnectEvent")

func classOf(name string) *js.Class[*event] {
	return &js.Class[*event]{
		Name:   name,
		Parent: serviceworker.ExtendableClass,
		Length: 1,
		New: func(c js.Call) *event {
			e := &event{}
			init := e.Construct(c)
			for _, member := range []string{"targetUrl", "targetURL"} {
				if v := c.Member(init, member); v != nil {
					e.target = c.USVString(v, member)
				}
			}
			if v := c.Member(init, "origin"); v != nil {
				e.origin = c.USVString(v, "origin")
			}
			return e
		},
		Attrs: []js.Attr[*event]{
			{Name: "targetURL", Get: func(e *event, c js.Call) goja.Value { return c.VM.ToValue(e.target) }},
			{Name: "targetUrl", Get: func(e *event, c js.Call) goja.Value { return c.VM.ToValue(e.target) }},
			{Name: "origin", Get: func(e *event, c js.Call) goja.Value { return c.VM.ToValue(e.origin) }},
		},
		Methods: []js.Method[*event]{{Name: "acceptConnection", Length: 1, Call: accept}},
	}
}
