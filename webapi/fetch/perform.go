package fetch

import (
	"context"
	"fmt"

	"asterism/js"
	"asterism/webapi/blob"
	"asterism/webapi/weburl"
)

// Perform fetches what the realm itself can answer (about:, data: and blob:
// URLs) and has the host fetch the rest. It may block, on any goroutine.
//
// https://fetch.spec.whatwg.org/#concept-scheme-fetch
func Perform(ctx context.Context, h Host, q *Request) (p *Response, err error) {
	defer recovered(&p, &err)
	p, err, here := local(q)
	if !here {
		p, err = h.Fetch(ctx, q)
	}
	return p, err
}

// recovered makes a panic of what fetches an error.
func recovered(p **Response, err *error) {
	if fault := recover(); fault != nil {
		*p, *err = nil, fmt.Errorf("the fetch broke: %v", fault)
	}
}

// Parse parses a URL against the base of a realm. Loop only.
func Parse(r *js.Realm, url string) (*weburl.URL, error) { return realmOf(r).parse(url) }

// BlobAt is the blob that a blob: URL means now in a realm; nil: none. Loop only.
func BlobAt(r *js.Realm, u *weburl.URL) *blob.Blob { return realmOf(r).blobEntry(u) }

// ValidMethod says whether method is one: an HTTP token.
//
// https://fetch.spec.whatwg.org/#concept-method
func ValidMethod(method string) bool { return checkName(method) == nil }

// ValidValue says whether a normalized value is one that a header can have.
//
// https://fetch.spec.whatwg.org/#concept-header-value
func ValidValue(value string) bool { return checkValue("", value) == nil }

// NormalizeValue trims a header's value.
//
// https://fetch.spec.whatwg.org/#concept-header-value-normalize
func NormalizeValue(value string) string { return normalize(value) }
