package loader

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"asterism/schemas"
)

// counter counts its requests in the body; the query's fields are the answer's.
func counter(n *atomic.Int32) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for name, values := range r.URL.Query() {
			w.Header()[name] = values
		}
		if etag := r.Header.Get("If-None-Match"); etag != "" && etag == w.Header().Get("Etag") {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, n.Add(1))
	}
}

func TestHTTPCache(t *testing.T) {
	var n atomic.Int32
	up := upstreamServer(t, counter(&n))
	w := start(t, func(c *Config) { c.EgressAllow, c.CacheSize = []string{"127.0.0.1"}, 1<<20 })
	get := func(query, mode string, fields ...string) string {
		t.Helper()
		rep := w.fetch(schemas.NetRequest{Origin: up, Request: schemas.Request{URL: up + "/?" + query, Mode: "same-origin", Cache: mode, Headers: headerBlock(fields...)}})
		if rep.Error.Code != "" {
			return "error"
		}
		return w.read(rep.Response.Body)
	}
	const fresh, stale, tagged = "Cache-Control=max-age=60", "Cache-Control=max-age=0", "Cache-Control=no-cache&Etag=%221%22"
	for _, c := range []struct {
		query, mode, want string
		fields            []string
	}{
		{fresh, "only-if-cached", "error", nil},
		{fresh, "default", "1", nil},
		{fresh, "", "1", nil},
		{fresh, "no-store", "2", nil},
		{fresh, "default", "1", nil},
		{fresh, "reload", "3", nil},
		{fresh, "only-if-cached", "3", nil},
		{fresh, "no-cache", "4", nil},
		{fresh, "", "5", []string{"If-None-Match", "x"}},
		{fresh, "", "6", []string{"Cache-Control", "no-cache"}},
		{stale, "", "7", nil},
		{stale, "", "8", nil},
		{stale, "force-cache", "8", nil},
		{tagged, "", "9", nil},
		{tagged, "", "9", nil}, // revalidated
		{fresh, "", "10", []string{"Cookie", "a=b"}},
		{fresh + "&x", "", "11", []string{"Authorization", "a"}},
		{fresh + "&x", "", "12", []string{"Authorization", "b"}}, // a user's: not for others
		{"Vary=X&" + fresh, "", "13", []string{"X", "1"}},
		{"Vary=X&" + fresh, "", "14", []string{"X", "2"}},
		{"Vary=X&" + fresh, "", "13", []string{"X", "1"}},
	} {
		if got := get(c.query, c.mode, c.fields...); got != c.want {
			t.Errorf("%s %q %q: %s, want %s", c.query, c.mode, c.fields, got, c.want)
		}
	}
	if rep := w.fetch(schemas.NetRequest{Origin: up, Request: schemas.Request{URL: up + "/?" + fresh, Method: "POST", Mode: "same-origin"}}); w.read(rep.Response.Body) != "15" {
		t.Errorf("%+v", rep)
	}
	if got := get(fresh, ""); got != "16" {
		t.Errorf("after a POST: %s", got)
	}
}

// A stale response is used at once while it is being revalidated.
func TestStaleWhileRevalidate(t *testing.T) {
	var n atomic.Int32
	up := upstreamServer(t, counter(&n))
	w := start(t, func(c *Config) { c.EgressAllow, c.CacheSize = []string{"127.0.0.1"}, 1<<20 })
	get := func() string {
		rep := w.fetch(schemas.NetRequest{Origin: up, Request: schemas.Request{URL: up + "/?Cache-Control=max-age=0,stale-while-revalidate=60", Mode: "same-origin"}})
		return w.read(rep.Response.Body)
	}
	if a, b := get(), get(); a != "1" || b != "1" {
		t.Errorf("%s, %s", a, b)
	}
	until(t, "it was revalidated behind", func() bool { return get() != "1" })
}

func TestCookies(t *testing.T) {
	up := upstreamServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Set-Cookie"] = []string{"a=1", "b=2; Path=/x", "c=3; HttpOnly"}
		fmt.Fprint(w, r.Header.Get("Cookie"))
	})
	for _, c := range []struct {
		use, worker, document, client string
	}{
		{"none", "", "", "own=1"},
		{"documents", "", "a=1; c=3", "own=1"},
		{"all", "a=1; c=3", "a=1; c=3", "own=1"},
	} {
		w := start(t, func(cfg *Config) { cfg.EgressAllow, cfg.Cookies = []string{"127.0.0.1"}, c.use })
		get := func(q schemas.NetRequest) string {
			q.Origin, q.Request.URL, q.Request.Mode = up, up+"/", "same-origin"
			rep := w.fetch(q)
			return w.read(rep.Response.Body)
		}
		worker, document := schemas.NetRequest{}, schemas.NetRequest{ClientID: "d"}
		if first := get(worker) + get(worker); first != c.worker {
			t.Errorf("%s: a worker sends %q", c.use, first)
		}
		get(document)
		if got := get(document); got != c.document {
			t.Errorf("%s: a document sends %q", c.use, got)
		}
		if got := get(schemas.NetRequest{ClientID: "d", Request: schemas.Request{Credentials: "omit"}}); got != "" {
			t.Errorf("%s: without credentials: %q", c.use, got)
		}
		if got := get(schemas.NetRequest{Request: schemas.Request{Headers: headerBlock("Cookie", "own=1")}}); got != c.client {
			t.Errorf("%s: what a client sent: %q", c.use, got)
		}
	}
}
