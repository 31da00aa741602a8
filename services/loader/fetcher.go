package loader

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"asterism/bus"
	"asterism/bus/caches"
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
	conn     *bus.Conn
	index    *scopeindex.Index
	origins  *origins
	asker    *asker
	ids      func() string // of fetch events
	loader   string
	settling *settling
	internet http.RoundTripper // keeps the egress policy
	afresh   http.RoundTripper // the same, each request on a new connection
	egress   egress.Policy
	flights  *flights
	aheads   aheads
	caches   *caches.Caches // for routes; followed once one wants them
	running  *running
	log      *slog.Logger

	cache      *httpcache.Cache
	guess      bool // LOADER_CACHE_HEURISTICS
	preflights cors.Cache
	cookies    cookies.Jar
	logins     logins.Store
	cookieUse  string // LOADER_COOKIES
	clears     bool   // LOADER_CLEAR_SITE_DATA
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
		rep = schemas.NetReply{Timing: was.Timing}
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
		f.clearSite(flight.ctx, c, resp.Header)
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
