package loader

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/schemas"
)

// fetch asks for a network fetch, as a manager would.
func (w *world) fetch(req schemas.NetRequest) schemas.NetReply {
	w.t.Helper()
	if req.Request.Method == "" {
		req.Request.Method = "GET"
	}
	if req.ID == "" {
		req.ID = bus.NewID()
	}
	rep, err := bus.Net.Do(w.t.Context(), w.conn, nil, req)
	if err != nil {
		w.t.Fatal(err)
	}
	return rep
}

// read reads a reply's body, as conn.
func (w *world) read(b schemas.Body) string {
	w.t.Helper()
	if b.Kind != schemas.BodyStream {
		return string(b.Inline)
	}
	r, err := w.conn.OpenBody(w.t.Context(), b.Stream)
	if err != nil {
		w.t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(data)
}

func header(b schemas.HeaderBlock, name string) string {
	v, _ := b.Get(name)
	return v
}

// echo is an upstream that shows what it got, to any origin.
func echo(w http.ResponseWriter, r *http.Request) {
	if origin := r.Header.Get("Origin"); origin != "" {
		for name, value := range map[string]string{"Origin": origin, "Credentials": "true", "Methods": "PUT", "Headers": "x, x-two, authorization, content-type"} {
			w.Header().Set("Access-Control-Allow-"+name, value)
		}
		w.Header().Set("Access-Control-Expose-Headers", exposed)
		if r.Method == http.MethodOptions {
			return
		}
	}
	switch r.URL.Path {
	case "/gzip":
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			http.Error(w, "no gzip asked for", 500)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, "unzipped")
		z.Close()
	case "/large":
		_, _ = io.Copy(w, io.LimitReader(&pattern{1 << 40}, 1<<20))
	case "/cut":
		w.Header().Set("Content-Length", "1000000")
		_, _ = io.WriteString(w, "cut")
	case "/headers":
		for i := range 20000 {
			w.Header().Set(fmt.Sprintf("X-%d", i), "v")
		}
	case "/loop":
		http.Redirect(w, r, "/loop", http.StatusFound)
	case "/to":
		w.Header().Set("Location", r.URL.Query().Get("l"))
		code := 302
		if c := r.URL.Query().Get("c"); c != "" {
			_, _ = fmt.Sscan(c, &code)
		}
		w.WriteHeader(code)
	case "/none":
		w.WriteHeader(204)
	case "/hang":
		<-r.Context().Done()
	default:
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Seen-Host", r.Host)
		for name, values := range r.Header {
			w.Header().Set("Seen-"+name, strings.Join(values, ","))
		}
		fmt.Fprintf(w, "%s %s %d", r.Method, r.RequestURI, len(body))
	}
}

const exposed = "X-Seen-Host, Seen-X, Seen-X-Two, Seen-Accept-Encoding, Seen-Cookie, Seen-Referer, Seen-User-Agent, Seen-Accept, Seen-Origin, Seen-Authorization, Seen-Content-Type"

func TestFetch(t *testing.T) {
	up := upstreamServer(t, echo)
	w := start(t, func(c *Config) { c.EgressAllow = []string{"127.0.0.1"} })
	get := func(q schemas.Request) schemas.NetReply {
		t.Helper()
		q.URL = up + q.URL
		if q.Mode == "" {
			q.Mode = "cors"
		}
		return w.fetch(schemas.NetRequest{Origin: "http://me.example", ServiceWorkers: "none", Request: q})
	}
	rep := get(schemas.Request{URL: "/a%7Cb|?q#frag", Headers: headerBlock("host", "evil", "X-Two", "1", "x-two", "2", "accept-encoding", "br", "Cookie", "c=1"), Referrer: "http://me.example/page?x"})
	r := rep.Response
	if r.Status != 200 || w.read(r.Body) != "GET /a%7Cb|?q 0" || r.Type != "cors" || len(r.URLs) != 1 || r.URLs[0] != up+"/a%7Cb|?q#frag" {
		t.Errorf("%+v %s", rep, w.read(r.Body))
	}
	for name, want := range map[string]string{
		"X-Seen-Host": strings.TrimPrefix(up, "http://"), "Seen-X-Two": "1, 2", "Seen-Accept-Encoding": "gzip, deflate, br, zstd", "Seen-Cookie": "",
		"Seen-Referer": "http://me.example/", "Seen-User-Agent": "asterism", "Seen-Accept": "*/*",
	} {
		if got := header(r.Headers, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	rep = get(schemas.Request{URL: "/", Method: "POST", Credentials: "include", Headers: headerBlock("Cookie", "c=1"), Body: schemas.Body{Kind: schemas.BodyInline, Inline: []byte("12345")}})
	if got := w.read(rep.Response.Body); got != "POST / 5" || header(rep.Response.Headers, "Seen-Cookie") != "c=1" || header(rep.Response.Headers, "Seen-Origin") != "http://me.example" {
		t.Errorf("%q %+v", got, rep)
	}
	name, err := w.conn.OfferBody(t.Context(), &pattern{1 << 20}, nil)
	if err != nil {
		t.Fatal(err)
	}
	rep = get(schemas.Request{URL: "/", Method: "PUT", Body: schemas.Body{Kind: schemas.BodyStream, Stream: name, Length: -1}})
	if got := w.read(rep.Response.Body); got != "PUT / 1048576" {
		t.Errorf("%q %+v", got, rep.Error)
	}
	rep = get(schemas.Request{URL: "/gzip"})
	if got := w.read(rep.Response.Body); got != "unzipped" || header(rep.Response.Headers, "Content-Encoding") != "" || header(rep.Response.Headers, "Content-Length") != "" {
		t.Errorf("%q %+v", got, rep)
	}
	rep = get(schemas.Request{URL: "/large"})
	if got := w.read(rep.Response.Body); len(got) != 1<<20 || rep.Response.Body.Kind != schemas.BodyStream {
		t.Errorf("%d bytes", len(got))
	}
	if rep = get(schemas.Request{URL: "/none"}); rep.Response.Status != 204 || rep.Response.Body.Kind != schemas.BodyNone {
		t.Errorf("%+v", rep)
	}
	if rep = get(schemas.Request{URL: "/large", Method: "HEAD"}); rep.Response.Status != 200 || rep.Response.Body.Kind != schemas.BodyNone {
		t.Errorf("%+v", rep)
	}
	if rep = get(schemas.Request{URL: "/", Mode: "no-cors"}); rep.Response.Type != "opaque" {
		t.Errorf("%+v", rep)
	}
	if rep = get(schemas.Request{URL: "/headers", Mode: "no-cors"}); rep.Error.Code != schemas.CodeLimit {
		t.Errorf("%+v", rep.Error)
	}
	rep = get(schemas.Request{URL: "/cut"})
	body, err := w.conn.OpenBody(t.Context(), rep.Response.Body.Stream)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	if _, err := io.ReadAll(body); !errors.Is(err, &schemas.Error{Code: schemas.CodeNetwork}) {
		t.Errorf("%v", err)
	}
}

func TestFetchRefusals(t *testing.T) {
	up := upstreamServer(t, echo)
	w := start(t, nil)
	port := up[strings.LastIndex(up, ":"):]
	for url, want := range map[string]struct {
		code schemas.Code
		part string
	}{
		up + "/":                     {schemas.CodeRefused, "loopback"},
		"http://localhost" + port:    {schemas.CodeRefused, "LOADER_EGRESS_ALLOW"},
		"http://[::1]:8000/":         {schemas.CodeRefused, "loopback"},
		"http://0x7f.1/":             {schemas.CodeRefused, "loopback"}, // the URL parser makes it 127.0.0.1
		"http://169.254.169.254/":    {schemas.CodeRefused, "metadata"},
		"http://10.0.0.1/":           {schemas.CodeRefused, "private"},
		"http://1.1.1.1:25/":         {schemas.CodeRefused, "port"},
		"data:text/plain,x":          {schemas.CodeRefused, "data: URLs"},
		"blob:http://x/1":            {schemas.CodeRefused, "blob: URLs"},
		"file:///etc/passwd":         {schemas.CodeRefused, "file: URLs"},
		"ftp://x/":                   {schemas.CodeRefused, "only http: and https:"},
		"nonsense":                   {schemas.CodeRefused, "does not parse"},
		"http://none.invalid/secret": {schemas.CodeNetwork, "does not resolve"},
	} {
		rep := w.fetch(schemas.NetRequest{Request: schemas.Request{URL: url}})
		if rep.Error.Code != want.code || !strings.Contains(rep.Error.Message, want.part) || rep.Error.Exception != "TypeError" {
			t.Errorf("%s: %+v", url, rep.Error)
		}
	}
	for _, method := range []string{"CONNECT", "TRACE", "G ET"} {
		if rep := w.fetch(schemas.NetRequest{Request: schemas.Request{URL: up, Method: method}}); rep.Error.Code != schemas.CodeRefused || !strings.Contains(rep.Error.Message, "method") {
			t.Errorf("%s: %+v", method, rep.Error)
		}
	}
}

func TestFetchAbort(t *testing.T) {
	up := upstreamServer(t, echo)
	w := start(t, func(c *Config) { c.EgressAllow = []string{"*"} })
	got := make(chan schemas.NetReply, 1)
	go func() { got <- w.fetch(schemas.NetRequest{ID: "f1", Request: schemas.Request{URL: up + "/hang"}}) }()
	flights := w.loader.fetcher.flights
	until(t, "the fetch is under way", func() bool { flights.mu.Lock(); defer flights.mu.Unlock(); return flights.byID["f1"] != nil })
	if err := bus.NetAbort.Publish(w.conn, nil, schemas.Abort{ID: "f1"}); err != nil {
		t.Fatal(err)
	}
	if rep := <-got; rep.Error.Code != schemas.CodeAborted || rep.Error.Exception != "AbortError" {
		t.Errorf("%+v", rep.Error)
	}
	until(t, "nothing is left", func() bool { flights.mu.Lock(); defer flights.mu.Unlock(); return len(flights.byID) == 0 })
}

// The project's own origins come from their upstreams, whatever egress says.
func TestFetchOwnOrigins(t *testing.T) {
	site := t.TempDir()
	for name, content := range map[string]string{"sw.js": "script", "sub/index.html": "sub", "a b.txt": "blank"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(site, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(site, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	up := upstreamServer(t, echo)
	w := start(t, func(c *Config) { c.Upstreams = []string{"https://shop.example=" + up + "/base", "*=" + site} })
	w.register("/", "v1", nil)
	rep := w.fetch(schemas.NetRequest{Request: schemas.Request{URL: "https://shop.example/x?y"}})
	if got := w.read(rep.Response.Body); got != "GET /base/x?y 0" || header(rep.Response.Headers, "X-Seen-Host") != "shop.example" || header(rep.Response.Headers, "Seen-X-Forwarded-Proto") != "https" {
		t.Errorf("%q %+v", got, rep)
	}
	_, port, _ := strings.Cut(strings.TrimPrefix(w.origin, "http://"), ":")
	for url, req := range map[string]schemas.NetRequest{
		w.origin + "/sw.js":                   {},
		"http://localhost:" + port + "/sw.js": {},
		"http://me.example/sw.js":             {Origin: "http://me.example"},
		"http://first.example/sw.js":          {Request: schemas.Request{Destination: "serviceworker"}},
	} {
		req.Request.URL = url
		if rep := w.fetch(req); w.read(rep.Response.Body) != "script" || !strings.HasPrefix(header(rep.Response.Headers, "Content-Type"), "text/javascript") {
			t.Errorf("%s: %+v", url, rep)
		}
	}
	if rep := w.fetch(schemas.NetRequest{Request: schemas.Request{URL: w.origin + "/sub"}}); w.read(rep.Response.Body) != "sub" || len(rep.Response.URLs) != 2 {
		t.Errorf("%+v", rep)
	}
	if rep := w.fetch(schemas.NetRequest{Request: schemas.Request{URL: w.origin + "/a b.txt"}}); w.read(rep.Response.Body) != "blank" {
		t.Errorf("%+v", rep)
	}
	if rep := w.fetch(schemas.NetRequest{Request: schemas.Request{URL: "http://127.0.0.2/"}}); rep.Error.Code != schemas.CodeRefused {
		t.Errorf("%+v", rep)
	}
}

// A fetch that goes on when the loader stops is finished, or cut off in the end.
func TestDrainFetches(t *testing.T) {
	up := upstreamServer(t, echo)
	server := bustest.Server(t)
	cfg := config()
	cfg.EgressAllow, cfg.DrainTimeout = []string{"*"}, 300*time.Millisecond
	l, err := New(cfg, bustest.Connect(t, server, "loader"), bustest.Log(t))
	if err != nil {
		t.Fatal(err)
	}
	stop := run(t, l.Run)
	<-l.Ready()
	conn := bustest.Connect(t, server, "asker")
	got := make(chan schemas.NetReply, 1)
	go func() {
		rep, err := bus.Net.Do(context.Background(), conn, nil, schemas.NetRequest{ID: "h", Request: schemas.Request{Method: "GET", URL: up + "/hang"}})
		if err != nil {
			t.Error(err)
		}
		got <- rep
	}()
	until(t, "the fetch is under way", func() bool {
		l.fetcher.flights.mu.Lock()
		defer l.fetcher.flights.mu.Unlock()
		return len(l.fetcher.flights.byID) == 1
	})
	began := time.Now()
	stop()
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
	if rep := <-got; rep.Error.Code != schemas.CodeAborted {
		t.Errorf("%+v", rep.Error)
	}
}
