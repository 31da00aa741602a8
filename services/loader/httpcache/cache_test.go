package httpcache_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"asterism/services/loader/httpcache"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func at(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }

// header reads "Name: value" lines.
func header(lines ...string) http.Header {
	h := http.Header{}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		h.Add(name, value)
	}
	return h
}

func TestKeepable(t *testing.T) {
	for _, c := range []struct {
		method         string
		status         int
		request, reply http.Header
		private, all   bool
	}{
		{"GET", 200, nil, header("Cache-Control: max-age=1"), true, false},
		{"GET", 200, nil, header("Cache-Control: public, max-age=1"), true, true},
		{"GET", 200, nil, header("Cache-Control: private"), true, false},
		{"GET", 200, nil, header("Cache-Control: max-age=1, No-Store"), false, false},
		{"GET", 200, header("Cache-Control: no-store"), header("Cache-Control: max-age=1"), false, false},
		{"GET", 200, nil, header("Etag: x"), true, false},
		{"GET", 200, nil, header(), false, false},
		{"GET", 599, nil, header("Expires: " + at(time.Hour)), true, false},
		{"GET", 206, nil, header("Cache-Control: max-age=1"), false, false},
		{"POST", 200, nil, header("Cache-Control: max-age=1"), false, false},
		{"GET", 200, nil, header("Cache-Control: max-age=1", "Vary: *"), false, false},
	} {
		if got := httpcache.Keepable(c.method, c.request, c.status, c.reply, false); got != c.private {
			t.Errorf("%s %d %v: %v", c.method, c.status, c.reply, got)
		}
		if got := httpcache.Keepable(c.method, c.request, c.status, c.reply, true); got != c.all {
			t.Errorf("shared: %s %d %v: %v", c.method, c.status, c.reply, got)
		}
	}
}

func TestState(t *testing.T) {
	for _, c := range []struct {
		reply, request http.Header
		want           httpcache.State
	}{
		{header("Cache-Control: max-age=10"), nil, httpcache.Fresh},
		{header("Cache-Control: max-age=\"10\""), nil, httpcache.Fresh},
		{header("Cache-Control: max-age=10, max-age=1"), nil, httpcache.Fresh},
		{header("Cache-Control: max-age=10", "Age: 6"), nil, httpcache.Stale},
		{header("Cache-Control: max-age=10", "Age: x"), nil, httpcache.Fresh},
		{header("Cache-Control: max-age=99999999999999999999"), nil, httpcache.Fresh},
		{header("Cache-Control: max-age=-1"), nil, httpcache.Stale},
		{header("Cache-Control: no-cache, max-age=10"), nil, httpcache.Stale},
		{header("Cache-Control: max-age=1"), nil, httpcache.Stale},
		{header("Cache-Control: max-age=1, stale-while-revalidate=10"), nil, httpcache.Revalidating},
		{header("Cache-Control: max-age=1, stale-while-revalidate=10, must-revalidate"), nil, httpcache.Stale},
		{header("Expires: "+at(time.Minute), "Date: "+at(0)), nil, httpcache.Fresh},
		{header("Expires: 0", "Date: "+at(0)), nil, httpcache.Stale},
		{header("Expires: "+at(time.Minute), "Cache-Control: max-age=1"), nil, httpcache.Stale},
		{header("Last-Modified: " + at(-1000*time.Second)), nil, httpcache.Fresh},
		{header("Last-Modified: " + at(-10*time.Second)), nil, httpcache.Stale},
		{header("Cache-Control: max-age=10"), header("Cache-Control: no-cache"), httpcache.Stale},
		{header("Cache-Control: max-age=10"), header("Pragma: no-cache"), httpcache.Stale},
		{header("Cache-Control: max-age=10"), header("Cache-Control: max-age=1"), httpcache.Stale},
		{header("Cache-Control: max-age=10"), header("Cache-Control: min-fresh=8"), httpcache.Stale},
		{header("Cache-Control: max-age=1"), header("Cache-Control: max-stale"), httpcache.Fresh},
		{header("Cache-Control: max-age=1"), header("Cache-Control: max-stale=2"), httpcache.Stale},
	} {
		s := &httpcache.Stored{Status: 200, Header: c.reply, Asked: now, Received: now, Guess: true}
		if got := s.State(c.request, now.Add(5*time.Second)); got != c.want {
			t.Errorf("%v, request %v: %v, want %v", c.reply, c.request, got, c.want)
		}
	}
}

func TestVaryAndReplace(t *testing.T) {
	c := httpcache.New(1 << 20)
	put := func(lang, body string) {
		c.Put("p", "u", header("Accept-Language: "+lang), &httpcache.Stored{Status: 200, Header: header("Vary: Accept-Language"), Body: []byte(body), Received: now})
	}
	put("en", "hello")
	put("fr, de", "salut")
	get := func(lang string) string {
		if s := c.Select("p", "u", header("Accept-Language: "+lang)); s != nil {
			return string(s.Body)
		}
		return ""
	}
	if get("en") != "hello" || get("fr ,de") != "salut" || get("de") != "" || c.Select("q", "u", header("Accept-Language: en")) != nil {
		t.Error("the wrong response was selected")
	}
	put("en", "hi")
	if get("en") != "hi" || get("fr, de") != "salut" {
		t.Error("not replaced")
	}
	c.Invalidate("p", "u")
	if get("en") != "" || get("fr, de") != "" {
		t.Error("not forgotten")
	}
}

func TestFreshen(t *testing.T) {
	c := httpcache.New(1 << 20)
	c.Put("p", "u", nil, &httpcache.Stored{Status: 200, Header: header("Etag: \"1\"", "Cache-Control: max-age=1", "Content-Length: 4", "X: old"), Body: []byte("body"), Asked: now, Received: now})
	s := c.Select("p", "u", nil)
	request := http.Header{}
	if !s.Condition(request) || request.Get("If-None-Match") != `"1"` {
		t.Errorf("%v", request)
	}
	later := now.Add(time.Minute)
	c.Freshen(s, nil, header("Cache-Control: max-age=60", "X: new", "Content-Length: 0"), later, later)
	got := c.Select("p", "u", nil)
	if got == s || got.Header.Get("X") != "new" || got.Header.Get("Content-Length") != "4" || string(got.Body) != "body" || got.State(nil, later.Add(time.Second)) != httpcache.Fresh {
		t.Errorf("%+v", got)
	}
}

func TestBounds(t *testing.T) {
	c := httpcache.New(16 << 10)
	for i := range 100 {
		url := fmt.Sprint("u", i)
		body := c.Record("p", url, nil, &httpcache.Stored{Status: 200, Header: header("Cache-Control: max-age=9"), Received: now}, io.NopCloser(bytes.NewReader(make([]byte, 1000))), -1)
		if n, err := io.Copy(io.Discard, body); n != 1000 || err != nil {
			t.Fatal(n, err)
		}
	}
	kept := 0
	for i := range 100 {
		if c.Select("p", fmt.Sprint("u", i), nil) != nil {
			kept++
		}
	}
	if kept < 5 || kept > 16 || c.Select("p", "u99", nil) == nil || c.Select("p", "u0", nil) != nil {
		t.Errorf("%d of 100 were kept", kept)
	}
	cut := c.Record("p", "cut", nil, &httpcache.Stored{}, io.NopCloser(strings.NewReader("abc")), 5)
	_, _ = io.Copy(io.Discard, cut)
	long := c.Record("p", "long", nil, &httpcache.Stored{}, io.NopCloser(bytes.NewReader(make([]byte, 1<<20))), -1)
	_, _ = io.Copy(io.Discard, long)
	if c.Select("p", "cut", nil) != nil || c.Select("p", "long", nil) != nil {
		t.Error("a body that broke off or is too long was kept")
	}
}

func FuzzState(f *testing.F) {
	f.Add(`max-age="5", no-cache=x`, "Thu, 01 Jan 1970 00:00:00 GMT", "7, 8", "max-stale=1")
	f.Fuzz(func(t *testing.T, cc, expires, age, request string) {
		h := http.Header{"Cache-Control": {cc}, "Expires": {expires}, "Age": {age}, "Vary": {expires}}
		q := http.Header{"Cache-Control": {request}}
		s := &httpcache.Stored{Status: 200, Header: h, Asked: now, Received: now}
		if s.State(q, now) == httpcache.Fresh && strings.EqualFold(cc, "no-cache") {
			t.Error("fresh")
		}
		if httpcache.Keepable("GET", q, 200, h, false) && strings.EqualFold(cc, "no-store") {
			t.Error("kept")
		}
		c := httpcache.New(1 << 16)
		c.Put("p", "u", q, s)
		if got := c.Select("p", "u", q); got == nil && len(cc)+len(expires)+len(age) < 1000 {
			t.Error("not found again")
		}
	})
}
