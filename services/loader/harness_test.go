package loader

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/bus/roster"
	"asterism/schemas"
)

func TestMain(m *testing.M) { bustest.Main(m) }

// world is a bus, a loader on it, and whatever managers a test adds.
type world struct {
	t      testing.TB
	server *bus.Server
	conn   *bus.Conn // of the test
	loader *Service
	origin string // of the front door
	client *http.Client
	table  *bus.Table[schemas.Registration]
}

// config is a loader's for tests.
func config() Config {
	return Config{
		Listen: "127.0.0.1:0", MaxHeaderBytes: 1 << 20,
		WorkerTimeout: 10 * time.Second, ActivationWait: 5 * time.Second, ManagerWait: 500 * time.Millisecond,
		ConnectTimeout: 5 * time.Second, UpstreamTimeout: 5 * time.Second, HeaderTimeout: 5 * time.Second,
		IdleTimeout: time.Minute, DrainTimeout: 5 * time.Second,
	}
}

// start runs a loader until the test ends.
func start(t testing.TB, change func(*Config)) *world {
	t.Helper()
	w := &world{t: t, server: bustest.Server(t)}
	w.conn = bustest.Connect(t, w.server, "test")
	cfg := config()
	if change != nil {
		change(&cfg)
	}
	l, err := New(cfg, bustest.Connect(t, w.server, "loader"), bustest.Log(t))
	if err != nil {
		t.Fatal(err)
	}
	w.loader = l
	run(t, l.Run)
	select {
	case <-l.Ready():
	case <-time.After(10 * time.Second):
		t.Fatal("the loader is not ready after 10 s")
	}
	w.origin = "http://" + l.Addr().String()
	if cfg.TLSCert != "" {
		w.origin = "https://" + l.Addr().String()
	}
	transport := &http.Transport{DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	w.client = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if w.table, err = bus.Registrations.Open(t.Context(), w.conn); err != nil {
		t.Fatal(err)
	}
	return w
}

// run runs f until the test ends, and reports its error.
func run(t testing.TB, f func(context.Context) error) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := f(ctx); err != nil {
			t.Error(err)
		}
	}()
	stop = sync.OnceFunc(func() { cancel(); <-done })
	t.Cleanup(stop)
	return stop
}

// until waits for a condition that nobody announces.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	late := time.After(10 * time.Second)
	for !ok() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("not within 10 s: %s", what)
		}
	}
}

// register makes a worker active for a path of the front door's origin.
func (w *world) register(path, version string, change func(*schemas.Registration)) (scope string) {
	w.t.Helper()
	scope = w.origin + path
	reg := schemas.Registration{
		ID: "r-" + version, Scope: scope, UpdateViaCache: "imports", LastUpdate: time.Now(),
		Active: &schemas.Worker{
			Version: version, ScriptURL: w.origin + "/sw.js", Type: "classic", State: schemas.StateActivated,
			Script: strings.Repeat("0", 64), Program: strings.Repeat("0", 64), Since: time.Now(), Events: []string{"fetch"},
		},
	}
	if change != nil {
		change(&reg)
	}
	w.put(reg)
	return scope
}

// put writes a registration and waits until the loader has it.
func (w *world) put(reg schemas.Registration) {
	w.t.Helper()
	before := w.loader.index.Get(reg.Scope)
	if _, err := w.table.Put(w.t.Context(), reg.Scope, reg); err != nil {
		w.t.Fatal(err)
	}
	until(w.t, "the loader has the registration", func() bool { return w.loader.index.Get(reg.Scope) != before })
}

// get asks the front door.
func (w *world) get(path string) (*http.Response, string) {
	w.t.Helper()
	return w.do("GET", path, nil, nil)
}

func (w *world) do(method, path string, body io.Reader, header http.Header) (*http.Response, string) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.origin+path, body)
	if err != nil {
		w.t.Fatal(err)
	}
	if header != nil {
		r.Header = header
	}
	resp, err := w.client.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return resp, string(b)
}

// manager is a fake one: it serves the contracts on the real bus.
type manager struct {
	w      *world
	id     string
	conn   *bus.Conn
	inlet  *bus.Inlet
	events chan *event // those nobody handled yet, when there is no handler
}

// event is one fetch event that a fake manager got.
type event struct {
	schemas.FetchEvent
	m    *manager
	msg  bus.Msg
	from string // "start" or "running"
}

// reply answers.
func (e *event) reply(r schemas.FetchReply) {
	r.Manager = e.m.id
	frame, err := r.AppendBinary(nil)
	if err == nil {
		err = e.msg.Respond(frame)
	}
	if err != nil {
		e.m.w.t.Error(err)
	}
}

// text answers with a small response.
func (e *event) text(status int, body string, headers ...string) {
	e.reply(schemas.FetchReply{Outcome: schemas.FetchResponse, Response: schemas.Response{
		Status: uint16(status), Headers: headerBlock(headers...), Body: schemas.Body{Kind: schemas.BodyInline, Inline: []byte(body)},
	}})
}

// stream answers with a streamed body.
func (e *event) stream(length int64, body io.ReadCloser, onEnd func(error)) {
	name, err := e.m.conn.OfferBody(context.Background(), body, onEnd)
	if err != nil {
		e.m.w.t.Error(err)
		return
	}
	e.reply(schemas.FetchReply{Outcome: schemas.FetchResponse, Response: schemas.Response{
		Status: 200, Body: schemas.Body{Kind: schemas.BodyStream, Stream: name, Length: length},
	}})
}

func headerBlock(pairs ...string) (b schemas.HeaderBlock) {
	for i := 0; i < len(pairs); i += 2 {
		b.Append(pairs[i], pairs[i+1])
	}
	return b
}

// manage adds a manager. h handles each event on a goroutine of its own; nil:
// they go to m.events.
func (w *world) manage(id string, h func(*event)) *manager {
	w.t.Helper()
	m := &manager{w: w, id: id, conn: bustest.Connect(w.t, w.server, "manager-"+id), events: make(chan *event, 100)}
	m.inlet = m.conn.NewInlet(1024)
	if h == nil {
		h = func(e *event) { m.events <- e }
	}
	w.listen(m, "sw.start."+id+".fetch", "")
	run(w.t, func(ctx context.Context) error {
		return m.inlet.Run(ctx, func(msg bus.Msg) {
			fetch, err := bus.Decode[schemas.FetchEvent](msg)
			if err != nil {
				m.conn.Refuse(msg, err)
				return
			}
			from := "running"
			if strings.HasPrefix(msg.Subject(), "sw.start.") {
				from = "start"
			}
			go h(&event{fetch, m, msg, from})
		})
	})
	service, err := m.conn.NewService("manager", id, "1.0.0", "fake")
	if err == nil {
		err = bus.PingManager.Serve(service, bus.Params{"manager": id}, func(context.Context, schemas.Ping, bus.Params) (schemas.Pong, error) {
			return schemas.Pong{ID: id}, nil
		})
	}
	if err != nil {
		w.t.Fatal(err)
	}
	run(w.t, func(ctx context.Context) error {
		return roster.Announce(ctx, m.conn, func() schemas.Member {
			return schemas.Member{ID: id, Kind: "manager", Version: "1", Started: time.Now()}
		})
	})
	if err := m.conn.Flush(); err != nil {
		w.t.Fatal(err)
	}
	until(w.t, "the loader knows the manager", func() bool { _, ok := w.loader.roster.Get(id); return ok })
	return m
}

func (w *world) listen(m *manager, subject, queue string) {
	w.t.Helper()
	if _, err := m.inlet.Listen(subject, queue); err != nil {
		w.t.Fatal(err)
	}
	if err := m.conn.Flush(); err != nil {
		w.t.Fatal(err)
	}
}

// runs makes the manager listen on a worker's own subject.
func (m *manager) runs(scope, version string) *manager {
	m.w.t.Helper()
	subject, err := bus.Fetch.SubjectFor(bus.Params{"scope": scope, "version": version})
	if err != nil {
		m.w.t.Fatal(err)
	}
	m.w.listen(m, subject, bus.Fetch.Queue)
	return m
}

// die closes the manager's connection, as a killed process's would be.
func (m *manager) die() {
	if err := m.conn.Close(); err != nil {
		m.w.t.Error(err)
	}
}

// upstreamServer is an HTTP server that the tests' origins come from.
func upstreamServer(t testing.TB, h http.HandlerFunc) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: h, MaxHeaderBytes: 4 << 20}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(l) }()
	t.Cleanup(func() { s.Close(); <-done })
	return fmt.Sprintf("http://%s", l.Addr())
}
