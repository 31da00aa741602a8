package events

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// MessageEvent brings a message. Nil values stand for null.
type MessageEvent struct {
	Event
	Data        goja.Value
	Origin      string
	LastEventID string
	Source      goja.Value
	Ports       []goja.Value
	frozenPorts goja.Value
}

// MessageEventClass is MessageEvent.
//
// https://html.spec.whatwg.org/multipage/comms.html#the-messageevent-interface
var MessageEventClass = &js.Class[*MessageEvent]{
	Name:   "MessageEvent",
	Parent: EventClass,
	Length: 1,
	New: func(c js.Call) *MessageEvent {
		e := new(MessageEvent)
		init := e.Construct(c)
		e.Data = anyMember(init, "data")
		if v := member(init, "lastEventId"); !goja.IsUndefined(v) {
			e.LastEventID = c.String(v, "lastEventId")
		}
		if v := member(init, "origin"); !goja.IsUndefined(v) {
			e.Origin = c.USVString(v, "origin")
		}
		if v := member(init, "ports"); !goja.IsUndefined(v) {
			e.Ports = sequence(c, v, "ports")
		}
		e.Source = anyMember(init, "source")
		return e
	},
	Attrs: []js.Attr[*MessageEvent]{
		{Name: "data", Get: func(e *MessageEvent, c js.Call) goja.Value { return orNull(e.Data) }},
		{Name: "origin", Get: func(e *MessageEvent, c js.Call) goja.Value { return c.VM.ToValue(e.Origin) }},
		{Name: "lastEventId", Get: func(e *MessageEvent, c js.Call) goja.Value { return c.VM.ToValue(e.LastEventID) }},
		{Name: "source", Get: func(e *MessageEvent, c js.Call) goja.Value { return orNull(e.Source) }},
		{Name: "ports", Get: func(e *MessageEvent, c js.Call) goja.Value {
			if e.frozenPorts == nil {
				e.frozenPorts = FrozenArray(c.Realm, e.Ports)
			}
			return e.frozenPorts
		}},
	},
}

// sequence converts an iterable object.
//
// https://webidl.spec.whatwg.org/#js-sequence
func sequence(c js.Call, v goja.Value, what string) []goja.Value {
	if _, ok := v.(*goja.Object); !ok {
		c.Throw(c.TypeError("%s is not iterable", what))
	}
	var items []goja.Value
	c.VM.ForOf(v, func(item goja.Value) bool {
		items = append(items, item)
		return true
	})
	return items
}

// FrozenArray makes a Web IDL FrozenArray.
func FrozenArray(r *js.Realm, items []goja.Value) goja.Value {
	list := make([]any, len(items))
	for i, item := range items {
		list[i] = item
	}
	array := r.VM.NewArray(list...)
	freeze, ok := goja.AssertFunction(r.VM.GlobalObject().Get("Object").(*goja.Object).Get("freeze"))
	if ok {
		_, _ = freeze(goja.Undefined(), array)
	}
	return array
}
