package constellation

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/bus/roster"
	"asterism/schemas"
)

func TestMain(m *testing.M) { bustest.Main(m) }

const (
	site  = "https://a.example"
	scope = site + "/"
	sw    = site + "/sw.js"
	soon  = 10 * time.Second // until something must have happened
)

// world is a bus with a manager and a loader that a test directs, and the
// clients it plays. The constellations are real.
type world struct {
	t       *testing.T
	server  *bus.Server
	conn    *bus.Conn
	clients *bus.Table[schemas.Client]

	mu       sync.Mutex
	pages    map[string]page
	requests []schemas.NetRequest
	events   []schemas.Event
	handle   func(ctx context.Context, e schemas.Event) schemas.EventReply
}

// page is what the loader answers for a URL.
type page struct {
	status  uint16
	headers []string // names and values
	body    string
	fail    string // a network error
}

func script(body string) page {
	return page{status: 200, headers: []string{"Content-Type", "text/javascript"}, body: body}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	server := bustest.Server(t)
	w := &world{t: t, server: server, conn: bustest.Connect(t, server, "world"), pages: map[string]page{sw: script("// one")}}
	w.handle = func(context.Context, schemas.Event) schemas.EventReply {
		return schemas.EventReply{Events: []string{"install", "activate", "fetch"}}
	}
	var err error
	if w.clients, err = bus.Clients.Open(t.Context(), w.conn); err != nil {
		t.Fatal(err)
	}
	w.manager("m1")
	w.loader()
	return w
}

// manager plays a manager until the test ends.
func (w *world) manager(id string) {
	w.t.Helper()
	s := w.service("manager", id)
	p := bus.Params{"manager": id}
	w.must(bus.DispatchStart.Serve(s, p, func(ctx context.Context, e schemas.Event, _ bus.Params) (schemas.EventReply, error) {
		w.mu.Lock()
		w.events = append(w.events, e)
		handle := w.handle
		w.mu.Unlock()
		reply := handle(ctx, e)
		reply.Manager = id
		return reply, nil
	}))
	w.must(bus.PingManager.Serve(s, p, func(context.Context, schemas.Ping, bus.Params) (schemas.Pong, error) {
		return schemas.Pong{ID: id}, nil
	}))
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	a := roster.NewAnnouncement(w.conn, func() schemas.Member { return schemas.Member{ID: id, Kind: "manager"} })
	go func() {
		defer close(ended)
		_ = a.Run(ctx)
	}()
	w.t.Cleanup(func() { cancel(); <-ended })
	<-a.Posted()
	w.must(w.conn.Flush())
}

// loader plays a loader until the test ends.
func (w *world) loader() {
	w.t.Helper()
	s := w.service("loader", "l1")
	w.must(bus.Net.Serve(s, nil, func(_ context.Context, r schemas.NetRequest, _ bus.Params) (schemas.NetReply, error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.requests = append(w.requests, r)
		p, ok := w.pages[r.Request.URL]
		switch {
		case !ok:
			p = page{status: 404, body: "no such page"}
		case p.fail != "":
			return schemas.NetReply{Error: schemas.Error{Code: schemas.CodeNetwork, Message: p.fail}}, nil
		}
		reply := schemas.NetReply{Response: schemas.Response{
			Status: p.status, Type: "basic", URLs: []string{r.Request.URL},
			Body: schemas.Body{Kind: schemas.BodyInline, Inline: []byte(p.body)},
		}}
		for i := 0; i+1 < len(p.headers); i += 2 {
			reply.Response.Headers.Append(p.headers[i], p.headers[i+1])
		}
		return reply, nil
	}))
	w.must(w.conn.Flush())
}

func (w *world) service(name, id string) *bus.Service {
	w.t.Helper()
	s, err := w.conn.NewService(name, id, "1.0.0", "a fake")
	w.must(err)
	w.t.Cleanup(func() { _ = s.Stop() })
	return s
}

// page sets what a URL answers.
func (w *world) page(url string, p page) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pages[url] = p
}

// on sets what workers do; it is called without a lock.
func (w *world) on(handle func(ctx context.Context, e schemas.Event) schemas.EventReply) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.handle = handle
}

// dispatched is the types of the events so far.
func (w *world) dispatched() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var types []string
	for _, e := range w.events {
		types = append(types, e.Type)
	}
	return types
}

// fetched is the URLs asked for so far.
func (w *world) fetched() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var urls []string
	for _, r := range w.requests {
		urls = append(urls, r.Request.URL)
	}
	return urls
}

func testConfig() Config {
	return Config{
		LoaderWait: time.Second, FetchTimeout: 5 * time.Second, StartTimeout: 5 * time.Second, InstallTimeout: 5 * time.Second,
		ActivateTimeout: 5 * time.Second, MaxScript: 1 << 20, Sweep: time.Hour, CacheSweep: time.Hour, EventsWait: time.Minute,
		EventTimeout: 5 * time.Second, EventAttempts: 3, EventRetry: 50 * time.Millisecond,
		SyncAttempts: 2, SyncRetry: 50 * time.Millisecond, PeriodicSyncMin: 100 * time.Millisecond,
	}
}

// instance is a running constellation.
type instance struct {
	conn  *bus.Conn
	stop  func() // clean
	ended chan error
}

// start runs a constellation until the test ends, on a connection of its own.
func (w *world) start(change func(*Config)) *instance {
	w.t.Helper()
	cfg := testConfig()
	if change != nil {
		change(&cfg)
	}
	in := &instance{conn: bustest.Connect(w.t, w.server, "constellation"), ended: make(chan error, 1)}
	s, err := New(cfg, in.conn, bustest.Log(w.t))
	w.must(err)
	ctx, cancel := context.WithCancel(context.Background())
	go func() { in.ended <- s.Run(ctx) }()
	in.stop = sync.OnceFunc(func() {
		cancel()
		<-in.ended
	})
	w.t.Cleanup(in.stop)
	select {
	case <-s.Ready():
	case err := <-in.ended:
		w.t.Fatalf("the constellation ended: %v", err)
	case <-time.After(soon):
		w.t.Fatal("the constellation is not ready")
	}
	return in
}

// client plays a document: what it is told, in order.
type client struct {
	w   *world
	id  string
	got chan schemas.ClientMessage
}

// listen makes a client that is in no bucket, as the command line is.
func (w *world) listen() *client {
	w.t.Helper()
	c := &client{w: w, id: bus.NewID(), got: make(chan schemas.ClientMessage, 1000)}
	sub, err := bus.ToClient.Subscribe(w.conn, bus.Params{"client": c.id}, func(m schemas.ClientMessage, _ bus.Params) { c.got <- m })
	w.must(err)
	w.t.Cleanup(func() { _ = sub.Stop() })
	w.must(w.conn.Flush())
	return c
}

// document makes a client that is in the bucket, controlled by version if that
// is not "".
func (w *world) document(url, version string) *client {
	w.t.Helper()
	c := w.listen()
	entry := schemas.Client{ID: c.id, URL: url, Origin: site, Type: "window", FrameType: "top-level", Created: time.Now()}
	if version != "" {
		entry.ControllerScope, entry.ControllerVersion = scope, version
	}
	_, err := w.clients.Create(w.t.Context(), c.id, entry)
	w.must(err)
	w.eventually("the client is known", func() bool {
		found, err := bus.ClientsQuery.Do(w.t.Context(), w.conn, nil, schemas.ClientQuery{Origin: site, ID: c.id})
		return err == nil && len(found.Clients) == 1
	})
	return c
}

func (c *client) leave() {
	c.w.t.Helper()
	c.w.must(c.w.clients.Delete(c.w.t.Context(), c.id, 0))
}

func (c *client) controller() string {
	c.w.t.Helper()
	e, err := c.w.clients.Get(c.w.t.Context(), c.id)
	c.w.must(err)
	return e.Value.ControllerVersion
}

// next is the next message, in short: "job", "state activated", …
func (c *client) next() (string, schemas.ClientMessage) {
	c.w.t.Helper()
	select {
	case m := <-c.got:
		text := string(m.Kind)
		switch {
		case m.Kind == schemas.ClientState:
			text += " " + string(m.State)
		case m.Kind == schemas.ClientJob && m.Error != nil:
			text += " " + m.Error.Exception
		}
		return text, m
	case <-time.After(soon):
		c.w.t.Fatal("no message in time")
	}
	return "", schemas.ClientMessage{}
}

// expect takes messages and compares them, in short; it returns the last.
func (c *client) expect(want ...string) schemas.ClientMessage {
	c.w.t.Helper()
	var last schemas.ClientMessage
	for i, text := range want {
		got, m := c.next()
		if got != text {
			c.w.t.Fatalf("message %d is %q, want %q: %+v", i, got, text, m)
		}
		last = m
	}
	return last
}

// quiet checks that nothing was told.
func (c *client) quiet() {
	c.w.t.Helper()
	c.w.must(c.w.conn.Flush())
	select {
	case m := <-c.got:
		c.w.t.Fatalf("unexpected message: %+v", m)
	default:
	}
}

// schedule puts a job into the queue for a client.
func (c *client) schedule(j schemas.Job) string {
	c.w.t.Helper()
	if j.ID == "" {
		j.ID = bus.NewID()
	}
	if j.Scope == "" {
		j.Scope = scope
	}
	if j.Origin == "" {
		j.Origin = site
	}
	j.Client = c.id
	c.w.must(bus.Jobs.Publish(c.w.t.Context(), c.w.conn, bus.Params{"scope": j.Scope}, j.ID, j))
	return j.ID
}

// register registers sw.js and awaits the job's result.
func (c *client) register() *schemas.Registration {
	c.w.t.Helper()
	id := c.schedule(schemas.Job{Type: schemas.JobRegister, ScriptURL: sw})
	m := c.expect("job")
	if m.Job != id || m.Registration == nil {
		c.w.t.Fatalf("the job's result is %+v", m)
	}
	return m.Registration
}

// installed registers sw.js and awaits its activation: the active version.
func (c *client) installed() string {
	c.w.t.Helper()
	c.register()
	m := c.expect("updatefound", "state installed", "state activating", "state activated")
	return m.Version
}

// registration is what the registry holds for the scope; nil: nothing.
func (w *world) registration() *schemas.Registration {
	w.t.Helper()
	got, err := bus.RegistryGet.Do(w.t.Context(), w.conn, nil, schemas.Lookup{Scope: scope})
	w.must(err)
	if len(got.Registrations) == 0 {
		return nil
	}
	return &got.Registrations[0]
}

// eventually polls what no event tells.
func (w *world) eventually(what string, ok func() bool) {
	w.t.Helper()
	for deadline := time.Now().Add(soon); !ok(); {
		if time.Now().After(deadline) {
			w.t.Fatalf("not in time: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// shape is the slots of a registration, in short.
func shape(r *schemas.Registration) string {
	if r == nil {
		return "none"
	}
	s := ""
	for _, x := range []*schemas.Worker{r.Installing, r.Waiting, r.Active} {
		if x == nil {
			s += "- "
		} else {
			s += fmt.Sprintf("%s ", x.State)
		}
	}
	return s[:len(s)-1]
}
