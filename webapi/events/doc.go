// Package events is DOM events: Event, EventTarget and the event classes that
// workers and documents share.
//
// Other packages make event classes by embedding Event in a struct and naming
// EventClass as the parent of their js.Class, and targets by embedding Target.
// A target with a parent (a DOM node) implements Parented: events then go down
// and up that path.
//
//	type ExtendableEvent struct{ events.Event; … }
//
//	e := &ExtendableEvent{Event: events.Event{Type: "install"}}
//	notCancelled, err := events.Fire(realm, target, ExtendableEventClass, e)
//
// Everything here runs on the realm's loop.
//
// Gaps: no shadow trees, relatedTarget or touch lists; no activation behaviour;
// no window.event.
//
// https://dom.spec.whatwg.org/#events
package events
