package scripthost

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
)

// popState tells that another history entry of the document is shown.
type popState struct {
	events.Event
	state goja.Value
}

// popStateClass is PopStateEvent.
//
// https://html.spec.whatwg.org/#the-popstateevent-interface
var popStateClass = &js.Class[*popState]{
	Name: "PopStateEvent", Parent: events.EventClass, Length: 1,
	New: func(c js.Call) *popState {
		e := &popState{state: goja.Null()}
		if v := c.Member(e.Construct(c), "state"); v != nil {
			e.state = v
		}
		return e
	},
	Attrs: []js.Attr[*popState]{
		{Name: "state", Get: func(e *popState, _ js.Call) goja.Value { return e.state }},
		{Name: "hasUAVisualTransition", Get: func(_ *popState, c js.Call) goja.Value { return c.VM.ToValue(false) }},
	},
}

// hashChange tells of another fragment.
type hashChange struct {
	events.Event
	old, url string
}

// hashChangeClass is HashChangeEvent.
//
// https://html.spec.whatwg.org/#the-hashchangeevent-interface
var hashChangeClass = &js.Class[*hashChange]{
	Name: "HashChangeEvent", Parent: events.EventClass, Length: 1,
	New: func(c js.Call) *hashChange {
		e := new(hashChange)
		init := e.Construct(c)
		if v := c.Member(init, "newURL"); v != nil {
			e.url = c.USVString(v, "newURL")
		}
		if v := c.Member(init, "oldURL"); v != nil {
			e.old = c.USVString(v, "oldURL")
		}
		return e
	},
	Attrs: []js.Attr[*hashChange]{
		{Name: "oldURL", Get: func(e *hashChange, c js.Call) goja.Value { return c.VM.ToValue(e.old) }},
		{Name: "newURL", Get: func(e *hashChange, c js.Call) goja.Value { return c.VM.ToValue(e.url) }},
	},
}
