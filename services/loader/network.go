package loader

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"time"

	"asterism/schemas"
	"asterism/services/loader/httpcache"
	"asterism/services/loader/hygiene"
	"asterism/webapi/weburl"
)

// keepaliveLimit is how large the body of a request may be that outlives its
// document, in bytes.
const keepaliveLimit = 64 << 10

// outgoing is one request on its way to the network or the cache.
type outgoing struct {
	*fetcher
	*course
	header    http.Header // canonical
	mode      string      // the cache mode
	partition string
	url       string
	shared    bool // the request is a user's, who sent credentials of their own
}

// network answers a request from the cache or the network.
//
// https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
func (f *fetcher) network(ctx context.Context, c *course) (*http.Response, error) {
	if c.q.Keepalive && (len(c.q.Body.Inline) > keepaliveLimit || c.q.Body.Length > keepaliveLimit) { // 8.10
		return nil, typeError(schemas.CodeLimit, "the body of a keepalive request may have at most %d bytes", keepaliveLimit)
	}
	c.cached = false
	x := &outgoing{fetcher: f, course: c, header: http.Header{}, mode: c.q.Cache, partition: c.partition(), url: c.url.WithoutFragment()}
	hygiene.ReadRequest(x.header, c.q.Headers)
	x.shared = x.header["Cookie"] != nil || x.header["Authorization"] != nil
	c.fields(x.header)
	x.cacheFields()
	if x.mode == "no-store" || c.q.Method != http.MethodGet || x.header["Range"] != nil {
		return x.forward(ctx)
	}
	stored := f.cache.Select(x.partition, x.url, x.header) // 8.25.2
	if stored != nil && (x.shared && !stored.Shared || x.mode == "reload") {
		stored = nil
	}
	if stored != nil { // 8.25.3
		state := stored.State(x.header, time.Now())
		switch {
		case x.mode == "force-cache", x.mode == "only-if-cached", x.mode != "no-cache" && state == httpcache.Fresh:
			return x.fromCache(stored), nil
		case (x.mode == "" || x.mode == "default") && state == httpcache.Revalidating:
			x.refresh(stored)
			return x.fromCache(stored), nil
		}
	}
	if x.mode == "only-if-cached" { // 10.1
		return nil, typeError(schemas.CodeNetwork, "nothing is cached for %s, and the request's cache mode is \"only-if-cached\"", c.url.Host())
	}
	return x.revalidate(ctx, stored)
}

// cacheFields is steps 8.15 to 8.19: what a cache mode says to caches on the way.
func (x *outgoing) cacheFields() {
	h := x.header
	if x.mode == "" || x.mode == "default" {
		for _, name := range []string{"If-Modified-Since", "If-None-Match", "If-Unmodified-Since", "If-Match", "If-Range"} {
			if h[name] != nil {
				x.mode = "no-store"
				return
			}
		}
	}
	switch x.mode {
	case "no-cache":
		if h["Cache-Control"] == nil {
			h["Cache-Control"] = []string{"max-age=0"}
		}
	case "no-store", "reload":
		if h["Pragma"] == nil {
			h["Pragma"] = []string{"no-cache"}
		}
		if h["Cache-Control"] == nil {
			h["Cache-Control"] = []string{"no-cache"}
		}
	}
}

// revalidate asks the network, whether stored (which may be nil) is still good
// for one thing.
func (x *outgoing) revalidate(ctx context.Context, stored *httpcache.Stored) (*http.Response, error) {
	asked := time.Now()
	revalidating := stored != nil && stored.Condition(x.header)
	resp, err := x.forward(ctx)
	if err != nil {
		return nil, err
	}
	if revalidating && resp.StatusCode == http.StatusNotModified { // 10.5
		drain(resp.Body)
		return x.fromCache(x.cache.Freshen(stored, x.header, resp.Header, asked, time.Now())), nil
	}
	if httpcache.Keepable(x.q.Method, x.header, resp.StatusCode, resp.Header, x.shared) { // 10.6
		s := &httpcache.Stored{
			Status: resp.StatusCode, Reason: statusText(resp), Header: resp.Header.Clone(),
			Asked: asked, Received: time.Now(), Shared: x.shared, Guess: x.guess,
		}
		resp.Body = x.cache.Record(x.partition, x.url, x.header, s, resp.Body, resp.ContentLength)
	} else if stored != nil {
		x.cache.Invalidate(x.partition, x.url)
	}
	return resp, nil
}

// refresh revalidates behind the back of whoever was given stored meanwhile.
func (x *outgoing) refresh(stored *httpcache.Stored) {
	flight := x.flights.start("", "")
	again, course := *x, *x.course
	again.course, again.header = &course, x.header.Clone()
	go func() {
		defer flight.end()
		resp, err := again.revalidate(flight.ctx, stored)
		if err != nil {
			return // stale it stays
		}
		_, _ = io.Copy(io.Discard, resp.Body) // kept as it is read
		resp.Body.Close()
	}()
}

// forward sends the request. A method that may change things makes what is
// cached of it doubtful.
func (x *outgoing) forward(ctx context.Context) (*http.Response, error) {
	resp, err := x.transmit(ctx, x.course, x.header)
	if err != nil {
		return nil, err
	}
	if !x.safe() && resp.StatusCode >= 200 && resp.StatusCode <= 399 { // 10.3
		x.cache.Invalidate(x.partition, x.url)
		for _, name := range []string{"Location", "Content-Location"} {
			if u, err := weburl.ParseRef(first(resp.Header[name]), x.course.url); err == nil && resp.Header[name] != nil && weburl.SameOrigin(u, x.course.url) {
				x.cache.Invalidate(x.partition, u.WithoutFragment())
			}
		}
	}
	return resp, nil
}

// fromCache is a stored response as if it had just come.
func (x *outgoing) fromCache(s *httpcache.Stored) *http.Response {
	x.cached = true
	return &http.Response{
		Status: strconv.Itoa(s.Status) + " " + s.Reason, StatusCode: s.Status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: s.Header.Clone(), Body: io.NopCloser(bytes.NewReader(s.Body)), ContentLength: int64(len(s.Body)),
	}
}
