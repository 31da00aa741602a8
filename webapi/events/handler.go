package events

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// Handler is the attribute on<typ> of a class of targets.
//
// https://html.spec.whatwg.org/multipage/webappapis.html#event-handler-idl-attributes
func Handler[T Node](typ string) js.Attr[T] {
	return js.Attr[T]{
		Name: "on" + typ,
		Get:  func(t T, c js.Call) goja.Value { return t.EventTarget().Handler(typ) },
		Set:  func(t T, c js.Call, v goja.Value) { t.EventTarget().SetHandler(typ, v) },
	}
}

// Handlers is the attributes on<typ> for several types.
func Handlers[T Node](types ...string) []js.Attr[T] {
	attrs := make([]js.Attr[T], len(types))
	for i, typ := range types {
		attrs[i] = Handler[T](typ)
	}
	return attrs
}

// Handler is the value of the attribute on<typ>: an object, or null.
func (t *Target) Handler(typ string) goja.Value {
	if l := t.handlers[typ]; l != nil {
		return l.callback
	}
	return goja.Null()
}

// SetHandler sets the attribute on<typ>. What is not an object is null and
// takes the handler's listener away; another object takes the old one's place
// in the order of listeners.
func (t *Target) SetHandler(typ string, v goja.Value) {
	callback, _ := v.(*goja.Object)
	l := t.handlers[typ]
	switch {
	case callback == nil && l != nil:
		t.remove(l)
		delete(t.handlers, typ)
	case callback == nil:
	case l != nil:
		l.callback = callback
	default:
		l = &listener{typ: typ, callback: callback, handler: true}
		if t.handlers == nil {
			t.handlers = map[string]*listener{}
		}
		t.handlers[typ] = l
		t.setListeners(append(t.listeners, l))
	}
}

// callHandler is the event handler processing algorithm.
//
// https://html.spec.whatwg.org/multipage/webappapis.html#the-event-handler-processing-algorithm
func (l *listener) callHandler(r *js.Realm, t *Target, i Instance, object *goja.Object) error {
	fn, ok := goja.AssertFunction(l.callback)
	if !ok {
		return nil
	}
	e := i.Base()
	if special, ok := i.(*ErrorEvent); ok && e.Type == "error" && special.Global { // 3, 4
		returned, err := r.Call(fn, t.in(r), special.arguments(r)...)
		if err == nil && returned.StrictEquals(r.VM.ToValue(true)) { // 5
			e.PreventDefault()
		}
		return err
	}
	returned, err := r.Call(fn, t.in(r), object)                  // 4
	if err == nil && returned.StrictEquals(r.VM.ToValue(false)) { // 5
		e.PreventDefault()
	}
	return err
}
