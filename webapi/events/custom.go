package events

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// CustomEvent is an event with a value of the script's.
type CustomEvent struct {
	Event
	Detail goja.Value
}

// CustomEventClass is CustomEvent.
//
// https://dom.spec.whatwg.org/#interface-customevent
var CustomEventClass = &js.Class[*CustomEvent]{
	Name:   "CustomEvent",
	Parent: EventClass,
	Length: 1,
	New: func(c js.Call) *CustomEvent {
		e := new(CustomEvent)
		e.Detail = anyMember(e.Construct(c), "detail")
		return e
	},
	Attrs: []js.Attr[*CustomEvent]{
		{Name: "detail", Get: func(e *CustomEvent, c js.Call) goja.Value { return orNull(e.Detail) }},
	},
	Methods: []js.Method[*CustomEvent]{
		{Name: "initCustomEvent", Length: 1, Call: func(e *CustomEvent, c js.Call) goja.Value {
			initEvent(e, c)
			if !e.Dispatching() {
				e.Detail = goja.Null()
				if len(c.Args) > 3 {
					e.Detail = c.Arg(3)
				}
			}
			return goja.Undefined()
		}},
	},
}

func orNull(v goja.Value) goja.Value {
	if v == nil {
		return goja.Null()
	}
	return v
}
