package fetch

import (
	"context"
	"io"
)

// Host performs fetches for a realm.
type Host interface {
	// Fetch performs the request over the network (or through a worker where
	// that applies). A *NetworkError becomes a TypeError in the script. It runs
	// on a goroutine of its own; ctx ends when the script aborts the request.
	Fetch(ctx context.Context, r *Request) (*Response, error)
}

// Body is the bytes behind a request or response. Exactly one of Bytes and
// Stream is set; a null body is a nil *Body.
type Body struct {
	Bytes  []byte        // whole body in memory; not to be written to
	Stream io.ReadCloser // otherwise
	Length int64         // of Stream, -1 when unknown
	// Ref names the stream on the bus when it came from there and nobody has
	// read from it: a service may pass the name on instead of the bytes.
	Ref string
}

// Request is the pure Go request behind a JS Request: the spec's "request".
// Empty enumerations stand for the spec's defaults. Referrer is a URL,
// "about:client" (also when empty on a request made by NewRequest) or
// "no-referrer".
//
// https://fetch.spec.whatwg.org/#requests
type Request struct {
	Method, URL                           string
	Headers                               *Headers
	Body                                  *Body
	Mode, Credentials, Cache, Redirect    string
	Destination, Referrer, ReferrerPolicy string
	Integrity                             string
	Keepalive, Reload, History            bool
}

// Response is the pure Go response behind a JS Response: the spec's "response".
//
// https://fetch.spec.whatwg.org/#responses
type Response struct {
	Type       string   // "default" (also when empty), "basic", "cors", "error", "opaque", "opaqueredirect"
	URLs       []string // the URL list; the last one is the response's URL
	Status     int
	StatusText string
	Headers    *Headers // nil stands for an empty list
	Body       *Body
}

// NetworkError is a failed fetch, with a reason a person can act on.
type NetworkError struct{ Reason string }

func (e *NetworkError) Error() string { return e.Reason }
