// Package loader is the service through which every byte to and from HTTP
// passes. It has two sides.
//
// The front door is an HTTP server. A request's URL is matched against the
// loader's own copy of the registrations ([scopeindex]); the worker found is
// asked for a custom response over the bus. No worker, or one that lets the
// request go to the network: the request is passed to its origin's upstream
// ([upstream]) byte for byte.
//
// On the bus it performs network fetches for workers, documents and the
// constellation. The project's own origins are fetched from their upstreams
// directly, everything else under the egress policy ([egress]).
//
// # Fetches
//
// A fetch runs the Fetch Standard's algorithms as far as they are the network's,
// each in a file or package of its own: redirects (redirect.go), CORS and
// preflights ([cors]), what a response may be used for (blocking.go), the HTTP
// cache ([httpcache]), cookies ([cookies]), the fields a browser sets
// (fields.go, [referrer]) and content codings ([coding]). Integrity, filtered
// responses, data: and blob: URLs belong to the script's side, webapi/fetch.
//
// A worker serves many people, a browser's only one. So what a client sent
// (cookies, authorization) and a worker passes on goes to the network as it is
// and never into the cookie store, and what comes back for it is cached only
// when it says that it is for everybody. Workers' own fetches have no cookie
// store unless LOADER_COOKIES says so.
//
// Before a worker is asked its static routes are ([routes], route.go): the loader
// answers from the network, from its copy of the caches, or has both race; no
// message crosses the bus for it. Navigation preloads (ahead.go) are fetched
// while the worker is asked, for it to ask for.
//
// Gaps: a fetch() of the very request that is raced is made once more; routes of
// a worker that is not the active one any more, but still controls a document,
// are not known; a request sent to the next manager after one has died may find
// its navigation preload used up; parts of a representation are not cached; a body that came as a stream
// cannot be sent again after a redirect; no retry after 421, no credentials
// store for 401 and 407; ORB is not done; caches and cookies are each loader's
// own and are gone with it. Content-Encoding is taken off together with the
// coding (see decode), though the standard leaves the field.
//
// # Answers of the loader's own
//
// They are text/plain with a reason a person can act on, and carry the field
// Asterism-Error with the error's code:
//
//	400  the request has no usable Host
//	413  the request's body is larger than LOADER_MAX_BODY
//	414  the URL does not fit a bus message
//	431  the header fields do not fit LOADER_MAX_HEADER_BYTES or a bus message
//	501  CONNECT
//	502  the worker failed; the upstream cannot be reached; there is none
//	503  every manager is busy; none runs; NATS is away (with Retry-After)
//	504  the worker or the upstream took longer than allowed
//
// A body that breaks off after its status line went out ends the client's
// connection (HTTP/1.1) or stream (h2), so that the client notices.
//
// # What cannot be kept
//
// net/http gives request header fields without the order of different names and
// writes response fields sorted by name; repeats of one name keep their order.
// Reason phrases are the standard ones.
package loader
