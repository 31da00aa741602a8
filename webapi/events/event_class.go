package events

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// EventClass is Event.
//
// https://dom.spec.whatwg.org/#interface-event
var EventClass = &js.Class[Instance]{
	Name:   "Event",
	Length: 1,
	New: func(c js.Call) Instance {
		e := new(Event)
		e.Construct(c)
		return e
	},
	Attrs: []js.Attr[Instance]{
		{Name: "type", Get: func(i Instance, c js.Call) goja.Value { return c.VM.ToValue(i.Base().Type) }},
		{Name: "target", Get: func(i Instance, c js.Call) goja.Value { return i.Base().target.value() }},
		{Name: "srcElement", Get: func(i Instance, c js.Call) goja.Value { return i.Base().target.value() }},
		{Name: "currentTarget", Get: func(i Instance, c js.Call) goja.Value { return i.Base().current.value() }},
		{Name: "eventPhase", Get: func(i Instance, c js.Call) goja.Value { return c.VM.ToValue(int(i.Base().phase)) }},
		{
			Name: "cancelBubble",
			Get:  flag(func(e *Event) bool { return e.stopped }),
			Set: func(i Instance, c js.Call, v goja.Value) {
				if v.ToBoolean() {
					i.Base().Stop()
				}
			},
		},
		{Name: "bubbles", Get: flag(func(e *Event) bool { return e.Bubbles })},
		{Name: "cancelable", Get: flag(func(e *Event) bool { return e.Cancelable })},
		{
			Name: "returnValue",
			Get:  flag(func(e *Event) bool { return !e.canceled }),
			Set: func(i Instance, c js.Call, v goja.Value) {
				if !v.ToBoolean() {
					i.Base().PreventDefault()
				}
			},
		},
		{Name: "defaultPrevented", Get: flag(func(e *Event) bool { return e.canceled })},
		{Name: "composed", Get: flag(func(e *Event) bool { return e.Composed })},
		{Name: "isTrusted", Unforgeable: true, Get: flag(func(e *Event) bool { return e.Trusted })},
		{Name: "timeStamp", Get: timeStamp},
	},
	Methods: []js.Method[Instance]{
		{Name: "composedPath", Call: composedPath},
		{Name: "stopPropagation", Call: do(func(e *Event) { e.Stop() })},
		{Name: "stopImmediatePropagation", Call: do(func(e *Event) { e.StopImmediate() })},
		{Name: "preventDefault", Call: do(func(e *Event) { e.PreventDefault() })},
		{Name: "initEvent", Length: 1, Call: initEvent},
	},
	Consts: map[string]int{"NONE": 0, "CAPTURING_PHASE": 1, "AT_TARGET": 2, "BUBBLING_PHASE": 3},
}

func flag(get func(*Event) bool) func(Instance, js.Call) goja.Value {
	return func(i Instance, c js.Call) goja.Value { return c.VM.ToValue(get(i.Base())) }
}

func do(f func(*Event)) func(Instance, js.Call) goja.Value {
	return func(i Instance, c js.Call) goja.Value {
		f(i.Base())
		return goja.Undefined()
	}
}

func timeStamp(i Instance, c js.Call) goja.Value {
	return c.VM.ToValue(Timestamp(c.Realm, i.Base().Time))
}

// composedPath lists the targets from the current event's target outward.
//
// https://dom.spec.whatwg.org/#dom-event-composedpath
func composedPath(i Instance, c js.Call) goja.Value {
	path := i.Base().path
	objects := make([]any, len(path))
	for i, node := range path {
		objects[i] = node.EventTarget().in(c.Realm)
	}
	return c.VM.NewArray(objects...)
}

// initEvent is the legacy way to fill an event.
//
// https://dom.spec.whatwg.org/#dom-event-initevent
func initEvent(i Instance, c js.Call) goja.Value {
	e, typ := i.Base(), c.String(c.Arg(0), "type")
	bubbles, cancelable := c.Arg(1).ToBoolean(), c.Arg(2).ToBoolean()
	if !e.dispatching { // 1
		e.Initialize(typ, bubbles, cancelable) // 2
	}
	return goja.Undefined()
}

// Initialize makes e an untrusted, undispatched event.
//
// https://dom.spec.whatwg.org/#concept-event-initialize
func (e *Event) Initialize(typ string, bubbles, cancelable bool) {
	e.uninitialized, e.stopped, e.stoppedNow, e.canceled = false, false, false, false
	e.Trusted, e.target = false, nil
	e.Type, e.Bubbles, e.Cancelable = typ, bubbles, cancelable
}

// Uninitialized marks e as made by document.createEvent: it cannot be
// dispatched before initEvent.
func (e *Event) Uninitialized() { e.uninitialized = true }
