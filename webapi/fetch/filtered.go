package fetch

import "asterism/js"

// A filtered response shows a script less than there is. What is behind stays
// with it, since a worker may pass the response on: [TakeResponse] gives the
// whole.
//
// https://fetch.spec.whatwg.org/#concept-filtered-response

// hides says whether a script sees neither status, headers nor body.
func hides(kind string) bool { return kind == "opaque" || kind == "opaqueredirect" }

// filter sets what a script sees of p, a response from outside.
func (p *response) filter(r *js.Realm) {
	switch {
	case hides(p.Type):
		p.inner, p.payload = p.payload, payload{}
		p.seen = NewHeaders(GuardImmutable)
	case p.Type == "basic" && !realmOf(r).opts.SetCookie:
		p.seen = p.Headers.visible()
	default:
		p.seen = p.Headers
	}
}

// Visible is the headers of a response that a script may see.
func (p *Response) Visible() *Headers {
	switch {
	case hides(p.Type) || p.Type == "error":
		return NewHeaders(GuardImmutable)
	case p.Type == "basic":
		return p.Headers.visible()
	}
	return p.Headers
}

// visible is the list without what the standard keeps from scripts.
func (h *Headers) visible() *Headers {
	return LazyHeaders(GuardImmutable, func(yield func(name, value string) bool) {
		for name, value := range h.All() {
			if !forbiddenResponseHeader(name) && !yield(name, value) {
				return
			}
		}
	})
}

// whole is the body that is behind the response.
func (p *response) whole() *payload {
	if hides(p.Type) {
		return &p.inner
	}
	return &p.payload
}

// forbiddenResponseHeader is https://fetch.spec.whatwg.org/#forbidden-response-header-name
func forbiddenResponseHeader(name string) bool {
	return equalFold(name, "set-cookie") || equalFold(name, "set-cookie2")
}
