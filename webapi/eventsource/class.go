package eventsource

import (
	"asterism/js"
	"asterism/webapi/events"
	"asterism/webapi/fetch"

	"github.com/dop251/goja"
)

type realmKey struct{}

// Install defines EventSource. Package fetch must be installed too: its base is
// what relative URLs are relative to.
func Install(r *js.Realm, host fetch.Host) {
	r.Attach(realmKey{}, &realm{Realm: r, host: host})
	r.Expose(sourceClass)
}

// sourceClass is EventSource.
var sourceClass = &js.Class[*source]{
	Name:   "EventSource",
	Parent: events.TargetClass,
	Length: 1,
	New: func(c js.Call) *source {
		return newSource(c.Slot(realmKey{}).(*realm), c)
	},
	Attrs: append([]js.Attr[*source]{
		{Name: "url", Get: func(s *source, c js.Call) goja.Value { return c.VM.ToValue(s.url.Href()) }},
		{Name: "withCredentials", Get: func(s *source, c js.Call) goja.Value { return c.VM.ToValue(s.credentials) }},
		{Name: "readyState", Get: func(s *source, c js.Call) goja.Value { return c.VM.ToValue(s.state) }},
	}, events.Handlers[*source]("open", "message", "error")...),
	Methods: []js.Method[*source]{
		{Name: "close", Call: func(s *source, _ js.Call) goja.Value { s.close(); return goja.Undefined() }},
	},
	Consts: map[string]int{"CONNECTING": connecting, "OPEN": open, "CLOSED": closed},
}
