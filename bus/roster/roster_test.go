package roster_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/bus/roster"
	"asterism/schemas"
)

// start runs f until the test ends.
func start(t *testing.T, f func(context.Context) error) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := f(ctx); err != nil {
			t.Error(err)
		}
	}()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return stop
}

// until waits for the roster to be as ok wants.
func until(t *testing.T, r *roster.Roster, what string, ok func() bool) {
	t.Helper()
	late := time.After(10 * time.Second)
	for {
		changed := r.Changed()
		if ok() {
			return
		}
		select {
		case <-changed:
		case <-late:
			t.Fatalf("not within 10 s: %s; there are %+v", what, r.All())
		}
	}
}

func TestRoster(t *testing.T) {
	conn := bustest.New(t)
	r := roster.New(conn)
	start(t, r.Run)
	<-r.Ready()
	if got := r.Live("manager"); len(got) != 0 {
		t.Fatalf("live at first: %v", got)
	}
	var draining atomic.Bool
	a := roster.NewAnnouncement(conn, func() schemas.Member {
		return schemas.Member{ID: "b", Kind: "manager", Draining: draining.Load()}
	})
	start(t, a.Run)
	stop := start(t, func(ctx context.Context) error {
		return roster.Announce(ctx, conn, func() schemas.Member { return schemas.Member{ID: "a", Kind: "manager"} })
	})
	until(t, r, "both", func() bool {
		live := r.Live("manager")
		return len(live) == 2 && live[0].ID == "a" && live[1].ID == "b"
	})
	<-a.Posted()
	draining.Store(true)
	a.Refresh()
	until(t, r, "b drains", func() bool { return len(r.Live("manager")) == 1 && len(r.All()) == 2 })
	if m, ok := r.Get("b"); !ok || !m.Draining {
		t.Errorf("Get(b) = %+v, %v", m, ok)
	}
	stop()
	until(t, r, "a is withdrawn", func() bool { return len(r.All()) == 1 })

	late := roster.New(conn)
	start(t, late.Run)
	<-late.Ready()
	if got := late.All(); len(got) != 1 {
		t.Errorf("a late roster has %v", got)
	}
}

func TestPulse(t *testing.T) {
	server := bustest.Server(t)
	conn := bustest.Connect(t, server, "loader")
	pulse := roster.NewPulse(conn)
	gone := func(what string, lost <-chan struct{}, within time.Duration) {
		t.Helper()
		select {
		case <-lost:
		case <-time.After(within):
			t.Errorf("%s: not lost within %v", what, within)
		}
	}

	lost, release := pulse.Watch("nobody")
	gone("nobody there", lost, 5*time.Second)
	release()
	release() // twice is fine

	manager := bustest.Connect(t, server, "manager")
	service, err := manager.NewService("manager", "m1", "1.0.0", "test")
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int32
	hang := make(chan struct{})
	twice := make(chan struct{}, 100)
	err = bus.PingManager.Serve(service, bus.Params{"manager": "m1"}, func(ctx context.Context, _ schemas.Ping, p bus.Params) (schemas.Pong, error) {
		if asked.Add(1); asked.Load() > 2 {
			select {
			case <-hang:
			case <-ctx.Done():
			}
		}
		twice <- struct{}{}
		return schemas.Pong{ID: p["manager"]}, nil
	})
	if err == nil {
		err = manager.Flush()
	}
	if err != nil {
		t.Fatal(err)
	}
	first, releaseFirst := pulse.Watch("m1")
	second, releaseSecond := pulse.Watch("m1")
	defer releaseSecond()
	<-twice
	releaseFirst()
	<-twice
	select {
	case <-first:
		t.Error("lost while it answers")
	default:
	}
	gone("hangs", second, 5*time.Second)
	close(hang)
}
