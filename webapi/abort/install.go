package abort

import "asterism/js"

type classKey struct{}

// Install exposes AbortController and AbortSignal. Signals can be made only in
// realms it was called for.
func Install(r *js.Realm) {
	r.Attach(classKey{}, js.Described(SignalClass))
	r.Expose(ControllerClass)
	r.Expose(SignalClass)
}

// classOf is SignalClass, got through the realm because the class's own
// functions make signals.
func classOf(r *js.Realm) js.Described {
	class, ok := r.Slot(classKey{}).(js.Described)
	if !ok {
		panic("abort: Install was not called for this realm")
	}
	return class
}
