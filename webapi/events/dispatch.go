package events

import (
	"errors"

	"github.com/dop251/goja"

	"asterism/js"
)

// Fire dispatches a trusted event, of the given class, at a target. It returns
// false when the event was canceled. What listeners throw is reported, not
// returned: err is a broken limit or an engine fault, after which the realm is
// not to be used.
//
// https://dom.spec.whatwg.org/#concept-event-fire
func Fire(r *js.Realm, target Node, class js.Described, i Instance) (notCanceled bool, err error) {
	e := i.Base()
	e.Trusted = true
	if e.Time.IsZero() {
		e.Time = r.Loop.Now()
	}
	if !heard(target, e) {
		return true, nil
	}
	return dispatch(r, target, i, r.Wrap(class, i))
}

// FireSimple fires a plain Event of a type: the spec's "fire an event named …".
func FireSimple(r *js.Realm, target Node, typ string) error {
	_, err := Fire(r, target, EventClass, &Event{Type: typ})
	return err
}

// FireObject is Fire for an event whose object exists already.
func FireObject(r *js.Realm, target Node, i Instance, object *goja.Object) (notCanceled bool, err error) {
	i.Base().Trusted = true
	return dispatch(r, target, i, object)
}

// heard says whether anything on e's path listens; when nothing does nobody
// can tell whether e was dispatched.
func heard(n Node, e *Event) bool {
	for n != nil {
		if n.EventTarget().Listens(e.Type) {
			return true
		}
		n = parentOf(n, e)
	}
	return false
}

func parentOf(n Node, e *Event) Node {
	if p, ok := n.(Parented); ok {
		return p.EventParent(e)
	}
	return nil
}

// dispatch runs the listeners of target and its parents.
//
// https://dom.spec.whatwg.org/#concept-event-dispatch (without shadow trees,
// related targets and activation behaviour)
func dispatch(r *js.Realm, target Node, i Instance, object *goja.Object) (notCanceled bool, err error) {
	e := i.Base()
	e.dispatching = true // 1
	e.target = target.EventTarget()
	var one [1]Node
	e.path = append(one[:0], target)                             // 5.3
	for p := parentOf(target, e); p != nil; p = parentOf(p, e) { // 5.9
		e.path = append(e.path, p)
	}
	for at := len(e.path) - 1; at >= 0 && err == nil; at-- { // 5.13
		e.phase = PhaseCapturing
		if at == 0 {
			e.phase = PhaseAtTarget
		}
		err = invoke(r, e.path[at].EventTarget(), i, object, true)
	}
	for at := 0; at < len(e.path) && err == nil; at++ { // 5.14
		e.phase = PhaseAtTarget
		if at > 0 {
			if !e.Bubbles {
				break
			}
			e.phase = PhaseBubbling
		}
		err = invoke(r, e.path[at].EventTarget(), i, object, false)
	}
	e.phase, e.current, e.path = PhaseNone, nil, nil             // 6 – 8
	e.dispatching, e.stopped, e.stoppedNow = false, false, false // 9
	return !e.canceled, err                                      // 13
}

// invoke calls the listeners of one target for one phase.
//
// https://dom.spec.whatwg.org/#concept-event-listener-invoke
func invoke(r *js.Realm, t *Target, i Instance, object *goja.Object, capturing bool) error {
	e := i.Base()
	if e.stopped || len(t.listeners) == 0 { // 4
		return nil
	}
	e.current = t                                                       // 5
	for _, l := range t.listeners[:len(t.listeners):len(t.listeners)] { // 6, inner invoke
		if l.removed || l.typ != e.Type || l.capture != capturing { // 2.1 – 2.4
			continue
		}
		if l.once { // 2.5
			t.remove(l)
		}
		e.passive = l.passive // 2.9
		err := l.call(r, t, i, object)
		e.passive = false // 2.12
		if err != nil {
			return err
		}
		if e.stoppedNow { // 2.13
			break
		}
	}
	return nil
}

// call calls a listener and reports what it throws.
func (l *listener) call(r *js.Realm, t *Target, i Instance, object *goja.Object) error {
	var err error
	if l.callback != nil { // a listener is called where it is from
		if home := r.Of(l.callback); home != r {
			r, object = home, home.Adopt(object).(*goja.Object)
		}
	}
	switch {
	case l.native != nil:
		l.native(i)
	case l.handler:
		err = l.callHandler(r, t, i, object)
	default:
		err = callListener(r, l.callback, t, object)
	}
	var thrown *js.Exception
	if errors.As(err, &thrown) {
		i.Base().Threw = true
		r.ReportThrown(thrown)
		return nil
	}
	return err
}

// callListener calls a user object's operation: the function itself, or its
// handleEvent method.
//
// https://webidl.spec.whatwg.org/#call-a-user-objects-operation
func callListener(r *js.Realm, callback *goja.Object, t *Target, event *goja.Object) error {
	if fn, ok := goja.AssertFunction(callback); ok {
		_, err := r.Call(fn, t.in(r), event)
		return err
	}
	var method goja.Value
	if err := r.Do(func() { method = callback.Get("handleEvent") }); err != nil {
		return err
	}
	fn, ok := goja.AssertFunction(method)
	if !ok {
		return &js.Exception{Value: r.TypeError("the event listener's handleEvent is not a function")}
	}
	_, err := r.Call(fn, callback, event)
	return err
}
