package events

import (
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
)

// Target is what listeners are kept on; the native value of an EventTarget
// object embeds it. Bind must give it its object before events are fired at it
// (constructors of classes call Bind with Call.This).
type Target struct {
	object    *goja.Object
	wrap      func() *goja.Object
	listeners []*listener
	handlers  map[string]*listener // by event type: the on… attributes
	changed   func()               // hears of listeners that come and go; nil: nobody
}

// OnListeners has f called after every change of t's listeners.
func (t *Target) OnListeners(f func()) { t.changed = f }

// setListeners replaces the list; a dispatch may be walking the old one.
func (t *Target) setListeners(list []*listener) {
	t.listeners = list
	if t.changed != nil {
		t.changed()
	}
}

// Node is the native value of any EventTarget object: a struct that embeds Target.
type Node interface{ EventTarget() *Target }

// Parented is a Node that has a parent on an event's path, such as a DOM node.
//
// https://dom.spec.whatwg.org/#get-the-parent
type Parented interface {
	Node
	// EventParent is the next target of e's path; nil ends it.
	EventParent(e *Event) Node
}

// EventTarget is the target itself; it makes every struct that embeds Target a Node.
func (t *Target) EventTarget() *Target { return t }

// Bind says which JavaScript object t is.
func (t *Target) Bind(object *goja.Object) { t.object = object }

// BindLazily says how to make t's object when an event first needs it.
func (t *Target) BindLazily(wrap func() *goja.Object) { t.wrap = wrap }

// value is t's object, or null.
func (t *Target) value() goja.Value {
	switch {
	case t == nil:
		return goja.Null()
	case t.object == nil && t.wrap != nil:
		t.object = t.wrap()
	}
	if t.object == nil {
		return goja.Null()
	}
	return t.object
}

// in is t's object as a realm sees it.
func (t *Target) in(r *js.Realm) goja.Value { return r.Adopt(t.value()) }

// Listens says whether anything listens to events of a type.
func (t *Target) Listens(typ string) bool {
	return slices.ContainsFunc(t.listeners, func(l *listener) bool { return l.typ == typ })
}

// Types lists the types that are listened to, each once, in order of addition.
func (t *Target) Types() []string {
	var types []string
	for _, l := range t.listeners {
		if !slices.Contains(types, l.typ) {
			types = append(types, l.typ)
		}
	}
	return types
}

// listener is an event listener.
//
// https://dom.spec.whatwg.org/#concept-event-listener
type listener struct {
	typ                             string
	callback                        *goja.Object // nil: native is called
	native                          func(Instance)
	capture, once, passive, removed bool
	handler                         bool // callback is an on… attribute's value
}

// Listen adds a listener written in Go, which stop removes.
func (t *Target) Listen(typ string, f func(Instance)) (stop func()) {
	l := &listener{typ: typ, native: f}
	t.setListeners(append(t.listeners, l))
	return func() { t.remove(l) }
}

// Signal is an AbortSignal as event listeners need it; package abort has it.
type Signal interface {
	Aborted() bool
	OnAbort(f func()) (stop func())
}

// add adds l, unless it is there.
//
// https://dom.spec.whatwg.org/#add-an-event-listener
func (t *Target) add(l *listener, signal Signal) {
	if signal != nil && signal.Aborted() { // 2
		return
	}
	if l.callback == nil { // 3
		return
	}
	if t.find(l.typ, l.callback, l.capture) == nil { // 5
		t.setListeners(append(t.listeners, l))
	}
	if signal != nil { // 6
		signal.OnAbort(func() { t.remove(l) })
	}
}

// remove removes l. The slice is copied, for a dispatch may be walking it.
//
// https://dom.spec.whatwg.org/#remove-an-event-listener
func (t *Target) remove(l *listener) {
	l.removed = true
	if i := slices.Index(t.listeners, l); i >= 0 {
		t.setListeners(slices.Concat(t.listeners[:i], t.listeners[i+1:]))
	}
}

func (t *Target) find(typ string, callback *goja.Object, capture bool) *listener {
	for _, l := range t.listeners {
		if !l.handler && l.callback == callback && l.capture == capture && l.typ == typ {
			return l
		}
	}
	return nil
}

// TargetClass is EventTarget.
//
// https://dom.spec.whatwg.org/#interface-eventtarget
var TargetClass = &js.Class[Node]{
	Name: "EventTarget",
	New: func(c js.Call) Node {
		t := new(Target)
		t.object, _ = c.This.(*goja.Object)
		return t
	},
	Methods: []js.Method[Node]{
		{Name: "addEventListener", Length: 2, Call: addEventListener},
		{Name: "removeEventListener", Length: 2, Call: removeEventListener},
		{Name: "dispatchEvent", Length: 1, Call: dispatchEvent},
	},
}

// addEventListener is https://dom.spec.whatwg.org/#dom-eventtarget-addeventlistener
func addEventListener(n Node, c js.Call) goja.Value {
	l := &listener{typ: c.String(c.Arg(0), "type"), callback: callbackArg(c, 1)}
	var signal Signal
	if options, ok := c.Arg(2).(*goja.Object); ok { // flatten more
		l.capture = boolMember(options, "capture")
		l.once = boolMember(options, "once")
		l.passive = boolMember(options, "passive")
		if v := member(options, "signal"); !goja.IsUndefined(v) {
			if signal, ok = js.Native[Signal](c.Realm, v); !ok {
				c.Throw(c.TypeError("addEventListener: options.signal is not an AbortSignal"))
			}
		}
	} else {
		l.capture = c.Arg(2).ToBoolean()
	}
	n.EventTarget().add(l, signal)
	return goja.Undefined()
}

// removeEventListener is https://dom.spec.whatwg.org/#dom-eventtarget-removeeventlistener
func removeEventListener(n Node, c js.Call) goja.Value {
	typ, callback := c.String(c.Arg(0), "type"), callbackArg(c, 1)
	capture := false
	if options, ok := c.Arg(2).(*goja.Object); ok { // flatten
		capture = boolMember(options, "capture")
	} else {
		capture = c.Arg(2).ToBoolean()
	}
	if callback == nil {
		return goja.Undefined()
	}
	if l := n.EventTarget().find(typ, callback, capture); l != nil {
		n.EventTarget().remove(l)
	}
	return goja.Undefined()
}

// callbackArg is an argument of type EventListener?; nil is null.
func callbackArg(c js.Call, i int) *goja.Object {
	v := c.Arg(i)
	if goja.IsUndefined(v) || goja.IsNull(v) {
		return nil
	}
	o, ok := v.(*goja.Object)
	if !ok {
		c.Throw(c.TypeError("the event listener is neither a function nor an object"))
	}
	return o
}

// dispatchEvent is https://dom.spec.whatwg.org/#dom-eventtarget-dispatchevent
func dispatchEvent(n Node, c js.Call) goja.Value {
	i, ok := js.Native[Instance](c.Realm, c.Arg(0))
	if !ok {
		c.Throw(c.TypeError("dispatchEvent: the argument is not an Event"))
	}
	e := i.Base()
	if e.dispatching || e.uninitialized { // 1
		c.Throw(c.DOMException("InvalidStateError", "the event is being dispatched, or was never initialised"))
	}
	e.Trusted = false // 2
	notCanceled, err := dispatch(c.Realm, n, i, c.Arg(0).(*goja.Object))
	if err != nil {
		panic(err) // a limit: not for the script to catch
	}
	return c.VM.ToValue(notCanceled)
}
