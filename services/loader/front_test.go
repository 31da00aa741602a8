package loader

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

func TestCustomResponse(t *testing.T) {
	w := start(t, nil)
	scope := w.register("/app/", "v1", nil)
	seen := make(chan schemas.FetchEvent, 10)
	w.manage("m1", func(e *event) {
		seen <- e.FetchEvent
		e.text(201, "hello "+e.from, "content-type", "text/x", "Set-Cookie", "a=1", "set-cookie", "b=2", "Connection", "x-hop", "x-hop", "1", "Content-Length", "999")
	}).runs(scope, "v1")
	resp, body := w.do("GET", "/app/x?y=1", nil, http.Header{"Accept": {"text/html"}, "X-Two": {"1", "2"}, "Connection": {"X-Gone"}, "X-Gone": {"1"}, "Referer": {"http://r.example/"}})
	if resp.StatusCode != 201 || body != "hello running" {
		t.Fatalf("%d %q", resp.StatusCode, body)
	}
	h := resp.Header
	if h.Get("Content-Type") != "text/x" || fmt.Sprint(h["Set-Cookie"]) != "[a=1 b=2]" || h.Get("X-Hop") != "" || h.Get("Content-Length") != "13" {
		t.Errorf("headers %v", h)
	}
	e := <-seen
	if e.Scope != scope || e.Version != "v1" || e.Loader != w.loader.ID() || e.ID == "" {
		t.Errorf("event %+v", e)
	}
	q := e.Request
	if q.Method != "GET" || q.URL != w.origin+"/app/x?y=1" || q.Mode != "navigate" || q.Destination != "document" || q.Redirect != "manual" || q.Referrer != "http://r.example/" || q.Body.Kind != schemas.BodyNone {
		t.Errorf("request %+v", q)
	}
	var two []string
	for name, value := range q.Headers.All() {
		if name == "X-Two" {
			two = append(two, value)
		}
	}
	if _, gone := q.Headers.Get("X-Gone"); gone || fmt.Sprint(two) != "[1 2]" {
		t.Errorf("X-Two %v, X-Gone %v", two, gone)
	}
	if host, _ := q.Headers.Get("Host"); "http://"+host != w.origin {
		t.Errorf("Host %q", host)
	}
}

// Nobody runs the worker: the manager that rendezvous hashing picks starts it.
func TestStart(t *testing.T) {
	w := start(t, nil)
	w.register("/", "v1", nil)
	for _, id := range []string{"a", "b", "c"} {
		w.manage(id, func(e *event) { e.text(200, e.m.id+" "+e.from) })
	}
	_, first := w.get("/")
	for range 5 {
		if _, body := w.get("/x"); body != first || !strings.HasSuffix(body, " start") {
			t.Fatalf("%q, then %q", first, body)
		}
	}
}

func TestBusyManagersAreSkipped(t *testing.T) {
	w := start(t, nil)
	scope := w.register("/", "v1", nil)
	busy := func(e *event) { e.reply(schemas.FetchReply{Outcome: schemas.FetchBusy}) }
	w.manage("a", busy).runs(scope, "v1")
	w.manage("b", busy)
	resp, body := w.get("/")
	if resp.StatusCode != 503 || resp.Header.Get("Asterism-Error") != "busy" || resp.Header.Get("Retry-After") == "" || !strings.Contains(body, "busy") {
		t.Fatalf("%d %q", resp.StatusCode, body)
	}
	w.manage("c", func(e *event) { e.text(200, "free") })
	if _, body := w.get("/"); body != "free" {
		t.Fatalf("%q", body)
	}
}

func TestNoManager(t *testing.T) {
	w := start(t, nil)
	w.register("/", "v1", nil)
	resp, body := w.get("/")
	if resp.StatusCode != 503 || !strings.Contains(body, "asterism manager") {
		t.Fatalf("%d %q", resp.StatusCode, body)
	}
	// One that comes while the request waits is asked.
	w.loader.front.workers.asker.managerWait = 10 * time.Second
	got := make(chan string, 1)
	go func() { _, body := w.get("/"); got <- body }()
	w.manage("late", func(e *event) { e.text(200, "late") })
	if body := <-got; body != "late" {
		t.Fatalf("%q", body)
	}
}

func TestWorkerErrors(t *testing.T) {
	w := start(t, nil)
	w.register("/", "v1", nil)
	w.manage("m1", func(e *event) {
		switch {
		case strings.HasSuffix(e.Request.URL, "/throws"):
			e.reply(schemas.FetchReply{Outcome: schemas.FetchFailed, Error: schemas.Error{Code: schemas.CodeScript, Message: "TypeError: x is not a function (sw.js:3:1)", Ref: "R1"}})
		case strings.HasSuffix(e.Request.URL, "/slow"):
			e.reply(schemas.FetchReply{Outcome: schemas.FetchFailed, Error: schemas.Error{Code: schemas.CodeTimeout, Message: "30 s"}})
		case strings.HasSuffix(e.Request.URL, "/status"):
			e.text(101, "")
		case strings.HasSuffix(e.Request.URL, "/errortype"):
			e.reply(schemas.FetchReply{Outcome: schemas.FetchResponse, Response: schemas.Response{Status: 200, Type: "error"}})
		case strings.HasSuffix(e.Request.URL, "/garbage"):
			_ = e.msg.Respond([]byte("garbage"))
		case strings.HasSuffix(e.Request.URL, "/empty"):
			_ = e.msg.Respond(nil)
		case strings.HasSuffix(e.Request.URL, "/refused"):
			e.m.conn.Refuse(e.msg, fmt.Errorf("secret"))
		case strings.HasSuffix(e.Request.URL, "/nobody"):
			e.reply(schemas.FetchReply{Outcome: schemas.FetchResponse, Response: schemas.Response{Status: 200, Body: schemas.Body{Kind: schemas.BodyStream, Stream: "none.1", Length: -1}}})
		}
	})
	for path, want := range map[string]struct {
		status     int
		code, part string
	}{
		"/throws":    {502, "script", "x is not a function (sw.js:3:1) (the log has more under R1)"},
		"/slow":      {504, "timeout", "30 s"},
		"/status":    {502, "bad-message", "status 101"},
		"/errortype": {502, "bad-message", `type "error"`},
		"/garbage":   {502, "bad-message", "frame"},
		"/empty":     {502, "bad-message", "frame"},
		"/refused":   {502, "internal", "internal error"},
	} {
		resp, body := w.get(path)
		if resp.StatusCode != want.status || resp.Header.Get("Asterism-Error") != want.code || !strings.Contains(body, want.part) || strings.Contains(body, "secret") {
			t.Errorf("%s: %d %s %q", path, resp.StatusCode, resp.Header.Get("Asterism-Error"), body)
		}
		if !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/plain") {
			t.Errorf("%s: %v", path, resp.Header)
		}
	}
	// A stream that is not there: the status line is out, so the client must notice.
	resp, err := w.client.Get(w.origin + "/nobody")
	if err == nil {
		_, err = io.ReadAll(resp.Body)
		resp.Body.Close()
	}
	if err == nil {
		t.Error("/nobody: the client did not notice")
	}
}

func TestHeadAndNullBodies(t *testing.T) {
	w := start(t, nil)
	w.register("/", "v1", nil)
	w.manage("m1", func(e *event) {
		switch {
		case strings.HasSuffix(e.Request.URL, "/204"):
			e.text(204, "no body please")
		case strings.HasSuffix(e.Request.URL, "/none"):
			e.reply(schemas.FetchReply{Outcome: schemas.FetchResponse, Response: schemas.Response{Status: 200, Headers: headerBlock("Content-Length", "77")}})
		case strings.HasSuffix(e.Request.URL, "/stream"):
			e.stream(7, io.NopCloser(strings.NewReader("streams")), nil)
		default:
			e.text(200, "body")
		}
	})
	for _, c := range []struct {
		method, path string
		status       int
		length       int64
		body         string
	}{
		{"HEAD", "/", 200, 4, ""},
		{"HEAD", "/none", 200, 77, ""},
		{"HEAD", "/stream", 200, 7, ""},
		{"GET", "/stream", 200, 7, "streams"},
		{"GET", "/none", 200, 0, ""},
		{"GET", "/204", 204, 0, ""},
	} {
		resp, body := w.do(c.method, c.path, nil, nil)
		if resp.StatusCode != c.status || body != c.body || resp.ContentLength != c.length {
			t.Errorf("%s %s: %d, length %d, %q", c.method, c.path, resp.StatusCode, resp.ContentLength, body)
		}
		if _, typed := resp.Header["Content-Type"]; typed {
			t.Errorf("%s %s: somebody made up a Content-Type", c.method, c.path)
		}
	}
}

func TestMissingRematches(t *testing.T) {
	w := start(t, nil)
	w.register("/", "v1", nil)
	m := w.manage("m1", nil)
	got := make(chan string, 1)
	go func() { _, body := w.get("/"); got <- body }()
	e := <-m.events
	e.reply(schemas.FetchReply{Outcome: schemas.FetchMissing})
	w.register("/", "v2", nil)
	e = <-m.events
	e.text(200, e.Version)
	if body := <-got; body != "v2" {
		t.Fatalf("%q", body)
	}
}

func TestActivatingWaits(t *testing.T) {
	w := start(t, nil)
	activating := func(r *schemas.Registration) { r.Active.State = schemas.StateActivating }
	w.register("/", "v1", activating)
	w.manage("m1", func(e *event) { e.text(200, "answered") })
	got := make(chan string, 1)
	go func() { _, body := w.get("/"); got <- body }()
	until(t, "the request is there", func() bool { return w.loader.inFlight.Load() == 1 })
	select {
	case <-got:
		t.Fatal("answered before the worker was activated")
	default:
	}
	w.register("/", "v1", nil)
	err := bus.LifecycleChanged.Publish(w.conn, bus.Params{"scope": w.origin + "/"},
		schemas.Lifecycle{Scope: w.origin + "/", Registration: "r", Version: "v1", ScriptURL: "x", Script: "x", State: schemas.StateActivated, At: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	if body := <-got; body != "answered" {
		t.Fatalf("%q", body)
	}
}

// A request that waited for an activation goes on once the clients were told, or
// after a while without that.
func TestAnnouncements(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var a announcements
		told, forget := a.expect("v1")
		again, forgetAgain := a.expect("v1")
		a.hear(schemas.Lifecycle{Version: "v1", State: schemas.StateActivating}, nil)
		a.hear(schemas.Lifecycle{Version: "v2", State: schemas.StateActivated}, nil)
		began := time.Now()
		awaitTold(t.Context(), told)
		if took := time.Since(began); took != announceWait {
			t.Errorf("without news after %v", took)
		}
		a.hear(schemas.Lifecycle{Version: "v1", State: schemas.StateActivated}, nil)
		began = time.Now()
		awaitTold(t.Context(), told)
		awaitTold(t.Context(), again)
		if took := time.Since(began); took != 0 {
			t.Errorf("with the news after %v", took)
		}
		forget()
		forgetAgain()
		if len(a.versions) != 0 {
			t.Errorf("left: %v", a.versions)
		}
	})
}

func TestClientHangsUp(t *testing.T) {
	w := start(t, nil)
	w.register("/", "v1", nil)
	m := w.manage("m1", nil)
	aborts := w.aborts()
	ctx, cancel := context.WithCancel(t.Context())
	r, _ := http.NewRequestWithContext(ctx, "GET", w.origin+"/", nil)
	done := make(chan error, 1)
	go func() {
		resp, err := w.client.Do(r)
		if err == nil {
			resp.Body.Close()
		}
		done <- err
	}()
	e := <-m.events
	cancel()
	<-done
	select {
	case a := <-aborts:
		if a.ID != e.ID {
			t.Errorf("abort of %s, want %s", a.ID, e.ID)
		}
	case <-time.After(5 * time.Second):
		t.Error("no abort")
	}
}
