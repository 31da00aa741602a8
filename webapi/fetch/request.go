package fetch

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/abort"
)

// request is the native value of a Request: a spec request, whose Body is in
// the payload instead.
type request struct {
	Request
	payload payload
	headers *goja.Object // the Headers object, made on demand
	// sources abort the request; signal, made on demand, follows them.
	sources []*abort.Signal
	signal  *abort.Signal
}

func (q *request) content() *payload    { return &q.payload }
func (q *request) headerList() *Headers { return q.Headers }

// NewRequest is the Request object of a request that came from outside, with
// immutable headers. signal may be nil.
//
// https://fetch.spec.whatwg.org/#request-create
func NewRequest(r *js.Realm, from *Request, signal *abort.Signal) *goja.Object {
	q := &request{Request: *from, signal: signal, payload: payload{body: from.Body, signal: signal}}
	q.Body = nil
	if q.Headers == nil {
		q.Headers = NewHeaders(GuardImmutable)
	} else {
		q.Headers.SetGuard(GuardImmutable)
	}
	return r.Wrap(realmOf(r).classes.request, q)
}

// RequestOf is the request behind a Request object. Its Body is nil unless the
// body is bytes or an untouched stream of Go's, which stays the object's: see
// TakeRequest.
func RequestOf(r *js.Realm, v goja.Value) (*Request, bool) {
	q, ok := js.Native[*request](r, v)
	if !ok {
		return nil, false
	}
	out := q.Request
	out.Body = q.payload.body
	return &out, true
}

// TakeRequest is the request behind a Request object with its body, which is
// the caller's from now on.
func TakeRequest(r *js.Realm, v goja.Value) (*Request, error) {
	q, ok := js.Native[*request](r, v)
	if !ok {
		return nil, &NetworkError{Reason: "not a Request"}
	}
	return q.release()
}

func (q *request) release() (*Request, error) {
	if q.payload.unusable() {
		return nil, &NetworkError{Reason: "the request's body was read already, or is locked"}
	}
	out := q.Request
	out.Headers = q.Headers.Clone(GuardNone)
	var err error
	out.Body, err = q.payload.release()
	return &out, err
}

// SignalOf is the signal of a Request object, made when it is not there.
func SignalOf(r *js.Realm, v goja.Value) (*abort.Signal, bool) {
	q, ok := js.Native[*request](r, v)
	if !ok {
		return nil, false
	}
	return q.follow(r), true
}

// follow is the request's signal, made on demand.
func (q *request) follow(r *js.Realm) *abort.Signal {
	if q.signal == nil {
		q.signal = abort.Any(r, q.sources...)
	}
	return q.signal
}

// signals is what aborts the request; it makes no signal.
func (q *request) signals() []*abort.Signal {
	if q.signal != nil {
		return []*abort.Signal{q.signal}
	}
	return q.sources
}

// headersObject is the object of the request's headers.
func (q *request) headersObject(r *js.Realm) *goja.Object {
	if q.headers == nil {
		q.headers = r.Wrap(realmOf(r).classes.headers, q.Headers)
	}
	return q.headers
}
