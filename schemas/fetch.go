package schemas

// BodyKind says how a body travels.
type BodyKind uint8

const (
	// BodyNone is a null body, which differs from an empty one.
	BodyNone BodyKind = iota
	// BodyInline is a whole body inside the frame.
	BodyInline
	// BodyStream is a body offered as a stream: see bus.Conn.OpenBody.
	BodyStream
)

// Body is the body of a request or response, or where to get it.
type Body struct {
	Kind   BodyKind
	Inline []byte // BodyInline: the bytes, shared with the frame
	Stream string // BodyStream: the name under which the body is offered
	Length int64  // BodyStream: bytes in total, or -1 when not known
}

// Request is a Fetch request as it crosses the bus. Enumerations are the
// spec's strings; an empty one stands for the spec's default.
//
// https://fetch.spec.whatwg.org/#requests
type Request struct {
	Method         string
	URL            string // absolute, serialized, with fragment if any
	Headers        HeaderBlock
	Body           Body
	Mode           string // "navigate", "same-origin", "no-cors", "cors"
	Credentials    string // "omit", "same-origin", "include"
	Cache          string // "default", "no-store", "reload", "no-cache", …
	Redirect       string // "follow", "error", "manual"
	Destination    string // "", "document", "script", "serviceworker", …
	Referrer       string // URL, "about:client" or "" (no referrer)
	ReferrerPolicy string
	Integrity      string
	Keepalive      bool
	Reload         bool // reload-navigation flag
	History        bool // history-navigation flag
	Preflight      bool // use-CORS-preflight flag
}

// Response is a Fetch response as it crosses the bus.
//
// https://fetch.spec.whatwg.org/#responses
type Response struct {
	Status     uint16
	StatusText string
	Type       string   // "default", "basic", "cors", "opaque", "opaqueredirect", "error"
	URLs       []string // the URL list; the last one is the response's URL
	Headers    HeaderBlock
	Body       Body
}

// FetchEvent asks a worker for a custom response to one request.
type FetchEvent struct {
	ID                string // unique; an abort names it
	Scope             string // scope URL
	Version           string // worker version
	Loader            string // the loader that holds the client's connection
	ClientID          string
	ResultingClientID string
	ReplacesClientID  string
	Request           Request
	// Origin is the initiator's, of a navigation. "": not known, or the worker's own.
	Origin string
	// Preload names what the loader fetches ahead for event.preloadResponse, to
	// be asked for by it at Loader (see [Preload]); "": nothing.
	Preload string
	// Relation is, of a navigation, how far its initiator, its URLs so far and the
	// documents around it are from each other: "same-origin", "same-site" or
	// "cross-site". "": not known.
	Relation string
}

// FetchOutcome is what a worker's answer to a FetchEvent is.
type FetchOutcome uint8

const (
	// FetchResponse carries a custom response.
	FetchResponse FetchOutcome = iota + 1
	// FetchNetwork says the worker did not call respondWith: use the network.
	FetchNetwork
	// FetchFailed carries an error: the response is a network error.
	FetchFailed
	// FetchBusy says this manager takes no more work: ask the next one.
	FetchBusy
	// FetchClaim is not an answer yet: it names the manager that works on it,
	// sent when the answer is slow, so that the asker can watch for its death.
	FetchClaim
	// FetchMissing says this manager cannot run that worker version (it does
	// not exist any more): match the URL again.
	FetchMissing
)

// FetchReply answers a FetchEvent.
type FetchReply struct {
	Outcome  FetchOutcome
	Manager  string   // who answers
	Response Response // FetchResponse
	Error    Error    // FetchFailed, FetchMissing
	Timing   WorkerTiming
}

// WorkerTiming is when a worker did what for a request, in nanoseconds since
// 1970, and what its static routes did; 0 and "": nothing.
//
// https://w3c.github.io/ServiceWorker/#service-worker-timing
type WorkerTiming struct {
	Started    int64  // the worker was asked: start time
	Dispatched int64  // fetch event dispatch time
	Routed     int64  // worker router evaluation start
	Looked     int64  // worker cache lookup start
	Matched    string // worker matched router source
	Final      string // worker final router source
}

// NetRequest asks a loader for a network fetch.
type NetRequest struct {
	ID       string // unique; an abort names it
	Origin   string // origin of the initiator, "" for the constellation
	ClientID string // the document that asks, "" for others
	// ControllerScope and ControllerVersion name the worker that controls the
	// initiating document. Empty: no controller.
	ControllerScope   string
	ControllerVersion string
	// ServiceWorkers is "all" when a worker may answer first (a document's
	// fetches and navigations), "none" when only the network may.
	ServiceWorkers string
	// ReservedClientID is, for a navigation or the script of a worker, the id of
	// the client to be.
	ReservedClientID string
	Request          Request
	// ReplacesClientID is, for a navigation, the id of the document it replaces.
	ReplacesClientID string
	// URLs is, for a navigation that was redirected, the URLs before this one.
	URLs []string
	// Relation is that of the fetch event whose request a worker passes on.
	Relation string
	// Ancestors is the origins of the documents that the initiating document, or
	// the frame that is navigated, is nested in; the top-level one's last.
	Ancestors []string
}

// NetReply answers a NetRequest. Error.Code is empty when it worked.
type NetReply struct {
	Response Response
	// ControllerScope and ControllerVersion name, for a navigation or the script
	// of a worker, the worker that controls the new client. Empty: none.
	ControllerScope   string
	ControllerVersion string
	Error             Error
	Timing            WorkerTiming
	// Next is, for a navigation that is redirected, the request to make next;
	// its URL is empty when there is none.
	Next Redirect
	// By is who answered: one of the constants ByWorker to ByNetwork; "": nobody.
	By string
	// ByScope and ByVersion name the worker, when one answered.
	ByScope, ByVersion string
}

// Who answers a request.
const (
	ByWorker    = "worker"     // a service worker's respondWith()
	ByCache     = "cache"      // a static route, from the Cache API
	ByHTTPCache = "http-cache" // the loader's HTTP cache, perhaps after asking whether it is still good
	ByNetwork   = "network"
)

// Redirect is what a redirect changes of a request.
//
// https://fetch.spec.whatwg.org/#http-redirect-fetch
type Redirect struct {
	URL string
	// Method is the request's; one that has become GET has no body any more.
	Method         string
	ReferrerPolicy string
}
