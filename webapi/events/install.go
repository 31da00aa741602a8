package events

import (
	"time"

	"github.com/dop251/goja"

	"asterism/js"
)

// state is what the package keeps per realm.
type state struct{ origin time.Time }

type stateKey struct{}

// Install exposes the event classes and reportError, and notes the realm's time origin.
func Install(r *js.Realm) {
	stateOf(r)
	for _, class := range []js.Described{
		EventClass, TargetClass, CustomEventClass, ErrorEventClass, PromiseRejectionEventClass,
		MessageEventClass, CloseEventClass, ProgressEventClass,
	} {
		r.Expose(class)
	}
	r.Operation(js.Function{Name: "reportError", Length: 1, Call: func(c js.Call) goja.Value {
		// https://html.spec.whatwg.org/multipage/webappapis.html#dom-reporterror
		c.Report(c.Arg(0))
		return nil
	}})
}

// TimeOrigin is when the realm began, which time stamps count from.
//
// https://w3c.github.io/hr-time/#dfn-time-origin
func TimeOrigin(r *js.Realm) time.Time { return stateOf(r).origin }

// SetTimeOrigin makes a moment, such as the start of a navigation, the realm's
// time origin.
func SetTimeOrigin(r *js.Realm, t time.Time) { stateOf(r).origin = t }

// resolution is how fine time stamps are.
//
// https://w3c.github.io/hr-time/#dfn-coarsen-time
const resolution = 5 * time.Microsecond

// Timestamp is the milliseconds from the time origin to t, in steps of 5 µs.
func Timestamp(r *js.Realm, t time.Time) float64 {
	return float64(t.Sub(stateOf(r).origin)/resolution*5) / 1000
}

func stateOf(r *js.Realm) *state {
	if s, ok := r.Slot(stateKey{}).(*state); ok {
		return s
	}
	s := &state{origin: r.Loop.Now()}
	r.Attach(stateKey{}, s)
	return s
}
