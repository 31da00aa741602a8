package workers_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/bus/rank"
	"asterism/bus/workers"
	"asterism/schemas"
)

func TestMain(m *testing.M) { bustest.Main(m) }

const scope, version = "https://a.b/", "v1"

// list is a roster under the test's control.
type list struct {
	mu      sync.Mutex
	ids     []string
	changed chan struct{}
}

func newList(ids ...string) *list { return &list{ids: ids, changed: make(chan struct{})} }

func (l *list) Live(kind string) []schemas.Member {
	l.mu.Lock()
	defer l.mu.Unlock()
	var members []schemas.Member
	for _, id := range l.ids {
		members = append(members, schemas.Member{ID: id, Kind: kind})
	}
	return members
}

func (l *list) Changed() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.changed
}

func (l *list) set(ids ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ids = ids
	close(l.changed)
	l.changed = make(chan struct{})
}

// manager answers starts and pings under id with h.
func manager(t *testing.T, server *bus.Server, id string, h func(context.Context, schemas.Event) schemas.EventReply) *bus.Conn {
	t.Helper()
	conn := bustest.Connect(t, server, id)
	s, err := conn.NewService("manager", id, "1.0.0", "a fake")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Stop() })
	p := bus.Params{"manager": id}
	err = errors.Join(
		bus.DispatchStart.Serve(s, p, func(ctx context.Context, e schemas.Event, _ bus.Params) (schemas.EventReply, error) {
			r := h(ctx, e)
			r.Manager = id
			return r, nil
		}),
		bus.PingManager.Serve(s, p, func(context.Context, schemas.Ping, bus.Params) (schemas.Pong, error) {
			return schemas.Pong{ID: id}, nil
		}),
		conn.Flush(),
	)
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func answer(r schemas.EventReply) func(context.Context, schemas.Event) schemas.EventReply {
	return func(context.Context, schemas.Event) schemas.EventReply { return r }
}

func event() schemas.Event {
	return schemas.Event{ID: bus.NewID(), Type: "message", Scope: scope, Version: version}
}

func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

func TestStartsByRankAndSkipsBusy(t *testing.T) {
	server := bustest.Server(t)
	conn := bustest.Connect(t, server, "asker")
	ids := rank.Order(scope, []string{"m1", "m2", "m3"})
	manager(t, server, ids[0], answer(schemas.EventReply{Busy: true}))
	manager(t, server, ids[2], answer(schemas.EventReply{})) // ids[1] has just left
	reply, err := workers.Dispatch(within(t, 5*time.Second), conn, newList(ids...), event())
	if err != nil || reply.Manager != ids[2] {
		t.Fatalf("got %+v, %v; want an answer of %s", reply, err, ids[2])
	}
	manager(t, server, ids[1], answer(schemas.EventReply{}))
	reply, err = workers.Start(within(t, 5*time.Second), conn, newList(ids...), event(), ids[2])
	if err != nil || reply.Manager != ids[2] {
		t.Fatalf("got %+v, %v; want the preferred %s", reply, err, ids[2])
	}
}

func TestAsksTheRunningWorkerFirst(t *testing.T) {
	server := bustest.Server(t)
	conn := bustest.Connect(t, server, "asker")
	runs := manager(t, server, "m1", answer(schemas.EventReply{}))
	s, err := runs.NewService("manager", "m1", "1.0.0", "a fake")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	err = bus.Dispatch.Serve(s, bus.Params{"scope": scope, "version": version},
		func(context.Context, schemas.Event, bus.Params) (schemas.EventReply, error) {
			return schemas.EventReply{Manager: "running"}, nil
		})
	if err = errors.Join(err, runs.Flush()); err != nil {
		t.Fatal(err)
	}
	reply, err := workers.Dispatch(within(t, 5*time.Second), conn, newList("m1"), event())
	if err != nil || reply.Manager != "running" {
		t.Fatalf("got %+v, %v", reply, err)
	}
}

func TestAllBusy(t *testing.T) {
	server := bustest.Server(t)
	conn := bustest.Connect(t, server, "asker")
	manager(t, server, "m1", answer(schemas.EventReply{Busy: true}))
	_, err := workers.Dispatch(within(t, 5*time.Second), conn, newList("m1"), event())
	if !errors.Is(err, &schemas.Error{Code: schemas.CodeBusy}) {
		t.Fatalf("got %v", err)
	}
}

func TestWaitsForAManager(t *testing.T) {
	server := bustest.Server(t)
	conn := bustest.Connect(t, server, "asker")
	roster := newList()
	_, err := workers.Dispatch(within(t, 50*time.Millisecond), conn, roster, event())
	if !errors.Is(err, &schemas.Error{Code: schemas.CodeTimeout}) {
		t.Fatalf("without managers: %v", err)
	}
	manager(t, server, "m1", answer(schemas.EventReply{}))
	got := make(chan error, 1)
	go func() {
		_, err := workers.Dispatch(within(t, 5*time.Second), conn, roster, event())
		got <- err
	}()
	roster.set("m1")
	if err := <-got; err != nil {
		t.Fatal(err)
	}
}

func TestNoticesDeath(t *testing.T) {
	server := bustest.Server(t)
	conn := bustest.Connect(t, server, "asker")
	started, release := make(chan struct{}), make(chan struct{})
	dying := manager(t, server, "m1", func(context.Context, schemas.Event) schemas.EventReply {
		close(started)
		<-release
		return schemas.EventReply{}
	})
	got := make(chan error, 1)
	go func() {
		_, err := workers.Start(within(t, 20*time.Second), conn, newList("m1"), event(), "")
		got <- err
	}()
	<-started
	began := time.Now()
	closed := make(chan error)
	go func() { closed <- dying.Close() }() // leaves the bus; the handler goes on
	if err := <-got; !errors.Is(err, &schemas.Error{Code: schemas.CodeLost}) {
		t.Fatalf("got %v", err)
	}
	if took := time.Since(began); took > 4*time.Second {
		t.Errorf("noticed after %v", took)
	}
	close(release)
	<-closed
}
