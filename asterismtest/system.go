package asterismtest

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"asterism/app"
	"asterism/bus"
	"asterism/schemas"
)

// URL is the origin of the site that [New] is given.
const URL = "https://site.test"

// Patience is how long a method waits for something that must happen.
const Patience = 30 * time.Second

// System is an asterism that runs inside a test.
type System struct {
	URL string // the site's origin, [URL]

	t       testing.TB
	network *network
	server  *bus.Server
	conn    *bus.Conn
	front   string // address of the front door
	log     *slog.Logger
	config  app.Config
	workers *running // the manager

	mu     sync.Mutex
	marks  map[string]chan struct{} // see sync
	lines  []Line                   // of workers
	errors []Line
	asked  bool // somebody looked at errors
	pages  []*Page
}

// New starts everything, with site at [URL]. It ends with the test.
func New(t testing.TB, site http.Handler) *System {
	t.Helper()
	s := &System{URL: URL, t: t, marks: map[string]chan struct{}{}, log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))}
	s.network = newNetwork(map[string]http.Handler{URL: site})
	upstream := httptest.NewServer(s.network)
	t.Cleanup(upstream.Close)
	front, err := net.Listen("tcp", "127.0.0.1:0")
	s.must(err)
	s.front = front.Addr().String()
	s.config, err = app.Load()
	s.must(err)
	s.configure(front, upstream.URL)
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	s.server, err = bus.StartServer(ctx, bus.ServerConfig{Name: "asterismtest"}, s.log)
	s.must(err)
	t.Cleanup(s.server.Stop)
	s.conn, err = s.server.Connect(ctx, "asterismtest", s.log)
	s.must(err)
	t.Cleanup(func() { _ = s.conn.Close() }) // the server goes next
	rest := s.run("constellation", "loader", "scripthost")
	t.Cleanup(rest.stop)
	s.workers = s.run("manager")
	t.Cleanup(func() { s.workers.stop() })
	s.listen()
	t.Cleanup(s.complain)
	return s
}

// configure puts the site and the internet where the test has them. What else the
// environment says of the services holds.
func (s *System) configure(front net.Listener, upstream string) {
	l := &s.config.Loader
	l.Listener, l.HealthListen, l.TLSCert, l.TLSKey = front, "", "", ""
	l.Origin, l.UpstreamHost, l.TrustForwarded = "", false, true
	l.Upstreams = []string{"*=" + upstream}
	l.Network = func(*http.Transport) http.RoundTripper { return transport{to: upstream} }
	s.config.Constellation.HealthListen, s.config.Manager.HealthListen, s.config.Scripthost.HealthListen = "", "", ""
}

// running is services at work.
type running struct {
	cancel context.CancelFunc
	done   chan struct{}
}

func (r *running) stop() {
	r.cancel()
	<-r.done
}

// run starts services and waits until they are ready.
func (s *System) run(targets ...string) *running {
	s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{cancel: cancel, done: make(chan struct{})}
	ready := make(chan struct{})
	var err error
	go func() {
		defer close(r.done)
		err = app.Run(ctx, app.Plan{Targets: targets, Config: s.config, Server: s.server, Guest: true, Ready: func(app.Running) { close(ready) }}, s.log)
	}()
	select {
	case <-ready:
	case <-r.done:
		s.t.Fatalf("asterismtest: %v did not start: %v", targets, err)
	case <-time.After(Patience):
		cancel()
		s.t.Fatalf("asterismtest: %v were not ready within %s", targets, Patience)
	}
	return r
}

// listen hears what workers write to their consoles.
func (s *System) listen() {
	s.t.Helper()
	_, err := bus.WorkerLog.Subscribe(s.conn, nil, func(l schemas.Log, _ bus.Params) {
		line := Line{Worker: true, Where: l.Scope, Level: l.Level, Text: l.Text, Source: l.Source}
		s.mu.Lock()
		defer s.mu.Unlock()
		if l.Scope == markScope {
			if back := s.marks[l.Text]; back != nil {
				close(back)
				delete(s.marks, l.Text)
			}
			return
		}
		if l.Uncaught {
			s.errors = append(s.errors, line)
		} else {
			s.lines = append(s.lines, line)
		}
	})
	s.must(err)
	s.must(s.conn.Flush())
}

// complain fails the test for errors that nobody asked for.
func (s *System) complain() {
	s.mu.Lock()
	pages := s.pages
	s.mu.Unlock()
	for _, p := range pages {
		p.finish()
	}
	s.sync()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asked {
		return
	}
	for _, e := range s.errors {
		s.t.Errorf("asterismtest: in the worker of %s: %s (%s)", e.Where, e.Text, e.Source)
	}
}

// RestartWorkers stops every running worker and what runs them, as a machine's
// restart would: what workers kept in variables is gone, registrations and caches
// are there.
func (s *System) RestartWorkers() {
	s.t.Helper()
	s.workers.stop()
	s.workers = s.run("manager")
}

// NATS is where the system's own NATS server can be reached in this process, for
// tests of what passes over the bus.
func (s *System) NATS() *bus.Conn { return s.conn }

// Client is an HTTP client of the front door: what it asks for is offered to the
// workers of the URL's origin first, whatever the origin.
func (s *System) Client() *http.Client {
	return &http.Client{Transport: transport{to: "http://" + s.front}}
}

// resolve makes a path a URL of the site.
func (s *System) resolve(ref string) string {
	s.t.Helper()
	base, err := url.Parse(s.URL + "/")
	s.must(err)
	u, err := base.Parse(ref)
	s.must(err)
	return u.String()
}

// within is the context of one wait.
func within() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), Patience)
}

func (s *System) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("asterismtest: %v", err)
	}
}

// originOf is the serialized origin of a URL.
func originOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s://%s", u.Scheme, u.Host)
}
