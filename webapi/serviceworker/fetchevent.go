package serviceworker

import (
	"context"

	"asterism/js"
	"asterism/webapi/abort"
	"asterism/webapi/fetch"

	"github.com/dop251/goja"
)

// FetchInit is what a fetch event is made of.
type FetchInit struct {
	Request           *fetch.Request
	ClientID          string
	ResultingClientID string
	ReplacesClientID  string
	// Preload waits for the response of the navigation preload; nil: there is
	// none. It is called at most once, on a goroutine of its own.
	Preload func(context.Context) (*fetch.Response, error)
}

// FetchHandler hears how a fetch event goes, on the loop. Nothing is called
// after FetchEvent.Expire.
type FetchHandler interface {
	// Answer is called once: what the worker makes of the request.
	Answer(Answer)
	// Settled is called once, after Answer: no lifetime promise is pending.
	Settled()
}

// Answer is what a worker makes of a request: a custom response, leave to use
// the network, or a network error with its reason.
type Answer struct {
	Response *fetch.Response
	Network  bool
	Reason   string
}

// FetchEvent is the value of a FetchEvent object.
//
// https://w3c.github.io/ServiceWorker/#fetchevent-interface
type FetchEvent struct {
	ExtendableEvent
	init    FetchInit
	scope   *Scope // nil for a script's own event
	handler FetchHandler
	signal  *abort.Signal

	request  goja.Value // the Request object, once asked for
	preload  goja.Value // promises, once asked for
	came     bool       // what preload promises is here
	handled  *goja.Promise
	resolve  func(any)
	reject   func(any)
	entered  bool       // the respond-with entered flag
	ready    bool       // what respondWith was given has settled …
	failed   bool       // … by rejection …
	response goja.Value // … with this
	answered bool
	over     bool // no lifetime promise is pending
	refused  bool // … with a network error
}

// fetchClass is the interface FetchEvent.
var fetchClass = &js.Class[*FetchEvent]{
	Name:   "FetchEvent",
	Parent: extendableClass,
	Length: 2,
	New:    newFetchEvent,
	Attrs: []js.Attr[*FetchEvent]{
		{Name: "request", Get: (*FetchEvent).getRequest},
		{Name: "preloadResponse", Async: true, Get: (*FetchEvent).getPreload},
		{Name: "clientId", Get: func(e *FetchEvent, c js.Call) goja.Value { return c.VM.ToValue(e.init.ClientID) }},
		{Name: "resultingClientId", Get: func(e *FetchEvent, c js.Call) goja.Value { return c.VM.ToValue(e.init.ResultingClientID) }},
		{Name: "replacesClientId", Get: func(e *FetchEvent, c js.Call) goja.Value { return c.VM.ToValue(e.init.ReplacesClientID) }},
		{Name: "handled", Async: true, Get: (*FetchEvent).getHandled},
	},
	Methods: []js.Method[*FetchEvent]{{Name: "respondWith", Length: 1, Call: (*FetchEvent).respondWith}},
}

// newFetchEvent is the constructor; such an event is a script's own, which
// cannot be responded to.
func newFetchEvent(c js.Call) *FetchEvent {
	e := &FetchEvent{}
	init := e.Construct(c)
	var request goja.Value
	if init != nil {
		request = init.Get("request")
	}
	if _, ok := fetch.RequestOf(c.Realm, orNull(request)); !ok {
		c.Throw(c.TypeError("FetchEvent: the dictionary's request is missing or not a Request"))
	}
	e.request = request
	text := func(name string, to *string) {
		if v := init.Get(name); given(v) {
			*to = c.String(v, name)
		}
	}
	text("clientId", &e.init.ClientID)
	text("resultingClientId", &e.init.ResultingClientID)
	text("replacesClientId", &e.init.ReplacesClientID)
	if v := init.Get("preloadResponse"); given(v) {
		e.preload = v
	}
	if v := init.Get("handled"); given(v) {
		e.handled, _ = v.Export().(*goja.Promise)
	}
	return e
}

// getRequest makes the Request on first touch: many handlers look at one field
// only, some at none.
func (e *FetchEvent) getRequest(c js.Call) goja.Value {
	if e.request == nil {
		e.signal = abort.New(c.Realm)
		e.request = fetch.NewRequest(c.Realm, e.init.Request, e.signal)
	}
	return e.request
}

// getPreload is event.preloadResponse. The response is asked for on first touch:
// it is under way anyhow.
//
// https://w3c.github.io/ServiceWorker/#on-fetch-request-algorithm step 15
func (e *FetchEvent) getPreload(c js.Call) goja.Value {
	if e.preload != nil {
		return e.preload
	}
	r := c.Realm
	if e.init.Preload == nil || e.over {
		p, resolve, _ := c.Promise()
		resolve(goja.Undefined())
		e.preload = c.VM.ToValue(p)
		return e.preload
	}
	e.preload = c.VM.ToValue(js.Async(r, e.init.Preload, func(p *fetch.Response) goja.Value {
		e.came = true
		return fetch.NewResponse(r, p)
	}, func(err error) goja.Value {
		e.came = true
		return r.TypeError("the navigation preload failed: %s", err)
	}))
	return e.preload
}

// PreloadUsed says whether the script has got the response of the navigation
// preload, or its error. On the loop.
func (e *FetchEvent) PreloadUsed() bool { return e.came }

// getHandled is event.handled: settled once it is known what becomes of the
// request.
func (e *FetchEvent) getHandled(c js.Call) goja.Value {
	if e.handled == nil {
		e.handled, e.resolve, e.reject = c.Promise()
		if e.answered {
			e.settleHandled(c.Realm)
		}
	}
	return c.VM.ToValue(e.handled)
}

func (e *FetchEvent) settleHandled(r *js.Realm) {
	switch {
	case e.resolve == nil:
	case e.refused:
		e.reject(r.DOMException("NetworkError", "the request ended in a network error"))
	default:
		e.resolve(goja.Undefined())
	}
}

// Abort aborts event.request.signal: the client hung up. On the loop. The error
// is a broken limit or engine fault.
func (e *FetchEvent) Abort() error {
	if e.signal == nil {
		return nil
	}
	return e.signal.Abort(nil)
}

// Expire gives the event up: its time is over and nothing it does is heard any
// more. On the loop. The error is a broken limit or engine fault.
func (e *FetchEvent) Expire() error {
	e.expire()
	e.handler = nil
	if e.answered {
		return nil
	}
	e.answered, e.refused = true, true
	e.settleHandled(e.scope.realm)
	return e.Abort()
}
