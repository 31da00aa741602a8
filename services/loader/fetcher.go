package loader

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/loader/cookies"
	"asterism/services/loader/cors"
	"asterism/services/loader/egress"
	"asterism/services/loader/httpcache"
	"asterism/services/loader/logins"
	"asterism/services/loader/scopeindex"
	"asterism/webapi/weburl"

	"golang.org/x/net/http/httpguts"
)

// maxRedirects is the Fetch Standard's.
const maxRedirects = 20

// fetcher performs the fetches of workers, documents and the constellation.
type fetcher struct {
	conn           *bus.Conn
	index          *scopeindex.Index
	origins        *origins
	asker          *asker
	ids            func() string // of fetch events
	loader         string
	activationWait time.Duration
	internet       http.RoundTripper // keeps the egress policy
	afresh         http.RoundTripper // the same, each request on a new connection
	egress         egress.Policy
	flights        *flights
	aheads         aheads
	log            *slog.Logger

	cache      *httpcache.Cache
	guess      bool // LOADER_CACHE_HEURISTICS
	preflights cors.Cache
	cookies    cookies.Jar
	logins     logins.Store
	cookieUse  string // LOADER_COOKIES
}

// fetch runs the Fetch Standard's main loop: a worker first where one may
// answer, the network otherwise, redirects as the request's mode says.
//
// https://fetch.spec.whatwg.org/#concept-main-fetch
//
// When it returns no error, the flight ends with the response's body.
func (f *fetcher) fetch(flight *flight, req *schemas.NetRequest) (rep schemas.NetReply, err error) {
	c, err := newCourse(req)
	if err != nil {
		return rep, err
	}
	for {
		if err := c.hop(); err != nil {
			return rep, err
		}
		if err := f.port(c); err != nil {
			return rep, err
		}
		was := rep
		rep = schemas.NetReply{}
		if c.reserves() { // the last worker on the way keeps it
			rep.ControllerScope, rep.ControllerVersion = was.ControllerScope, was.ControllerVersion
		}
		answered := false
		if c.workers {
			if answered, err = f.worker(flight, c, &rep); err != nil {
				return rep, err
			}
		}
		if answered {
			next, err := f.afterWorker(c, &rep)
			if err != nil || next {
				f.discard(flight.ctx, &rep.Response.Body)
			}
			if err != nil || !next {
				flight.end() // a streamed body is its sender's
				return rep, err
			}
			continue
		}
		resp, err := f.http(flight.ctx, c)
		if err != nil {
			return rep, err
		}
		next, err := c.redirect(resp.StatusCode, resp.Header, c.url)
		rep.Next = c.next
		if err == nil && !next {
			err = c.blocked(resp)
		}
		if err != nil {
			resp.Body.Close()
			return rep, err
		}
		if next {
			drain(resp.Body)
			c.workers = c.workers && c.q.Mode == "navigate"
			continue
		}
		if rep.By = schemas.ByNetwork; c.cached {
			rep.By = schemas.ByHTTPCache
		}
		return rep, f.reply(flight, c, resp, &rep)
	}
}

// port refuses the ports that the standard blocks, except where an operator
// says that an origin is there.
//
// https://fetch.spec.whatwg.org/#port-blocking
func (f *fetcher) port(c *course) error {
	if port := c.url.Port(); port != "" && egress.BadPort(port) && f.origins.sites[c.url.Origin()] == nil && !f.egress.Names(c.url.Hostname(), port) {
		return typeError(schemas.CodeRefused, "the Fetch standard blocks the port %s", port)
	}
	return nil
}

// parseTarget refuses what cannot be fetched, and says so.
func parseTarget(raw, method string) (*weburl.URL, error) {
	u, err := weburl.Parse(raw)
	if err != nil {
		return nil, typeError(schemas.CodeRefused, "the URL to fetch does not parse: %v", err)
	}
	switch u.Scheme() {
	case "http", "https":
	case "data", "blob", "about":
		return nil, typeError(schemas.CodeRefused, "a loader does not fetch %s: URLs: whoever made one has its bytes", u.Scheme())
	default:
		return nil, typeError(schemas.CodeRefused, "%s: URLs cannot be fetched: only http: and https:", u.Scheme())
	}
	switch method {
	case "CONNECT", "TRACE", "TRACK":
		return nil, typeError(schemas.CodeRefused, "the method %s is forbidden", method)
	}
	if !httpguts.ValidHeaderFieldName(method) {
		return nil, typeError(schemas.CodeRefused, "the method is not an HTTP token")
	}
	return u, nil
}

// worker lets a service worker answer: the client's controller, or for a
// navigation and a worker's script the worker of the URL's scope, which then
// controls the new client whether or not it answers.
func (f *fetcher) worker(flight *flight, c *course, rep *schemas.NetReply) (answered bool, err error) {
	event := schemas.FetchEvent{
		Loader: f.loader, ClientID: c.req.ClientID, Request: c.q,
	}
	event.Request.URL = c.url.Href()
	url := c.url.WithoutFragment()
	var subject string
	var entry *scopeindex.Entry
	if c.q.Destination == "embed" || c.q.Destination == "object" { // Handle Fetch, step 8
		return false, nil
	}
	if c.q.Mode == "navigate" || c.reserves() {
		if c.q.Mode == "navigate" {
			event.ReplacesClientID, event.Origin = c.req.ReplacesClientID, c.req.Origin
		}
		event.ResultingClientID = c.req.ReservedClientID
		if entry = settled(flight.ctx, f.index, f.index.Match(url), url, f.activationWait); entry == nil {
			return false, nil
		}
		f.softUpdate(entry.Scope)
		rep.ControllerScope, rep.ControllerVersion = entry.Scope, entry.Version
		if !entry.Fetches {
			return false, nil
		}
		event.Scope, event.Version, subject = entry.Scope, entry.Version, entry.Subject
	} else {
		event.Scope, event.Version = c.req.ControllerScope, c.req.ControllerVersion
		if event.Scope == "" || event.Version == "" {
			return false, nil
		}
		if entry := f.controller(flight, event.Scope, event.Version); entry != nil && !entry.Fetches {
			return false, nil
		}
		if subject, err = bus.Fetch.SubjectFor(bus.Params{"scope": event.Scope, "version": event.Version}); err != nil {
			return false, typeError(schemas.CodeBadMessage, "the document's controller cannot be named on the bus: %v", err)
		}
	}
	event.ID = f.ids()
	if entry != nil {
		f.preload(bus.TraceOf(flight.ctx), &event, entry, *c.req)
	}
	return f.askWorker(flight, &event, subject, rep)
}

// controller is the index's entry of a document's controller, once activated;
// nil when the controller is an older version.
func (f *fetcher) controller(flight *flight, scope, version string) *scopeindex.Entry {
	entry := f.index.Get(scope)
	if entry == nil || entry.Version != version {
		return nil
	}
	return settled(flight.ctx, f.index, entry, scope, f.activationWait)
}

// askWorker sends the event; false: the network shall answer.
func (f *fetcher) askWorker(flight *flight, event *schemas.FetchEvent, subject string, rep *schemas.NetReply) (bool, error) {
	frame, err := event.AppendBinary(nil)
	if err != nil {
		return false, err
	}
	if limit := f.conn.MaxPayload(); limit > 0 && len(frame) > limit {
		return false, typeError(schemas.CodeLimit, "the request does not fit a bus message of at most %d bytes: its URL or headers are too large", limit)
	}
	question := question{
		scope: event.Scope, subject: subject, frame: frame, trace: bus.TraceOf(flight.ctx),
		replay: idempotent(event.Request.Method) && event.Request.Body.Kind != schemas.BodyStream,
	}
	var reply schemas.FetchReply
	if err := f.asker.ask(flight.ctx, &question, &reply); err != nil {
		f.drop(event.Preload)
		if flight.ctx.Err() != nil {
			_ = bus.Abort.Publish(f.conn, bus.Params{"scope": event.Scope, "version": event.Version}, schemas.Abort{ID: event.ID, Reason: "the document aborted the fetch"})
		}
		return false, err
	}
	switch reply.Outcome {
	case schemas.FetchResponse:
		rep.Response = reply.Response
		rep.By, rep.ByScope, rep.ByVersion = schemas.ByWorker, event.Scope, event.Version
		return true, nil
	case schemas.FetchFailed:
		e := reply.Error
		return false, typeError(e.Code, "the service worker of %s did not answer this request: %s", event.Scope, e.Message)
	}
	return false, nil // Network, or Missing: the controller is gone
}

// discard tells the sender of a body that nobody will read it.
func (f *fetcher) discard(ctx context.Context, b *schemas.Body) {
	if b.Kind != schemas.BodyStream {
		return
	}
	if r, err := f.conn.OpenBody(ctx, b.Stream); err == nil {
		_ = r.Close()
	}
}

// typeError is an error that becomes a TypeError in a script.
func typeError(code schemas.Code, format string, args ...any) *schemas.Error {
	return &schemas.Error{Code: code, Message: fmt.Sprintf(format, args...), Exception: "TypeError"}
}
