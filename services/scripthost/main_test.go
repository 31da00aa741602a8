package scripthost

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/schemas"
)

func TestMain(m *testing.M) { bustest.Main(m) }

// world is a scripthost on a real server, with a loader and a constellation
// that are as simple as their contracts allow.
type world struct {
	t    *testing.T
	conn *bus.Conn // of everything but the scripthost
	host *Service

	mu       sync.Mutex
	site     map[string]string // path → body; "path " + kind gives a content type
	headers  map[string]string // path → one more header, "Name: value"
	requests []schemas.NetRequest
	control  func(schemas.NetRequest) (scope, version string)
	regs     map[string]schemas.Registration // by scope
	jobs     chan schemas.Job
	log      chan schemas.Log
	cookies  []string
	stop     func() // stops the scripthost and the jobs' consumer, and waits
}

func newWorld(t *testing.T, cfg func(*Config), site map[string]string) *world {
	t.Helper()
	server := bustest.Server(t)
	w := &world{t: t, conn: bustest.Connect(t, server, "world"), site: site,
		regs: map[string]schemas.Registration{}, jobs: make(chan schemas.Job, 16), log: make(chan schemas.Log, 1024)}
	service, err := w.conn.NewService("world", "world", "0.0.1", "Everything else.")
	must(t, err)
	must(t, bus.Net.Serve(service, nil, w.net))
	must(t, bus.RegistryMatch.Serve(service, nil, func(_ context.Context, q schemas.Match, _ bus.Params) (schemas.Registrations, error) {
		return w.match(func(r schemas.Registration) bool { return strings.HasPrefix(q.URL, r.Scope) }), nil
	}))
	must(t, bus.RegistryGet.Serve(service, nil, func(_ context.Context, q schemas.Lookup, _ bus.Params) (schemas.Registrations, error) {
		return w.match(func(r schemas.Registration) bool { return q.Scope == r.Scope }), nil
	}))
	must(t, bus.RegistryList.Serve(service, nil, func(_ context.Context, q schemas.List, _ bus.Params) (schemas.Registrations, error) {
		return w.match(func(r schemas.Registration) bool { return true }), nil
	}))
	must(t, bus.Cookies.Serve(service, nil, w.cookieStore))
	sub, err := bus.DocumentLog.Subscribe(w.conn, bus.Params{"console": "c"}, func(l schemas.Log, _ bus.Params) { w.log <- l })
	must(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		_ = bus.Jobs.Consume(ctx, w.conn, func(d *bus.Delivery[schemas.Job]) {
			w.jobs <- d.Value
			_ = d.Ack()
		})
	})
	must(t, w.conn.Flush())
	c := Config{TurnTimeout: 2 * time.Second, LoadTimeout: 10 * time.Second, MaxDocuments: 50, Windows: "gesture", MaxBody: 1 << 20, Stack: 1000}
	if cfg != nil {
		cfg(&c)
	}
	w.host, err = New(c, bustest.Connect(t, server, "scripthost"), slog.New(slog.DiscardHandler))
	must(t, err)
	running.Go(func() {
		if err := w.host.Run(ctx); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	w.stop = func() {
		cancel()
		running.Wait()
	}
	t.Cleanup(func() {
		w.stop()
		_ = sub.Stop()
		must(t, service.Stop())
	})
	select {
	case <-w.host.Ready():
	case <-time.After(10 * time.Second):
		t.Fatal("not ready")
	}
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// net answers from the site: 404 for what is not there, an error for /broken.
func (w *world) net(ctx context.Context, q schemas.NetRequest, _ bus.Params) (schemas.NetReply, error) {
	u, err := url.Parse(q.Request.URL)
	if err != nil {
		return schemas.NetReply{}, err
	}
	w.mu.Lock()
	w.requests = append(w.requests, q)
	body, ok := w.site[u.Path]
	name, value, more := strings.Cut(w.headers[u.Path], ": ")
	control := w.control
	w.mu.Unlock()
	if u.Path == "/broken" {
		return schemas.NetReply{Error: schemas.Error{Code: schemas.CodeNetwork, Message: "the upstream is down"}}, nil
	}
	if u.Path == "/never" {
		<-w.t.Context().Done()
		return schemas.NetReply{}, w.t.Context().Err()
	}
	r := schemas.NetReply{Response: schemas.Response{Status: 200, StatusText: "OK", Type: "basic", URLs: []string{q.Request.URL}}}
	if !ok {
		r.Response.Status, body = 404, "<title>not here</title>"
	}
	kind := "text/html; charset=utf-8"
	switch {
	case strings.HasSuffix(u.Path, ".js"):
		kind = "text/javascript"
	case strings.HasSuffix(u.Path, ".txt"):
		kind = "text/plain"
	}
	r.Response.Headers.Append("Content-Type", kind)
	if more {
		r.Response.Headers.Append(name, value)
	}
	r.Response.Body = schemas.Body{Kind: schemas.BodyInline, Inline: []byte(body)}
	if control != nil {
		r.ControllerScope, r.ControllerVersion = control(q)
	}
	return r, nil
}

// cookieStore keeps the pairs that were set.
func (w *world) cookieStore(_ context.Context, q schemas.CookieAsk, _ bus.Params) (schemas.CookieReply, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if q.Op == "set" {
		pair, _, _ := strings.Cut(q.Line, ";")
		w.cookies = append(w.cookies, pair)
	}
	return schemas.CookieReply{Header: strings.Join(w.cookies, "; "), Cookies: []schemas.Cookie{}}, nil
}

func (w *world) match(f func(schemas.Registration) bool) schemas.Registrations {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := schemas.Registrations{Registrations: []schemas.Registration{}}
	for _, r := range w.regs {
		if f(r) {
			out.Registrations = append(out.Registrations, r)
		}
	}
	return out
}

// open opens a path and fails the test when it cannot.
func (w *world) open(path string) schemas.OpenedDocument {
	w.t.Helper()
	d, err := bus.Open.Do(w.t.Context(), w.conn, nil, schemas.OpenDocument{URL: "http://localhost" + path, Console: "c"})
	must(w.t, err)
	return d
}

// eval gives a script's value as JSON, or "error: …".
func (w *world) eval(client, script string) string {
	w.t.Helper()
	e, err := bus.Eval.Do(w.t.Context(), w.conn, bus.Params{"client": client}, schemas.EvalDocument{Client: client, Script: script})
	if err != nil {
		return "error: " + err.Error()
	}
	if e.Error != nil {
		return "error: " + e.Error.Message
	}
	return e.JSON
}

// want checks a script's value.
func (w *world) want(client, script, want string) {
	w.t.Helper()
	if got := w.eval(client, script); got != want {
		w.t.Errorf("%s\n gives %s\n want  %s", script, got, want)
	}
}

// line waits for a console line that contains s.
func (w *world) line(s string) schemas.Log {
	w.t.Helper()
	var seen []string
	for {
		select {
		case l := <-w.log:
			if strings.Contains(l.Text, s) {
				return l
			}
			seen = append(seen, fmt.Sprintf("%s: %s", l.Level, l.Text))
		case <-time.After(5 * time.Second):
			w.t.Fatalf("no console line says %q; seen: %q", s, seen)
		}
	}
}

// requested is the first request for a path.
func (w *world) requested(path string) (schemas.NetRequest, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, q := range w.requests {
		if u, err := url.Parse(q.Request.URL); err == nil && u.Path == path {
			return q, true
		}
	}
	return schemas.NetRequest{}, false
}

// clients is what the bucket holds.
func (w *world) clients() []schemas.Client {
	w.t.Helper()
	table, err := bus.Clients.Open(w.t.Context(), w.conn)
	must(w.t, err)
	entries, err := table.All(w.t.Context())
	must(w.t, err)
	var out []schemas.Client
	for _, e := range entries {
		out = append(out, e.Value)
	}
	return out
}

// until polls a condition that no event tells of.
func (w *world) until(what string, f func() bool) {
	w.t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for !f() {
		if time.Now().After(deadline) {
			w.t.Fatalf("never: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// close discards a document's page.
func (w *world) close(client string) {
	w.t.Helper()
	if _, err := bus.CloseDocument.Do(w.t.Context(), w.conn, bus.Params{"client": client}, schemas.CloseDocument{Client: client}); err != nil {
		w.t.Error(err)
	}
}
