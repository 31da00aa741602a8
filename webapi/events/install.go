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

func stateOf(r *js.Realm) *state {
	if s, ok := r.Slot(stateKey{}).(*state); ok {
		return s
	}
	s := &state{origin: r.Loop.Now()}
	r.Attach(stateKey{}, s)
	return s
}
