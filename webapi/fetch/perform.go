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
	if gate, ok := h.(Gate); ok {
		if err := gate.Allow(q); err != nil {
			return nil, err
		}
	}
	p, err, here := local(q)
	if !here {
		p, err = h.Fetch(ctx, q)
	}
	return p, err
}

// Gate is a Host that decides which requests are made at all.
type Gate interface {
	// Allow may change q; an error refuses it. It runs where Fetch does.
	Allow(q *Request) error
}

// Load is Perform and then reads the whole body, of at most limit bytes (0: no
// limit), and checks it against the request's integrity metadata. It blocks until
// all is there or ctx ends.
func Load(ctx context.Context, h Host, q *Request, limit int64) (p *Response, body []byte, err error) {
	p, err = Perform(ctx, h, q)
	switch {
	case err != nil:
		return nil, nil, err
	case p == nil || p.Type == "error":
		return nil, nil, &NetworkError{Reason: "network error"}
	case p.Body != nil && p.Body.streamed():
		reader := p.Body.reader()
		stop := context.AfterFunc(ctx, func() { reader.Close() })
		body, err = readAll(reader, p.Body.Length, limit)
		stop()
		reader.Close()
		p.Body = &Body{Bytes: body}
	case p.Body != nil:
		body = p.Body.Bytes
	}
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	if err == nil && q.Integrity != "" {
		err = verify(p, q.Integrity, limit)
	}
	if err != nil {
		return nil, nil, err
	}
	return p, body, nil
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
