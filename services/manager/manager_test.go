package manager

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/schemas"
)

func TestMain(m *testing.M) { bustest.Main(m) }

const (
	origin = "https://a.example"
	scope  = origin + "/app/"
)

// site is a manager with what it needs of the world around it: NATS, the
// registry and the script store.
type site struct {
	t       testing.TB
	server  *bus.Server
	conn    *bus.Conn // the test's own
	manager *Service
	stop    func() error // ends the manager; its Run's error

	registrations *bus.Table[schemas.Registration]
	scripts       *bus.Store
	versions      int
}

// quick is a configuration for tests: short times.
func quick() Config {
	return Config{
		ID: "m1", TurnTimeout: 10 * time.Second, EventTimeout: 10 * time.Second, WaitTimeout: 10 * time.Second,
		LifecycleTimeout: 10 * time.Second, IdleTimeout: time.Minute, ClaimAfter: 200 * time.Millisecond,
		DrainTimeout: 5 * time.Second, MaxWorkers: 100, MaxEvents: 1000, MaxWorkerEvents: 1000, MaxFetches: 100,
		MaxBody: 1 << 20, MaxScript: 1 << 20, MaxMessage: 100 << 10, Stack: 1000, Programs: 100,
		QuarantineBreaks: 5, QuarantineWindow: time.Minute, QuarantineTime: time.Minute,
	}
}

// newSite starts a manager; tune may change its configuration.
func newSite(t testing.TB, tune func(*Config)) *site {
	t.Helper()
	s := &site{t: t, server: bustest.Server(t)}
	s.conn = bustest.Connect(t, s.server, "test")
	var err error
	if s.registrations, err = bus.Registrations.Open(t.Context(), s.conn); err != nil {
		t.Fatal(err)
	}
	if s.scripts, err = bus.Scripts.Open(t.Context(), s.conn); err != nil {
		t.Fatal(err)
	}
	s.start(tune)
	return s
}

func (s *site) start(tune func(*Config)) {
	s.t.Helper()
	cfg := quick()
	if tune != nil {
		tune(&cfg)
	}
	m, err := New(cfg, bustest.Connect(s.t, s.server, "manager"), bustest.Log(s.t))
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- m.Run(ctx) }()
	select {
	case <-m.Ready():
	case err := <-done:
		s.t.Fatalf("Run ended: %v", err)
	}
	ended := false
	s.manager, s.stop = m, func() error {
		if ended {
			return nil
		}
		ended = true
		cancel()
		return <-done
	}
	s.t.Cleanup(func() {
		if err := s.stop(); err != nil {
			s.t.Errorf("Run: %v", err)
		}
	})
}

// ctx bounds one step of a test.
func (s *site) ctx() context.Context {
	ctx, cancel := context.WithTimeout(s.t.Context(), 10*time.Second)
	s.t.Cleanup(cancel)
	return ctx
}

// worker stores a script and describes it as a worker, not yet registered.
func (s *site) worker(script string, state schemas.State) schemas.Worker {
	s.t.Helper()
	hash, err := s.scripts.Put(s.ctx(), []byte(script))
	if err != nil {
		s.t.Fatal(err)
	}
	s.versions++
	return schemas.Worker{
		Version: fmt.Sprintf("v%d", s.versions), ScriptURL: origin + "/app/sw.js", Type: "classic",
		State: state, Script: hash, Program: hash, Since: time.Now(),
	}
}

// register makes a script the activated worker of the scope.
func (s *site) register(script string) schemas.Worker {
	s.t.Helper()
	w := s.worker(script, schemas.StateActivated)
	s.put(schemas.Registration{ID: "r1", Scope: scope, UpdateViaCache: "imports", LastUpdate: time.Now(), Active: &w})
	return w
}

func (s *site) put(reg schemas.Registration) {
	s.t.Helper()
	if _, err := s.registrations.Put(s.ctx(), reg.Scope, reg); err != nil {
		s.t.Fatal(err)
	}
}

// get makes a fetch event for a path.
func get(w schemas.Worker, path string) schemas.FetchEvent {
	return schemas.FetchEvent{
		ID: bus.NewID(), Scope: scope, Version: w.Version, ClientID: "c1",
		Request: schemas.Request{Method: "GET", URL: origin + path, Mode: "cors", Redirect: "follow"},
	}
}

// ask sends a fetch event as a loader does: to the running worker, else to the
// manager; claims are passed over.
func (s *site) ask(e schemas.FetchEvent) schemas.FetchReply {
	s.t.Helper()
	running, err := bus.Fetch.SubjectFor(bus.Params{"scope": e.Scope, "version": e.Version})
	if err != nil {
		s.t.Fatal(err)
	}
	reply, err := s.send(running, e)
	if err == bus.ErrNoResponders {
		reply, err = s.send(s.manager.subjects.fetch, e)
	}
	if err != nil {
		s.t.Fatalf("fetch event: %v", err)
	}
	return reply
}

func (s *site) send(subject string, e schemas.FetchEvent) (schemas.FetchReply, error) {
	frame, err := bus.Encode(e)
	if err != nil {
		return schemas.FetchReply{}, err
	}
	call, err := s.conn.Ask(subject, frame, "")
	if err != nil {
		return schemas.FetchReply{}, err
	}
	defer call.Done()
	for {
		m, err := call.Next(s.ctx(), 0)
		if err != nil {
			return schemas.FetchReply{}, err
		}
		reply, err := bus.Decode[schemas.FetchReply](m)
		if err != nil || reply.Outcome != schemas.FetchClaim {
			return reply, err
		}
	}
}

// waitForInterest returns when somebody answers a message on a subject: a
// worker's first answer may overtake its subscriptions.
func waitForInterest(t testing.TB, conn *bus.Conn, subject string, frame []byte) {
	t.Helper()
	for {
		call, err := conn.Ask(subject, frame, "")
		if err != nil {
			t.Fatal(err)
		}
		_, err = call.Next(t.Context(), 5*time.Second)
		call.Done()
		if err == nil {
			return
		}
		if !errors.Is(err, bus.ErrNoResponders) {
			t.Fatalf("nobody answers on %s: %v", subject, err)
		}
		runtime.Gosched()
	}
}

// text asks for a path and wants a custom response; it gives its text.
func (s *site) text(w schemas.Worker, path string) string {
	s.t.Helper()
	reply := s.ask(get(w, path))
	if reply.Outcome != schemas.FetchResponse {
		s.t.Fatalf("outcome %d for %s: %v", reply.Outcome, path, &reply.Error)
	}
	return string(s.body(reply.Response.Body))
}

// failure asks for a path and wants an error.
func (s *site) failure(w schemas.Worker, path string) *schemas.Error {
	s.t.Helper()
	reply := s.ask(get(w, path))
	if reply.Outcome != schemas.FetchFailed {
		s.t.Fatalf("outcome %d for %s, want a failure", reply.Outcome, path)
	}
	return &reply.Error
}

// wantError checks an error's code and that its message holds all of want.
func wantError(t testing.TB, e *schemas.Error, code schemas.Code, want ...string) {
	t.Helper()
	if e == nil || e.Code != code {
		t.Fatalf("error %v, want code %q", e, code)
	}
	for _, part := range want {
		if !strings.Contains(e.Message, part) {
			t.Errorf("error %q does not say %q", e.Message, part)
		}
	}
}

// dispatch sends any other event to the manager by name.
func (s *site) dispatch(e schemas.Event) schemas.EventReply {
	s.t.Helper()
	e.ID, e.Scope = bus.NewID(), scope
	reply, err := bus.DispatchStart.Do(s.ctx(), s.conn, bus.Params{"manager": s.manager.ID()}, e)
	if err != nil {
		s.t.Fatalf("%s event: %v", e.Type, err)
	}
	return reply
}
