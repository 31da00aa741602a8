package events

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// CloseEvent tells that a WebSocket has closed.
type CloseEvent struct {
	Event
	WasClean bool
	Code     int
	Reason   string
}

// CloseEventClass is CloseEvent.
//
// https://websockets.spec.whatwg.org/#the-closeevent-interface
var CloseEventClass = &js.Class[*CloseEvent]{
	Name:   "CloseEvent",
	Parent: EventClass,
	Length: 1,
	New: func(c js.Call) *CloseEvent {
		e := new(CloseEvent)
		init := e.Construct(c)
		e.Code = int(c.Integer(member(init, "code"), "code", 16))
		if v := member(init, "reason"); !goja.IsUndefined(v) {
			e.Reason = c.USVString(v, "reason")
		}
		e.WasClean = member(init, "wasClean").ToBoolean()
		return e
	},
	Attrs: []js.Attr[*CloseEvent]{
		{Name: "wasClean", Get: func(e *CloseEvent, c js.Call) goja.Value { return c.VM.ToValue(e.WasClean) }},
		{Name: "code", Get: func(e *CloseEvent, c js.Call) goja.Value { return c.VM.ToValue(e.Code) }},
		{Name: "reason", Get: func(e *CloseEvent, c js.Call) goja.Value { return c.VM.ToValue(e.Reason) }},
	},
}
