package events

import (
	"time"

	"github.com/dop251/goja"

	"asterism/js"
)

// Phase is where a dispatched event is.
type Phase uint8

const (
	PhaseNone Phase = iota
	PhaseCapturing
	PhaseAtTarget
	PhaseBubbling
)

// Event is an event. Set the exported fields before it is dispatched.
type Event struct {
	Type                          string
	Bubbles, Cancelable, Composed bool
	// Trusted: made by the system, not by a script's constructor. Fire sets it.
	Trusted bool
	Time    time.Time // zero: set by Fire and the constructors
	// Threw: a listener has thrown, the spec's legacyOutputDidListenersThrowFlag.
	Threw bool

	target, current *Target
	path            []Node
	phase           Phase

	canceled, stopped, stoppedNow, passive bool
	dispatching, uninitialized             bool
}

// Instance is the native value of any event object: a struct that embeds Event.
type Instance interface{ Base() *Event }

// Base is the event itself; it makes every struct that embeds Event an Instance.
func (e *Event) Base() *Event { return e }

// Canceled says whether a listener called preventDefault.
func (e *Event) Canceled() bool { return e.canceled }

// Dispatching says whether listeners are being called.
func (e *Event) Dispatching() bool { return e.dispatching }

// StopImmediate is the event's stopImmediatePropagation method.
func (e *Event) StopImmediate() { e.stopped, e.stoppedNow = true, true }

// Stop is the event's stopPropagation method.
func (e *Event) Stop() { e.stopped = true }

// PreventDefault sets the canceled flag, where the event lets it.
//
// https://dom.spec.whatwg.org/#set-the-canceled-flag
func (e *Event) PreventDefault() {
	if e.Cancelable && !e.passive {
		e.canceled = true
	}
}

// Construct reads the arguments of an event constructor, type and dictionary,
// into e, and returns the dictionary for the members of subclasses: nil when
// there is none.
//
// https://dom.spec.whatwg.org/#inner-event-creation-steps
func (e *Event) Construct(c js.Call) *goja.Object {
	e.Type = c.String(c.Arg(0), "type")
	init := c.Dict(c.Arg(1), "eventInitDict")
	if init != nil {
		e.Bubbles = boolMember(init, "bubbles")
		e.Cancelable = boolMember(init, "cancelable")
		e.Composed = boolMember(init, "composed")
	}
	e.Time = c.Loop.Now()
	return init
}

func boolMember(o *goja.Object, name string) bool {
	v := o.Get(name)
	return v != nil && v.ToBoolean()
}

// member is a dictionary's member; undefined when it is not there.
func member(o *goja.Object, name string) goja.Value {
	if o == nil {
		return goja.Undefined()
	}
	if v := o.Get(name); v != nil {
		return v
	}
	return goja.Undefined()
}

// anyMember is a dictionary's member of type any with the default null.
func anyMember(o *goja.Object, name string) goja.Value {
	if v := member(o, name); !goja.IsUndefined(v) {
		return v
	}
	return goja.Null()
}
