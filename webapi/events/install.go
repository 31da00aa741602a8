package events

import (
	"time"

	"asterism/js"
)

// state is what the package keeps per realm.
type state struct{ origin time.Time }

type stateKey struct{}

// Install exposes the event classes and notes the realm's time origin.
func Install(r *js.Realm) {
	stateOf(r)
	for _, class := range []js.Described{
		EventClass, TargetClass, CustomEventClass, ErrorEventClass, PromiseRejectionEventClass, MessageEventClass,
	} {
		r.Expose(class)
	}
}

func stateOf(r *js.Realm) *state {
	if s, ok := r.Slot(stateKey{}).(*state); ok {
		return s
	}
	s := &state{origin: r.Loop.Now()}
	r.Attach(stateKey{}, s)
	return s
}
