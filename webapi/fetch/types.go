package fetch

import (
	"bytes"
	"context"
	"io"

	"asterism/webapi/blob"
)

// Host performs fetches for a realm.
type Host interface {
	// Fetch performs the request over the network (or through a worker where
	// that applies). A *NetworkError becomes a TypeError in the script. It runs
	// on a goroutine of its own; ctx ends when the script aborts the request.
	Fetch(ctx context.Context, r *Request) (*Response, error)
}

// Body is the bytes behind a request or response: Bytes (the zero Body is an
// empty one), or else Stream or Open. A null body is a nil *Body.
type Body struct {
	Bytes  []byte        // whole body in memory; not to be written to
	Stream io.ReadCloser // otherwise
	Length int64         // of Stream, -1 when unknown
	// Open makes Stream when somebody first reads; used when Stream is nil.
	Open func() (io.ReadCloser, error)
	// Ref names the stream on the bus when it came from there and nobody has
	// read from it: a service may pass the name on instead of the bytes.
	Ref string
}

// Request is the pure Go request behind a JS Request: the spec's "request".
// Empty enumerations stand for the spec's defaults. Referrer is a URL,
// "about:client", or "" for no referrer. A nil Headers is an empty list.
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
	// Origin is who made a navigation that a worker got; "": the realm's own. A
	// script does not see it, but it stays with the request, and Relation (see
	// schemas.FetchEvent) with it.
	Origin, Relation string
	// Preflight is the use-CORS-preflight flag: servers of other origins are asked first.
	Preflight bool
	// Initiator is who asks, "" for fetch(): the initiator type of its timing.
	Initiator string
	// NoWorkers is the service-workers mode "none".
	NoWorkers bool
	// Nonce and ParserInserted are an element's, for Content Security Policy.
	Nonce          string
	ParserInserted bool
	// Blob is what a blob: URL meant when the request was made; the realm itself
	// answers such a request.
	Blob *blob.Blob
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
	// ByWorker: a service worker answered, and nothing was sent to a server.
	ByWorker bool
}

// NetworkError is a failed fetch, with a reason a person can act on.
type NetworkError struct {
	Reason string
	// Refused: it was not for the network; trying again would not help.
	Refused bool
}

func (e *NetworkError) Error() string { return e.Reason }

// Reader is the body as a stream, whatever it is; the caller closes it.
func (b *Body) Reader() io.ReadCloser { return b.reader() }

// streamed says whether the body is a stream rather than bytes.
func (b *Body) streamed() bool { return b.Stream != nil || b.Open != nil }

// reader is the body as a stream, whatever it is.
func (b *Body) reader() io.ReadCloser {
	switch {
	case b.Stream != nil:
		return b.Stream
	case b.Open != nil:
		return &opener{open: b.Open}
	}
	return io.NopCloser(bytes.NewReader(b.Bytes))
}
