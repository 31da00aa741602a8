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
			e.Ports = PortSequence(c, v)
		}
		e.Source = source(c, member(init, "source"))
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
	Methods: []js.Method[*MessageEvent]{{Name: "initMessageEvent", Length: 1, Call: initMessageEvent}},
}

// source converts a MessageEventSource?: a window, port or service worker. Such
// objects are other packages', so any instance of a native class will do.
func source(c js.Call, v goja.Value) goja.Value {
	if goja.IsUndefined(v) || goja.IsNull(v) {
		return goja.Null()
	}
	if _, ok := c.Platform(v); !ok {
		c.Throw(c.TypeError("MessageEvent: the source is no window, port or service worker"))
	}
	return v
}

// PortSequence converts a sequence of MessagePorts.
func PortSequence(c js.Call, v goja.Value) []goja.Value {
	items := c.Sequence(v, "ports")
	for _, item := range items {
		if class, _ := c.Platform(item); class != "MessagePort" {
			c.Throw(c.TypeError("the ports hold something that is no MessagePort"))
		}
	}
	return items
}

// initMessageEvent is the legacy way to fill a message event.
//
// https://html.spec.whatwg.org/multipage/comms.html#dom-messageevent-initmessageevent
func initMessageEvent(e *MessageEvent, c js.Call) goja.Value {
	next := &MessageEvent{Data: goja.Null()}
	typ, bubbles, cancelable := c.String(c.Arg(0), "type"), c.Arg(1).ToBoolean(), c.Arg(2).ToBoolean()
	if v := c.Arg(3); !goja.IsUndefined(v) {
		next.Data = v
	}
	if v := c.Arg(4); !goja.IsUndefined(v) {
		next.Origin = c.USVString(v, "origin")
	}
	if v := c.Arg(5); !goja.IsUndefined(v) {
		next.LastEventID = c.String(v, "lastEventId")
	}
	next.Source = source(c, c.Arg(6))
	if v := c.Arg(7); !goja.IsUndefined(v) {
		next.Ports = PortSequence(c, v)
	}
	if !e.Dispatching() {
		next.Event = e.Event
		next.Initialize(typ, bubbles, cancelable)
		*e = *next
	}
	return nil
}

// FrozenArray makes a Web IDL FrozenArray.
func FrozenArray(r *js.Realm, items []goja.Value) goja.Value {
	list := make([]any, len(items))
	for i, item := range items {
		list[i] = item
	}
	return Frozen(r, r.VM.NewArray(list...))
}

// Frozen freezes an object and gives it back.
func Frozen(r *js.Realm, o *goja.Object) goja.Value {
	freeze, ok := goja.AssertFunction(r.Intrinsic("Object").(*goja.Object).Get("freeze"))
	if ok {
		_, _ = freeze(goja.Undefined(), o)
	}
	return o
}
