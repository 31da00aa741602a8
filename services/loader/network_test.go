package loader

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"asterism/schemas"
)

// What goes through the network goes through byte for byte, less what belongs to
// one connection.
func TestProxy(t *testing.T) {
	type seen struct {
		line string
		h    http.Header
		host string
	}
	got := make(chan seen, 1)
	up := upstreamServer(t, func(w http.ResponseWriter, r *http.Request) {
		got <- seen{r.Method + " " + r.RequestURI, r.Header, r.Host}
		h := w.Header()
		h["Content-Type"] = nil
		h.Set("Connection", "X-Hop")
		h.Set("X-Hop", "1")
		h.Set("Keep-Alive", "5")
		h.Set("Content-Encoding", "gzip")
		h.Add("Set-Cookie", "a=1")
		h.Add("Set-Cookie", "b=2")
		w.WriteHeader(418)
		_, _ = w.Write([]byte("<html>\x1f\x8b"))
	})
	w := start(t, func(c *Config) { c.Upstreams = []string{"*=" + up + "/base/"} })
	conn, err := net.Dial("tcp", strings.TrimPrefix(w.origin, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET /a%2Fb//c;d?x=%zz&y='\"{} HTTP/1.1\r\nHost: Shop.Example\r\nAccept-Encoding: br\r\nConnection: X-Mine, close\r\nX-Mine: 1\r\n"+
		"X-Forwarded-For: 6.6.6.6\r\nTE: gzip\r\nProxy-Authorization: x\r\nCookie: k=v\r\n\r\n")
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(resp.Body)
	s := <-got
	if want := "GET /base/a%2Fb//c;d?x=%zz&y='\"{}"; s.line != want {
		t.Errorf("%q, want %q", s.line, want)
	}
	if s.host != "shop.example" || s.h.Get("X-Forwarded-Host") != "shop.example" || s.h.Get("X-Forwarded-For") != "127.0.0.1" || s.h.Get("X-Forwarded-Proto") != "http" {
		t.Errorf("host %q, %v", s.host, s.h)
	}
	for _, name := range []string{"X-Mine", "Te", "Proxy-Authorization", "Connection"} {
		if s.h.Get(name) != "" {
			t.Errorf("%s went through", name)
		}
	}
	if s.h.Get("Accept-Encoding") != "br" || s.h.Get("Cookie") != "k=v" || s.h.Get("User-Agent") != "" {
		t.Errorf("%v", s.h)
	}
	h := resp.Header
	if resp.StatusCode != 418 || string(body) != "<html>\x1f\x8b" || len(h["Set-Cookie"]) != 2 || h.Get("Content-Encoding") != "gzip" {
		t.Errorf("%d %q %v", resp.StatusCode, body, h)
	}
	for _, name := range []string{"X-Hop", "Keep-Alive", "Content-Type"} {
		if h.Get(name) != "" {
			t.Errorf("%s came through: %q", name, h[name])
		}
	}
}

func TestProxyTrailersAndEarlyHints(t *testing.T) {
	up := upstreamServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Link", "</a.css>; rel=preload")
		w.WriteHeader(103)
		w.Header().Set("Trailer", "X-Sum")
		_, _ = io.WriteString(w, "body")
		w.Header().Set("X-Sum", "4")
	})
	w := start(t, func(c *Config) { c.Upstreams = []string{"*=" + up} })
	var hints int
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		Got1xxResponse: func(code int, _ textproto.MIMEHeader) error { hints = code; return nil },
	})
	r, _ := http.NewRequestWithContext(ctx, "GET", w.origin+"/", nil)
	resp, err := w.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	_, _ = io.ReadAll(resp.Body)
	if hints != 103 || resp.Trailer.Get("X-Sum") != "4" {
		t.Errorf("%d %v", hints, resp.Trailer)
	}
}

// An upgrade goes past the worker and through.
func TestProxyUpgrade(t *testing.T) {
	up := upstreamServer(t, func(w http.ResponseWriter, r *http.Request) {
		conn, rw, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		fmt.Fprintf(rw, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: %s\r\n\r\n", r.Header.Get("Upgrade"))
		rw.Flush()
		line, _ := rw.ReadString('\n')
		fmt.Fprintf(rw, "echo %s", line)
		rw.Flush()
	})
	w := start(t, func(c *Config) { c.Upstreams = []string{"*=" + up} })
	w.register("/", "v1", nil)
	conn, err := net.Dial("tcp", strings.TrimPrefix(w.origin, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", strings.TrimPrefix(w.origin, "http://"))
	br := bufio.NewReader(conn)
	resp, err := http.ReadResponse(br, nil)
	if err != nil || resp.StatusCode != 101 {
		t.Fatal(resp, err)
	}
	fmt.Fprint(conn, "hello\n")
	if line, err := br.ReadString('\n'); line != "echo hello\n" {
		t.Fatalf("%q %v", line, err)
	}
}

func TestProxyFailures(t *testing.T) {
	stop := make(chan struct{})
	up := upstreamServer(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/slow":
			select {
			case <-stop:
			case <-r.Context().Done():
			}
		case "/short":
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "short")
		case "/cut":
			_, _ = io.WriteString(w, "cut")
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		case "/nothing":
			panic(http.ErrAbortHandler)
		}
	})
	defer close(stop)
	down, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	down.Close()
	w := start(t, func(c *Config) {
		c.UpstreamTimeout = time.Second
		c.Upstreams = []string{"http://up.example=" + up, "http://down.example=http://" + down.Addr().String()}
	})
	for url, want := range map[string]struct {
		status int
		part   string
	}{
		"http://up.example/slow":    {504, "did not answer in time"},
		"http://up.example/nothing": {502, "closed the connection"},
		"http://down.example/":      {502, "the upstream of down.example cannot be reached: connection refused"},
		"http://none.example/":      {502, "no upstream for http://none.example"},
	} {
		r, _ := http.NewRequestWithContext(t.Context(), "GET", w.origin+url[strings.LastIndex(url, "/"):], nil)
		r.Host = strings.Split(url, "/")[2]
		resp, err := w.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != want.status || !strings.Contains(string(body), want.part) || resp.Header.Get("Asterism-Error") == "" {
			t.Errorf("%s: %d %q", url, resp.StatusCode, body)
		}
	}
	for _, path := range []string{"/short", "/cut"} {
		r, _ := http.NewRequestWithContext(t.Context(), "GET", w.origin+path, nil)
		r.Host = "up.example"
		resp, err := w.client.Do(r)
		if err == nil {
			_, err = io.ReadAll(resp.Body)
			resp.Body.Close()
		}
		if err == nil {
			t.Errorf("%s: the client did not notice", path)
		}
	}
}

// Which origin a request is for.
func TestCanonicalOrigin(t *testing.T) {
	site := t.TempDir()
	if err := os.WriteFile(filepath.Join(site, "x"), []byte("file"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := start(t, func(c *Config) {
		c.Origin = "https://shop.example"
		c.Upstreams = []string{"https://shop.example=" + site, "http://other.example=" + site}
	})
	seen := make(chan string, 1)
	for _, scope := range []string{"https://shop.example/", "http://other.example/"} {
		w.put(schemas.Registration{ID: "r", Scope: scope, UpdateViaCache: "imports", Active: &schemas.Worker{Version: "v1", State: schemas.StateActivated, ScriptURL: scope, Type: "classic", Script: "x", Program: "x"}})
	}
	w.manage("m", func(e *event) {
		seen <- e.Request.URL
		e.reply(schemas.FetchReply{Outcome: schemas.FetchNetwork})
	})
	for host, want := range map[string]string{
		"localhost:1234": "https://shop.example/x", "127.0.0.1": "https://shop.example/x", "[::1]:80": "https://shop.example/x",
		"nobody.example": "https://shop.example/x", "shop.example": "https://shop.example/x", "OTHER.example:80": "http://other.example/x",
	} {
		r, _ := http.NewRequestWithContext(t.Context(), "GET", w.origin+"/y/../x", nil)
		r.Host = host
		resp, err := w.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if got := <-seen; got != want || string(body) != "file" {
			t.Errorf("%s: %s, %d %q", host, got, resp.StatusCode, body)
		}
	}
}

func TestBypass(t *testing.T) {
	site := t.TempDir()
	if err := os.WriteFile(filepath.Join(site, "sw.js"), []byte("script"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := start(t, func(c *Config) { c.Upstreams = []string{"*=" + site} })
	w.register("/", "v1", nil)
	w.manage("m", func(e *event) { e.text(200, "worker") })
	if _, body := w.do("GET", "/sw.js", nil, http.Header{"Service-Worker": {"script"}}); body != "script" {
		t.Errorf("%q", body)
	}
	h2c := http.Header{"Connection": {"Upgrade, HTTP2-Settings"}, "Upgrade": {"h2c"}, "Http2-Settings": {"AAMAAABkAAQAoAAAAAIAAAAA"}} // as curl --http2 sends
	if _, body := w.do("GET", "/sw.js", nil, h2c); body != "worker" {
		t.Errorf("%q", body)
	}
	w.register("/", "v2", func(r *schemas.Registration) { r.Active.Events = []string{"message"} })
	if _, body := w.get("/sw.js"); body != "script" {
		t.Errorf("%q", body)
	}
}

func TestRefusedRequests(t *testing.T) {
	w := start(t, nil)
	for raw, want := range map[string]string{
		"CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n": "501",
		"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n":                           "400",
		"GET / HTTP/1.0\r\n\r\n":                                        "400",
		"GET http://none.example/x HTTP/1.1\r\nHost: y\r\n\r\n":         "502",
		"OPTIONS * HTTP/1.1\r\nHost: y\r\n\r\n":                         "200",
	} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(w.origin, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(conn, raw)
		line, _ := bufio.NewReader(conn).ReadString('\n')
		conn.Close()
		if !strings.Contains(line, " "+want+" ") {
			t.Errorf("%q: %q", raw, line)
		}
	}
}

// A client's hang-up ends the upstream's request.
func TestProxyAbort(t *testing.T) {
	there, gone := make(chan struct{}), make(chan struct{})
	up := upstreamServer(t, func(w http.ResponseWriter, r *http.Request) {
		close(there)
		<-r.Context().Done()
		close(gone)
	})
	w := start(t, func(c *Config) { c.Upstreams = []string{"*=" + up} })
	ctx, cancel := context.WithCancel(t.Context())
	r, _ := http.NewRequestWithContext(ctx, "GET", w.origin+"/", nil)
	go func() { <-there; cancel() }()
	if _, err := w.client.Do(r); err == nil {
		t.Error("no error")
	}
	select {
	case <-gone:
	case <-time.After(5 * time.Second):
		t.Error("the upstream was not told")
	}
}
