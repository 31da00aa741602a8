package loader

import (
	"net/http"
	"strings"

	"asterism/schemas"
	"asterism/services/loader/hygiene"
	"asterism/services/loader/scopeindex"
	"asterism/webapi/weburl"
)

// front is the front door's handler.
type front struct {
	origins *origins
	index   *scopeindex.Index
	workers *workers
	push    *pushDoor
	maxBody int64
}

// ServeHTTP answers one request: by the worker of its scope, or by the network.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodConnect {
		failure(w, http.StatusNotImplemented, schemas.CodeRefused, "this is not a forward proxy: CONNECT is not supported")
		return
	}
	if x := resumed(r); x != nil {
		if f.workers.resume(w, r, x) {
			f.network(w, r, x.origin)
		}
		return
	}
	if isPush(r) {
		f.push.ServeHTTP(w, r)
		return
	}
	origin, ok := f.origins.of(r.Host, hygiene.Header(r.Header), r.TLS != nil)
	if !ok {
		failure(w, http.StatusBadRequest, schemas.CodeRefused, "the request's Host is not a host name or address, perhaps with a port")
		return
	}
	if f.maxBody > 0 {
		if r.ContentLength > f.maxBody {
			failure(w, http.StatusRequestEntityTooLarge, schemas.CodeLimit, bodyTooLarge(f.maxBody).Message)
			return
		}
		if r.Body != http.NoBody {
			r.Body = http.MaxBytesReader(nil, r.Body, f.maxBody) // w is not its to write: see lease
		}
	}
	if bypasses(r) {
		f.network(w, r, origin)
		return
	}
	url, ok := requestURL(origin, r)
	if !ok {
		failure(w, http.StatusBadRequest, schemas.CodeRefused, "the request's target is not a URL's path and query")
		return
	}
	entry := f.index.Match(url)
	if entry != nil && entry.Canary != nil {
		entry = entry.For(clientOf(r))
	}
	if entry == nil || !entry.Fetches && entry.Routes == nil {
		f.network(w, r, origin)
		return
	}
	if f.workers.serve(w, r, entry, origin, url) {
		f.network(w, r, origin)
	}
}

// network passes a request to its origin's upstream.
func (f *front) network(w http.ResponseWriter, r *http.Request, origin string) {
	site := f.origins.site(origin)
	if site == nil {
		failure(w, http.StatusBadGateway, schemas.CodeNetwork,
			"no service worker answered, and there is no upstream for "+origin+": an operator can name one in LOADER_UPSTREAMS")
		return
	}
	// What Site wants to know.
	r.URL.Scheme, r.Host, _ = strings.Cut(origin, "://")
	if r.Body != http.NoBody {
		r.Body = &ended{ReadCloser: r.Body}
	}
	site.ServeHTTP(w, r)
}

// requestURL is the URL of a request as the URL Standard serializes it.
func requestURL(origin string, r *http.Request) (string, bool) {
	raw := r.RequestURI
	if !strings.HasPrefix(raw, "/") { // absolute form
		raw = r.URL.RequestURI()
	}
	if target, ok := hygiene.Target(raw); ok {
		return origin + target, true
	}
	u, err := weburl.Parse(origin + raw)
	if err != nil || u.Origin() != origin {
		return "", false
	}
	return u.WithoutFragment(), true
}

// upstreamFailed answers a request whose upstream failed; r is the one that was
// sent there. The client is told the origin, the log where it comes from.
func (s *Service) upstreamFailed(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		panic(http.ErrAbortHandler) // the client is gone
	}
	if limit, ok := asTooLarge(err); ok {
		failure(w, http.StatusRequestEntityTooLarge, schemas.CodeLimit, bodyTooLarge(limit).Message)
		return
	}
	origin := r.Header.Get("X-Forwarded-Host")
	s.log.Warn("upstream failed", "origin", origin, "upstream", r.URL.Host, "error", err)
	e := networkError("the upstream of "+origin, err)
	status := http.StatusBadGateway
	if e.Code == schemas.CodeTimeout {
		status = http.StatusGatewayTimeout
	}
	failure(w, status, e.Code, e.Message)
}
