package events

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// ErrorEvent tells of an exception nobody caught.
type ErrorEvent struct {
	Event
	Message, Filename string
	Line, Column      int
	Error             goja.Value // what was thrown; nil stands for undefined
	// Global: fired at a global object, whose onerror gets five arguments.
	Global bool
}

// ErrorEventClass is ErrorEvent.
//
// https://html.spec.whatwg.org/multipage/webappapis.html#the-errorevent-interface
var ErrorEventClass = &js.Class[*ErrorEvent]{
	Name:   "ErrorEvent",
	Parent: EventClass,
	Length: 1,
	New: func(c js.Call) *ErrorEvent {
		e := new(ErrorEvent)
		init := e.Construct(c)
		e.Column = int(c.Integer(member(init, "colno"), "colno", 32))
		e.Error = member(init, "error")
		if v := member(init, "filename"); !goja.IsUndefined(v) {
			e.Filename = c.USVString(v, "filename")
		}
		e.Line = int(c.Integer(member(init, "lineno"), "lineno", 32))
		if v := member(init, "message"); !goja.IsUndefined(v) {
			e.Message = c.String(v, "message")
		}
		return e
	},
	Attrs: []js.Attr[*ErrorEvent]{
		{Name: "message", Get: func(e *ErrorEvent, c js.Call) goja.Value { return c.VM.ToValue(e.Message) }},
		{Name: "filename", Get: func(e *ErrorEvent, c js.Call) goja.Value { return c.VM.ToValue(e.Filename) }},
		{Name: "lineno", Get: func(e *ErrorEvent, c js.Call) goja.Value { return c.VM.ToValue(e.Line) }},
		{Name: "colno", Get: func(e *ErrorEvent, c js.Call) goja.Value { return c.VM.ToValue(e.Column) }},
		{Name: "error", Get: func(e *ErrorEvent, c js.Call) goja.Value { return orUndefined(e.Error) }},
	},
}

// arguments is what a global's onerror is called with.
func (e *ErrorEvent) arguments(r *js.Realm) []goja.Value {
	vm := r.VM
	return []goja.Value{
		vm.ToValue(e.Message), vm.ToValue(e.Filename), vm.ToValue(e.Line), vm.ToValue(e.Column),
		orUndefined(e.Error),
	}
}

func orUndefined(v goja.Value) goja.Value {
	if v == nil {
		return goja.Undefined()
	}
	return v
}
