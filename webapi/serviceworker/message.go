package serviceworker

import (
	"asterism/js"
	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// messageEvent is the value of an ExtendableMessageEvent object. Nil values
// stand for null.
type messageEvent struct {
	ExtendableEvent
	data, source        goja.Value
	origin, lastEventID string
	ports               []goja.Value
	frozenPorts         goja.Value
}

// messageClass is the interface ExtendableMessageEvent.
//
// https://w3c.github.io/ServiceWorker/#extendablemessageevent-interface
var messageClass = &js.Class[*messageEvent]{
	Name:   "ExtendableMessageEvent",
	Parent: extendableClass,
	Length: 1,
	New:    newMessageEvent,
	Attrs: []js.Attr[*messageEvent]{
		{Name: "data", Get: func(e *messageEvent, c js.Call) goja.Value { return orNull(e.data) }},
		{Name: "origin", Get: func(e *messageEvent, c js.Call) goja.Value { return c.VM.ToValue(e.origin) }},
		{Name: "lastEventId", Get: func(e *messageEvent, c js.Call) goja.Value { return c.VM.ToValue(e.lastEventID) }},
		{Name: "source", Get: func(e *messageEvent, c js.Call) goja.Value { return orNull(e.source) }},
		{Name: "ports", Get: func(e *messageEvent, c js.Call) goja.Value {
			if e.frozenPorts == nil {
				e.frozenPorts = events.FrozenArray(c.Realm, e.ports)
			}
			return e.frozenPorts
		}},
	},
}

func newMessageEvent(c js.Call) *messageEvent {
	e := &messageEvent{}
	init := e.Construct(c)
	if init == nil {
		return e
	}
	e.data = init.Get("data")
	if v := init.Get("origin"); given(v) {
		e.origin = c.USVString(v, "origin")
	}
	if v := init.Get("lastEventId"); given(v) {
		e.lastEventID = c.String(v, "lastEventId")
	}
	if v := init.Get("source"); given(v) && !goja.IsNull(v) {
		_, client := js.Native[clientLike](c.Realm, v)
		_, sw := js.Native[*worker](c.Realm, v)
		class, _ := c.Platform(v)
		if !client && !sw && class != "MessagePort" {
			c.Throw(c.TypeError("source is not a Client, ServiceWorker or MessagePort"))
		}
		e.source = v
	}
	if v := init.Get("ports"); given(v) {
		e.ports = events.PortSequence(c, v)
	}
	return e
}

func given(v goja.Value) bool { return v != nil && !goja.IsUndefined(v) }

// orNull is v, or null for none.
func orNull(v goja.Value) goja.Value {
	if !given(v) {
		return goja.Null()
	}
	return v
}
