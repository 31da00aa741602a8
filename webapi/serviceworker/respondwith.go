package serviceworker

import (
	"fmt"

	"asterism/js"
	"asterism/webapi/events"
	"asterism/webapi/fetch"

	"github.com/dop251/goja"
)

// DispatchFetch fires a fetch event at the global scope. h hears the answer,
// perhaps before DispatchFetch returns. The error is a broken limit or engine
// fault; the realm is of no use afterwards and h hears nothing.
//
// https://w3c.github.io/ServiceWorker/#create-fetch-event-and-dispatch-algorithm
func (s *Scope) DispatchFetch(init FetchInit, h FetchHandler) (*FetchEvent, error) {
	// Step 19, "queue a task": the caller is that task.
	e := &FetchEvent{init: init, scope: s, handler: h}
	e.Type, e.Cancelable = "fetch", true
	e.ExtendableEvent.settled = e.settle
	notCanceled, err := events.Fire(s.realm, s, fetchClass, e)
	if err != nil {
		e.handler = nil
		return e, err
	}
	switch {
	case e.entered && e.ready:
		e.conclude()
	case e.entered: // the promise is pending: conclude when it settles
	case !notCanceled: // step 23.1
		e.answer(Answer{Reason: "the worker called preventDefault() on the fetch event, but not respondWith()"})
	case fetch.BodyTouched(s.realm, e.request) && !e.sourced(): // step 19.16.1
		e.answer(Answer{Reason: "the worker read the request's body but did not call respondWith(), so the network cannot have it"})
	default: // step 23.4
		e.answer(Answer{Network: true})
	}
	e.check()
	return e, nil
}

// respondWith is event.respondWith(r).
//
// https://w3c.github.io/ServiceWorker/#fetch-event-respondwith
func (e *FetchEvent) respondWith(c js.Call) goja.Value {
	// Step 2. Also add lifetime promise's first step, so that a script's own
	// event says why.
	e.mustExtend(c.Realm, "respondWith()")
	if !e.Dispatching() {
		c.Throw(c.DOMException("InvalidStateError", "respondWith(): the event's listeners have returned; call it before the first await and pass it a promise"))
	}
	// Step 3.
	if e.entered {
		c.Throw(c.DOMException("InvalidStateError", "respondWith() was already called for this event"))
	}
	// Steps 5 to 7.
	e.StopImmediate()
	e.entered = true
	// Steps 4, 9 and 10. A Response needs no promise around it: it is looked at
	// when the listener has returned, which is after the microtask that the
	// specification has.
	if fetch.IsResponse(c.Realm, c.Arg(0)) {
		e.ready, e.response = true, c.Arg(0)
		return goja.Undefined()
	}
	e.pending++
	c.Await(c.Arg(0), func(v goja.Value, rejected bool) {
		e.ready, e.failed, e.response = true, rejected, v
		if e.Dispatching() {
			e.release()
			return
		}
		e.conclude()
		c.Microtask(e.release) // as for any lifetime promise
	})
	return goja.Undefined()
}

// conclude makes the answer of what respondWith was given, now that it has
// settled.
func (e *FetchEvent) conclude() {
	if e.answered {
		return
	}
	r := e.scope.realm
	// Step 9.
	if e.failed {
		text, _ := r.Describe(e.response)
		e.answer(Answer{Reason: "the promise given to respondWith() was rejected: " + text})
		return
	}
	// Step 10.1.
	if !fetch.IsResponse(r, e.response) {
		text, _ := r.Describe(e.response)
		e.answer(Answer{Reason: fmt.Sprintf("respondWith() was given %s, which is not a Response", text)})
		return
	}
	// Step 10.2.
	response, err := fetch.TakeResponse(r, e.response)
	if err != nil {
		e.answer(Answer{Reason: "respondWith() was given a Response that cannot be used: " + err.Error()})
		return
	}
	if reason := refuse(e.init.Request, response); reason != "" {
		e.answer(Answer{Reason: reason})
		return
	}
	e.answer(Answer{Response: response})
}

// sourced says whether the request's body can be had once more: it came whole.
func (e *FetchEvent) sourced() bool {
	b := e.init.Request.Body
	return b == nil || b.Stream == nil && b.Open == nil
}

func (e *FetchEvent) answer(a Answer) {
	e.answered, e.refused = true, a.Reason != ""
	e.settleHandled(e.scope.realm)
	e.response = nil
	if e.handler != nil {
		e.handler.Answer(a)
	}
}

func (e *FetchEvent) settle() {
	e.over = true
	if e.handler != nil {
		e.handler.Settled()
	}
}

// refuse says why a response is no answer to a request; "" when it is one.
//
// https://fetch.spec.whatwg.org/#http-fetch step 5.5
func refuse(q *fetch.Request, p *fetch.Response) string {
	mode, redirect := or(q.Mode, "no-cors"), or(q.Redirect, "follow")
	switch {
	case p.Type == "error":
		return "the worker answered with Response.error(), a network error"
	case mode == "same-origin" && p.Type == "cors":
		return "the worker answered a same-origin request with a response from another origin"
	case mode != "no-cors" && p.Type == "opaque":
		return fmt.Sprintf("the worker answered a request of mode %q with an opaque response", mode)
	case redirect != "manual" && p.Type == "opaqueredirect":
		return fmt.Sprintf("the worker answered with a redirect that was not followed, and the request's redirect mode is %q", redirect)
	case redirect != "follow" && len(p.URLs) > 1:
		return fmt.Sprintf("the worker answered with a response that was redirected, and the request's redirect mode is %q", redirect)
	}
	return ""
}
