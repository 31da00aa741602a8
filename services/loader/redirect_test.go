package loader

import (
	"strings"
	"testing"

	"asterism/schemas"
)

func TestRedirects(t *testing.T) {
	other := upstreamServer(t, echo)
	up := upstreamServer(t, echo)
	w := start(t, func(c *Config) { c.EgressAllow = []string{"127.0.0.0/8"} })
	get := func(q schemas.Request) schemas.NetReply {
		t.Helper()
		q.URL = up + q.URL
		if q.Mode == "" {
			q.Mode = "cors"
		}
		return w.fetch(schemas.NetRequest{Origin: up, Request: q})
	}
	secret := headerBlock("Authorization", "x", "Cookie", "c", "Content-Type", "t", "X", "1")
	rep := get(schemas.Request{URL: "/to?l=/there%23new#old", Headers: secret})
	if r := rep.Response; w.read(r.Body) != "GET /there 0" || len(r.URLs) != 2 || r.URLs[1] != up+"/there#new" || r.Type != "basic" || header(r.Headers, "Seen-Authorization") != "x" {
		t.Errorf("%+v", rep)
	}
	if rep = get(schemas.Request{URL: "/to?l=/there#old"}); rep.Response.URLs[1] != up+"/there#old" {
		t.Errorf("the fragment is not inherited: %v", rep.Response.URLs)
	}
	if rep = get(schemas.Request{URL: "/to?l=/x%3F%E2%98%83%FF"}); rep.Response.URLs[1] != up+"/x?%E2%98%83%FF" {
		t.Errorf("a location that is not UTF-8: %v", rep.Response.URLs)
	}
	rep = get(schemas.Request{URL: "/to?l=" + other + "/x", Headers: secret, Credentials: "include"})
	if r := rep.Response; r.Status != 200 || r.Type != "cors" || header(r.Headers, "Seen-Authorization") != "" || header(r.Headers, "Seen-Cookie") != "" || header(r.Headers, "Seen-X") != "1" {
		t.Errorf("%+v", rep)
	}
	body := schemas.Body{Kind: schemas.BodyInline, Inline: []byte("12345")}
	for _, c := range []struct{ method, code, want, contentType string }{
		{"POST", "301", "GET /x 0", ""}, {"POST", "302", "GET /x 0", ""}, {"POST", "303", "GET /x 0", ""}, {"POST", "307", "POST /x 5", "t"}, {"POST", "308", "POST /x 5", "t"},
		{"PUT", "302", "PUT /x 5", "t"}, {"PUT", "303", "GET /x 0", ""},
	} {
		rep := get(schemas.Request{URL: "/to?l=/x&c=" + c.code, Method: c.method, Body: body, Headers: secret})
		if got := w.read(rep.Response.Body); got != c.want || header(rep.Response.Headers, "Seen-Content-Type") != c.contentType {
			t.Errorf("%s %s: %q %+v", c.method, c.code, got, rep)
		}
	}
	if rep = get(schemas.Request{URL: "/to?l=/x", Redirect: "manual"}); rep.Response.Type != "opaqueredirect" || rep.Response.Status != 302 || header(rep.Response.Headers, "Location") != "/x" {
		t.Errorf("%+v", rep)
	}
	if rep = get(schemas.Request{URL: "/to"}); rep.Response.Status != 302 { // an empty location is this URL again, a missing one is not a redirect
		if rep.Error.Code == "" {
			t.Errorf("%+v", rep)
		}
	}
	name, err := w.conn.OfferBody(t.Context(), &pattern{10}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for what, q := range map[string]schemas.Request{
		"redirect mode":  {URL: "/to?l=/x", Redirect: "error"},
		"more than 20":   {URL: "/loop"},
		"a data: URL":    {URL: "/to?l=data:,x"},
		"not a URL":      {URL: "/to?l=http://[/"},
		"cannot be sent": {URL: "/to?l=/x&c=307", Method: "POST", Body: schemas.Body{Kind: schemas.BodyStream, Stream: name, Length: 10}},
		"another origin": {URL: "/to?l=" + other, Mode: "same-origin"},
		"user name":      {URL: "/to?l=" + strings.Replace(other, "//", "//u:p@", 1), Mode: "cors"},
		"metadata":       {URL: "/to?l=http://169.254.169.254/"},
	} {
		if rep := get(q); rep.Error.Code == "" || !strings.Contains(rep.Error.Message, what) {
			t.Errorf("%s: %+v", what, rep)
		}
	}
}
