package bus_test

import (
	"context"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/schemas"
)

// Messages are put into the queue when they are due, the last of one slot only,
// and not at all when they were cancelled.
func TestQueueSchedule(t *testing.T) {
	t.Parallel()
	server := bustest.Server(t)
	c := bustest.Connect(t, server, "one")
	slot := func(name string) bus.Params {
		return bus.Params{"type": "sync", "scope": "https://a.example/", "slot": name}
	}
	event := func(id string) schemas.Functional {
		return schemas.Functional{ID: id, Type: "sync", Scope: "https://a.example/", At: time.Now()}
	}
	put := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now()
	put(bus.Functionals.PublishAt(short(t), c, slot("a"), event("late"), began.Add(time.Hour)))
	put(bus.Functionals.PublishAt(short(t), c, slot("a"), event("soon"), began.Add(300*time.Millisecond)))
	put(bus.Functionals.PublishAt(short(t), c, slot("b"), event("cancelled"), began.Add(100*time.Millisecond)))
	put(bus.Functionals.Cancel(short(t), c, slot("b")))
	put(bus.Functionals.Publish(short(t), c, slot("c"), "c1", event("first")))
	put(bus.Functionals.Publish(short(t), c, slot("c"), "c2", event("second")))
	put(bus.Functionals.Publish(short(t), c, slot("d"), "d1", event("withdrawn")))
	put(bus.Functionals.Cancel(short(t), c, slot("d")))

	out := make(chan string, 10)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = bus.Functionals.Consume(ctx, c, func(d *bus.Delivery[schemas.Functional]) {
			out <- d.Value.ID + " in " + d.Params["slot"]
			_ = d.Ack()
		})
	}()
	t.Cleanup(func() { cancel(); <-done })
	if got := next(t, out); got != "second in c" {
		t.Errorf("got %q first", got)
	}
	if got := next(t, out); got != "soon in a" {
		t.Errorf("got %q then", got)
	}
	if took := time.Since(began); took < 300*time.Millisecond {
		t.Errorf("what was scheduled came after %v", took)
	}
	select {
	case got := <-out:
		t.Errorf("got %q as well", got)
	case <-time.After(300 * time.Millisecond):
	}
}
