package loader

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"asterism/schemas"
	"asterism/services/loader/coding"
	"asterism/services/loader/cookies"
	"asterism/services/loader/upstream"
)

// drainLimit is how much of a body nobody wants is read, so that its connection
// can serve the next request.
const drainLimit = 16 << 10

// transmit sends a course's request with these fields and takes the response's
// cookies and codings off.
//
// https://fetch.spec.whatwg.org/#concept-http-network-fetch
func (f *fetcher) transmit(ctx context.Context, c *course, h http.Header) (*http.Response, error) {
	jar := f.jar(c)
	if jar != nil && h["Cookie"] == nil {
		if line := f.cookies.Header(jar); line != "" {
			h["Cookie"] = []string{line}
		}
	}
	login := f.login(c, jar != nil, h)
	resp, err := f.perform(ctx, c, h, false)
	if err == nil && resp.StatusCode == http.StatusMisdirectedRequest && c.source() && f.origins.forFetch(c.url.Origin(), c.req) == nil {
		drain(resp.Body)
		resp, err = f.perform(ctx, c, h, true)
	}
	if err != nil {
		return nil, err
	}
	if jar != nil {
		for _, line := range resp.Header["Set-Cookie"] {
			f.cookies.Set(jar, line)
		}
	}
	login(resp.StatusCode)
	decode(resp)
	return resp, nil
}

// perform sends a course's request and body. fresh has a connection made for it,
// which a request gets that came to the wrong server: once, and not on the way
// to an upstream, whose connections are no one origin's.
//
// https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch (421)
func (f *fetcher) perform(ctx context.Context, c *course, h http.Header, fresh bool) (*http.Response, error) {
	r := c.request(c.q.Method, h).WithContext(ctx)
	if err := f.body(ctx, r, &c.q.Body); err != nil {
		return nil, err
	}
	return f.send(r, c, fresh)
}

// request makes an HTTP request for the course's URL.
func (c *course) request(method string, h http.Header) *http.Request {
	target := c.url.Pathname()
	if search := c.url.Search(); search != "" || c.url.HasQuery() {
		target += "?" + strings.TrimPrefix(search, "?")
	}
	return &http.Request{
		Method: method, Host: c.url.Host(), Header: h,
		URL:   upstream.Target(c.url.Scheme(), c.url.Host(), target),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
}

// send hands a request to its origin's upstream, or to the internet, there over
// a connection of its own when fresh.
func (f *fetcher) send(r *http.Request, c *course, fresh bool) (*http.Response, error) {
	tripper := f.internet
	if fresh {
		tripper = f.afresh
	}
	where, wire := c.url.Host(), true
	if site := f.origins.forFetch(c.url.Origin(), c.req); site != nil {
		tripper, where, wire = site, "the upstream of "+where, site.URL != nil
	}
	if wire {
		r.Header = c.written(r.Header)
	}
	resp, err := tripper.RoundTrip(r)
	if err != nil && r.Body == nil && c.safe() && malformed(err) {
		// What a server sent too much with an earlier response: another connection.
		resp, err = tripper.RoundTrip(r)
	}
	if err != nil {
		return nil, networkError(where, err)
	}
	return resp, nil
}

func malformed(err error) bool { return strings.Contains(err.Error(), "malformed HTTP") }

// jar is what the cookie store wants to know of a course, nil when cookies are
// none of it.
func (f *fetcher) jar(c *course) *cookies.Request {
	document := c.req.ClientID != "" || c.req.ReservedClientID != "" || c.q.Destination == "serviceworker" || c.q.Destination == "script"
	if f.cookieUse == cookiesNone || f.cookieUse == "" || f.cookieUse == cookiesDocuments && !document || !c.credentials() {
		return nil
	}
	return &cookies.Request{
		Partition: c.top(), URL: c.url, Now: time.Now(),
		SameSite:   c.sameSite(),
		Navigation: c.q.Mode == "navigate" && c.q.Destination == "document" && c.safe(),
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

// decode undoes the response's Content-Encoding. The field goes with it, and the
// length that was the coded body's: whoever passes the response on would have to
// take them off again, and could not tell.
func decode(resp *http.Response) {
	value := strings.Join(resp.Header["Content-Encoding"], ",")
	if resp.Request != nil && resp.Request.Method == http.MethodHead || nullBody(resp.StatusCode) || !coding.Known(value) {
		return
	}
	delete(resp.Header, "Content-Encoding")
	delete(resp.Header, "Content-Length")
	resp.Body, resp.ContentLength = coding.Decode(value, resp.Body), -1
}

// drain reads a little of a body and closes it.
func drain(body io.ReadCloser) {
	_, _ = io.CopyN(io.Discard, body, drainLimit)
	body.Close()
}
