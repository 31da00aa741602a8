package fetch

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// response is the native value of a Response: a spec response, whose Body is
// in a payload instead. A filtered response is the whole one; seen and payload
// are what a script sees of it.
type response struct {
	Response
	payload payload
	inner   payload      // what payload does not show
	seen    *Headers     // nil: Headers
	headers *goja.Object // the Headers object, made on demand
}

func (p *response) content() *payload { return &p.payload }
func (p *response) headerList() *Headers {
	if p.seen != nil {
		return p.seen
	}
	return p.Headers
}

// NewResponse is the Response object of a response that came from outside,
// with immutable headers.
//
// https://fetch.spec.whatwg.org/#response-create
func NewResponse(r *js.Realm, from *Response) *goja.Object {
	p := newResponse(r, from)
	return r.Wrap(realmOf(r).classes.response, p)
}

func newResponse(r *js.Realm, from *Response) *response {
	p := &response{Response: *from, payload: payload{body: from.Body}}
	p.Body = nil
	if p.Headers == nil {
		p.Headers = NewHeaders(GuardImmutable)
	} else {
		p.Headers.SetGuard(GuardImmutable)
	}
	p.filter(r)
	return p
}

// IsResponse says whether v is a Response object.
func IsResponse(r *js.Realm, v goja.Value) bool {
	_, ok := js.Native[*response](r, v)
	return ok
}

// ResponseOf is the response behind a Response object, without its body.
func ResponseOf(r *js.Realm, v goja.Value) (*Response, bool) {
	p, ok := js.Native[*response](r, v)
	if !ok {
		return nil, false
	}
	out := p.Response
	return &out, true
}

// TakeResponse is the response behind a Response object with its body, which
// is the caller's from now on: bytes, a stream with its Ref when no script has
// touched it, or a reader that pulls on the script's stream. Errors are
// *NetworkErrors whose reason is for people.
//
// https://w3c.github.io/ServiceWorker/#fetch-event-respondwith step 10
func TakeResponse(r *js.Realm, v goja.Value) (*Response, error) {
	if p, ok := js.Native[*response](r, v); ok && p.Type == "error" { // 10.1
		return nil, &NetworkError{Reason: "it is Response.error(), a network error"}
	}
	return TakeAnyResponse(r, v)
}

// TakeAnyResponse is TakeResponse that takes network errors too.
func TakeAnyResponse(r *js.Realm, v goja.Value) (*Response, error) {
	p, ok := js.Native[*response](r, v)
	switch {
	case !ok: // 10.1
		return nil, &NetworkError{Reason: "it is not a Response"}
	case p.payload.used(): // 10.2
		return nil, &NetworkError{Reason: "its body was read already: clone() the response before reading it"}
	case p.payload.unusable():
		return nil, &NetworkError{Reason: "its body is locked to a reader"}
	}
	out := p.Response
	var err error
	if whole := p.whole(); whole.unusable() {
		err = &NetworkError{Reason: "its body was passed on already: clone() the response before"}
	} else {
		out.Body, err = whole.release()
	}
	return &out, err
}

// BodyTouched says whether the body of a Request or Response object was read
// from or is locked.
func BodyTouched(r *js.Realm, v goja.Value) bool {
	b, ok := js.Native[bodied](r, v)
	return ok && b.content().unusable()
}

// headersObject is the object of the response's headers.
func (p *response) headersObject(r *js.Realm) *goja.Object {
	if p.headers == nil {
		p.headers = r.Wrap(realmOf(r).classes.headers, p.headerList())
	}
	return p.headers
}

// url is the response's URL without its fragment.
func (p *response) url() string {
	if len(p.URLs) == 0 || p.Type == "opaque" {
		return ""
	}
	url := p.URLs[len(p.URLs)-1]
	for i := range len(url) {
		if url[i] == '#' {
			return url[:i]
		}
	}
	return url
}
