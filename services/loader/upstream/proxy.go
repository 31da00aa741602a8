package upstream

import (
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
)

// proxy passes requests to a web server. The Host field and X-Forwarded-Host
// name the origin (what the worker sees in the URL too), so that the server can
// build right absolute URLs; Options.UpstreamHost changes the former.
type proxy struct {
	to      *url.URL
	options Options
}

// handler is the front door's way: httputil.ReverseProxy takes care of
// hop-by-hop fields, trailers, 1xx answers, upgrades and flushing.
func (p *proxy) handler() http.Handler {
	return &httputil.ReverseProxy{
		Rewrite:       p.rewrite,
		Transport:     p.options.Transport,
		FlushInterval: -1, // bytes leave as they come
		BufferPool:    &buffers{},
		ErrorLog:      log.New(io.Discard, "", 0), // what it logs, Fail says or the client caused
		ErrorHandler:  p.options.Fail,
	}
}

func (p *proxy) rewrite(pr *httputil.ProxyRequest) {
	raw := pr.In.RequestURI
	if !strings.HasPrefix(raw, "/") {
		raw = pr.In.URL.RequestURI()
	}
	pr.Out.URL = p.target(raw)
	pr.Out.Host = p.host(pr.In.Host)
	if p.options.TrustForwarded {
		pr.Out.Header["X-Forwarded-For"] = pr.In.Header["X-Forwarded-For"]
	}
	pr.SetXForwarded()
	if pr.In.URL.Scheme != "" {
		pr.Out.Header.Set("X-Forwarded-Proto", pr.In.URL.Scheme)
	}
}

// RoundTrip is a fetch's way: r's URL is of the origin.
func (p *proxy) RoundTrip(r *http.Request) (*http.Response, error) {
	out := r.Clone(r.Context())
	out.Host = p.host(r.URL.Host)
	out.Header.Set("X-Forwarded-Host", r.URL.Host)
	out.Header.Set("X-Forwarded-Proto", r.URL.Scheme)
	out.URL = p.target(r.URL.RequestURI())
	return p.options.Fetches.RoundTrip(out)
}

func (p *proxy) host(origin string) string {
	if p.options.UpstreamHost || origin == "" {
		return p.to.Host
	}
	return origin
}

// target is the upstream URL for a request target in origin form.
func (p *proxy) target(raw string) *url.URL {
	return Target(p.to.Scheme, p.to.Host, strings.TrimSuffix(p.to.EscapedPath(), "/")+raw)
}

// buffers lends copy buffers.
type buffers struct{ pool sync.Pool }

func (b *buffers) Get() []byte {
	if p, ok := b.pool.Get().(*[]byte); ok {
		return *p
	}
	return make([]byte, 32<<10)
}

func (b *buffers) Put(p []byte) { b.pool.Put(&p) }
