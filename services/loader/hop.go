package loader

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"asterism/schemas"
	"asterism/services/loader/hygiene"
	"asterism/services/loader/upstream"
	"asterism/webapi/weburl"

	"golang.org/x/net/http/httpguts"
)

// drainLimit is how much of a redirect's body is read so that its connection can
// serve the next request.
const drainLimit = 16 << 10

// hop performs one request, redirects not followed.
//
// https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
func (f *fetcher) hop(ctx context.Context, c *course) (*http.Response, error) {
	origin := c.url.Origin()
	r := (&http.Request{
		Method: c.q.Method, Host: c.url.Host(), Header: http.Header{},
		URL:   upstream.Target(c.url.Scheme(), c.url.Host(), c.url.Pathname()+searchOf(c.url)),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}).WithContext(ctx)
	hygiene.ReadRequest(r.Header, c.q.Headers)
	c.fields(r.Header, origin)
	if err := f.body(ctx, r, &c.q.Body); err != nil {
		return nil, err
	}
	var tripper http.RoundTripper = f.internet
	where := c.url.Host()
	if site := f.origins.forFetch(origin, c.req); site != nil {
		tripper, where = site, "the upstream of "+where
	}
	resp, err := tripper.RoundTrip(r)
	if err != nil {
		return nil, networkError(where, err)
	}
	return resp, nil
}

// fields sets what the standard sets on a request's way out, where the initiator
// has not.
func (c *course) fields(h http.Header, origin string) {
	same := c.req.Origin == "" || c.req.Origin == origin
	if c.q.Credentials == "omit" || !same && c.q.Credentials != "include" {
		h.Del("Cookie")
	}
	if ref := referrer(&c.q, c.url, origin); ref != "" {
		h["Referer"] = []string{ref}
	}
	safe := c.q.Method == http.MethodGet || c.q.Method == http.MethodHead
	if c.req.Origin != "" && h["Origin"] == nil && (!safe || c.q.Mode == "cors" && !same) {
		h["Origin"] = []string{c.req.Origin}
	}
	if h["Accept"] == nil {
		h["Accept"] = []string{"*/*"}
	}
	if h["User-Agent"] == nil {
		h["User-Agent"] = []string{"asterism"}
	}
	if c.q.Cache == "no-store" || c.q.Cache == "reload" {
		if h["Cache-Control"] == nil {
			h["Cache-Control"] = []string{"no-cache"}
		}
	}
}

// body gives the request its body; a stream is opened only now.
func (f *fetcher) body(ctx context.Context, r *http.Request, b *schemas.Body) error {
	switch b.Kind {
	case schemas.BodyInline:
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(b.Inline)), int64(len(b.Inline))
		r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b.Inline)), nil }
		if len(b.Inline) == 0 {
			r.Body = http.NoBody
		}
	case schemas.BodyStream:
		stream, err := f.conn.OpenBody(ctx, b.Stream)
		if err != nil {
			return err
		}
		r.Body, r.ContentLength = stream, b.Length
		if b.Length == 0 { // net/http takes 0 for unknown when there is a body
			r.Body = http.NoBody
			stream.Close()
		}
	}
	return nil
}

// referrer is the Referer field to send, under the request's policy or the
// default one.
//
// https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer
func referrer(q *schemas.Request, to *weburl.URL, origin string) string {
	from, err := weburl.Parse(q.Referrer)
	if err != nil || !from.HTTP() {
		return ""
	}
	base := from.Origin() + "/"
	full := from.Origin() + from.Pathname() + searchOf(from)
	if len(full) > 4096 {
		full = base
	}
	same := from.Origin() == origin
	downgrade := from.Scheme() == "https" && to.Scheme() == "http"
	switch q.ReferrerPolicy {
	case "no-referrer":
		return ""
	case "origin":
		return base
	case "unsafe-url":
		return full
	case "same-origin":
		if same {
			return full
		}
		return ""
	case "strict-origin":
		if downgrade {
			return ""
		}
		return base
	case "origin-when-cross-origin":
		if same {
			return full
		}
		return base
	case "no-referrer-when-downgrade":
		if downgrade {
			return ""
		}
		return full
	}
	switch { // strict-origin-when-cross-origin
	case same:
		return full
	case downgrade:
		return ""
	}
	return base
}

// searchOf is a URL's query with its question mark, also when it is empty.
func searchOf(u *weburl.URL) string {
	if s := u.Search(); s != "" || !u.HasQuery() {
		return s
	}
	return "?"
}

// drain reads a little of a body and closes it.
func drain(body io.ReadCloser) {
	_, _ = io.CopyN(io.Discard, body, drainLimit)
	body.Close()
}

func methodToken(s string) bool { return httpguts.ValidHeaderFieldName(s) }
