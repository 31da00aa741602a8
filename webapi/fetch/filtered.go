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
		whole := p.Headers
		p.seen = LazyHeaders(GuardImmutable, func(yield func(name, value string) bool) {
			for name, value := range whole.All() {
				if !forbiddenResponseHeader(name) && !yield(name, value) {
					return
				}
			}
		})
	default:
		p.seen = p.Headers
	}
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
