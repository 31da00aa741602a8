package loader

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"asterism/schemas"
)

// A script gets what another origin shares with it, and asks first where it must.
func TestCORS(t *testing.T) {
	var asked atomic.Int32
	up := upstreamServer(t, func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		switch r.URL.Path {
		case "/closed":
		case "/star":
			h.Set("Access-Control-Allow-Origin", "*")
		default:
			h.Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
			h.Set("Access-Control-Allow-Credentials", "true")
		}
		if r.Method == http.MethodOptions {
			asked.Add(1)
			if r.Header.Get("Cookie")+r.Header.Get("X-Mine") != "" || r.URL.Path == "/refuses" {
				w.WriteHeader(http.StatusForbidden)
				return
			}
			h.Set("Access-Control-Allow-Methods", r.Header.Get("Access-Control-Request-Method"))
			h.Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))
			h.Set("Access-Control-Max-Age", "60")
			return
		}
		h.Set("X-Secret", "s")
		h.Set("X-Shown", r.Header.Get("X-Mine"))
		h.Set("Access-Control-Expose-Headers", "x-shown")
		fmt.Fprint(w, r.Method)
	})
	w := start(t, func(c *Config) { c.EgressAllow = []string{"127.0.0.1"} })
	get := func(path string, q schemas.Request) schemas.NetReply {
		t.Helper()
		q.URL = up + path
		if q.Mode == "" {
			q.Mode = "cors"
		}
		return w.fetch(schemas.NetRequest{Origin: "https://me.example", Request: q})
	}
	mine := headerBlock("X-Mine", "1")
	for range 2 {
		rep := get("/open", schemas.Request{Method: "PUT", Headers: mine, Credentials: "include"})
		if r := rep.Response; w.read(r.Body) != "PUT" || r.Type != "cors" || header(r.Headers, "X-Shown") != "1" || header(r.Headers, "X-Secret") != "" {
			t.Errorf("%+v", rep)
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("%d preflights for two requests", n)
	}
	for _, c := range []struct {
		path string
		q    schemas.Request
		ok   bool
	}{
		{"/star", schemas.Request{}, true},
		{"/star", schemas.Request{Credentials: "include"}, false},
		{"/closed", schemas.Request{}, false},
		{"/closed", schemas.Request{Mode: "no-cors"}, true},
		{"/closed", schemas.Request{Mode: "no-cors", Redirect: "manual"}, false},
		{"/open", schemas.Request{Mode: "same-origin"}, false},
		{"/refuses", schemas.Request{Headers: mine}, false},
	} {
		rep := get(c.path, c.q)
		if ok := rep.Error.Code == ""; ok != c.ok || !ok && rep.Error.Code != schemas.CodeRefused {
			t.Errorf("%s %+v: %+v", c.path, c.q, rep.Error)
		}
	}
	if rep := get("/closed", schemas.Request{Mode: "no-cors"}); rep.Response.Type != "opaque" || header(rep.Response.Headers, "X-Secret") != "s" {
		t.Errorf("an opaque response is whole, for who passes it on: %+v", rep)
	}
	if rep := w.fetch(schemas.NetRequest{Origin: up, Request: schemas.Request{URL: up + "/closed", Mode: "cors", Headers: mine}}); rep.Response.Type != "basic" || header(rep.Response.Headers, "X-Secret") != "s" {
		t.Errorf("the same origin: %+v", rep)
	}
}

// A redirect after a preflight is followed, and the next URL asked in its turn.
//
// https://fetch.spec.whatwg.org/#http-redirect-fetch
func TestPreflightOfRedirect(t *testing.T) {
	asked := make(chan string, 10)
	up := upstreamServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		switch {
		case r.Method == http.MethodOptions:
			asked <- r.URL.Path + " " + r.Header.Get("Access-Control-Request-Headers")
			if r.URL.Path != "/refuses" {
				w.Header().Set("Access-Control-Allow-Headers", "x-mine")
			}
		case r.URL.Path == "/to":
			http.Redirect(w, r, r.URL.Query().Get("l"), http.StatusTemporaryRedirect)
		}
	})
	w := start(t, func(c *Config) { c.EgressAllow = []string{"127.0.0.1"} })
	for to, ok := range map[string]bool{"/allows": true, "/refuses": false} {
		rep := w.fetch(schemas.NetRequest{Origin: "https://me.example", Request: schemas.Request{URL: up + "/to?l=" + to, Mode: "cors", Headers: headerBlock("X-Mine", "1")}})
		if (rep.Error.Code == "") != ok {
			t.Errorf("%s: %+v", to, rep)
		}
		if ok && len(rep.Response.URLs) != 2 {
			t.Errorf("%q", rep.Response.URLs)
		}
		first := <-asked
		if to == "/refuses" && first == "/refuses x-mine" { // the first URL's answer is remembered
			continue
		}
		if first == "/to x-mine" {
			first = <-asked
		}
		if first != to+" x-mine" {
			t.Errorf("%s: asked %q", to, first)
		}
	}
}

// What is not for other origins, or not a script, is refused.
func TestBlocked(t *testing.T) {
	up := upstreamServer(t, func(w http.ResponseWriter, r *http.Request) {
		for name, values := range r.URL.Query() {
			w.Header()[name] = values
		}
		_, _ = w.Write([]byte("x"))
	})
	w := start(t, func(c *Config) { c.EgressAllow = []string{"127.0.0.1"} })
	for query, want := range map[string]string{
		"Cross-Origin-Resource-Policy=same-origin":                               "Resource-Policy",
		"Cross-Origin-Resource-Policy=same-site":                                 "Resource-Policy",
		"Cross-Origin-Resource-Policy=cross-origin":                              "",
		"X-Content-Type-Options=nosniff&Content-Type=text/html":                  "nosniff",
		"X-Content-Type-Options=NoSniff,x&Content-Type=text/html":                "nosniff",
		"X-Content-Type-Options=nosniff&Content-Type=text/javascript":            "",
		"X-Content-Type-Options=nosniff&Content-Type=text/typescript":            "",
		"Content-Type=image/png":                                                 "script",
		"Content-Type=text/html":                                                 "",
		"X-Content-Type-Options=x&X-Content-Type-Options=nosniff&Content-Type=a": "",
	} {
		rep := w.fetch(schemas.NetRequest{Origin: "https://me.example", Request: schemas.Request{URL: up + "/?" + query, Mode: "no-cors", Destination: "script"}})
		if got := rep.Error.Message; (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q", query, got)
		}
	}
	if rep := w.fetch(schemas.NetRequest{Request: schemas.Request{URL: "http://127.0.0.1:25/"}}); rep.Error.Code != schemas.CodeRefused || !strings.Contains(rep.Error.Message, "port 25") {
		t.Errorf("%+v", rep)
	}
}
