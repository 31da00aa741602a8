package dom

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
)

// MouseEvent and KeyboardEvent keep what their constructors were given.
type MouseEvent struct {
	events.Event
	init *goja.Object
}

// UIEventClass is UIEvent.
//
// https://w3c.github.io/uievents/#interface-uievent
var UIEventClass = uiEvent("UIEvent", events.EventClass, "detail")

// MouseEventClass is MouseEvent.
var MouseEventClass = uiEvent("MouseEvent", UIEventClass,
	"screenX", "screenY", "clientX", "clientY", "button", "buttons", "ctrlKey", "shiftKey", "altKey", "metaKey")

// KeyboardEventClass is KeyboardEvent.
var KeyboardEventClass = uiEvent("KeyboardEvent", UIEventClass, "key", "code", "ctrlKey", "shiftKey", "altKey", "metaKey", "repeat")

func uiEvent(name string, parent js.Described, members ...string) *js.Class[*MouseEvent] {
	class := &js.Class[*MouseEvent]{Name: name, Parent: parent, Length: 1, New: func(c js.Call) *MouseEvent {
		e := new(MouseEvent)
		e.init = e.Construct(c)
		return e
	}}
	for _, m := range members {
		class.Attrs = append(class.Attrs, js.Attr[*MouseEvent]{Name: m, Get: func(e *MouseEvent, c js.Call) goja.Value {
			if v := c.Member(e.init, m); v != nil {
				return v
			}
			switch m {
			case "key", "code":
				return c.VM.ToValue("")
			case "ctrlKey", "shiftKey", "altKey", "metaKey", "repeat":
				return c.VM.ToValue(false)
			}
			return c.VM.ToValue(0)
		}})
	}
	return class
}
