package bus_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/schemas"
)

const jobScope = "http://localhost/"

func publishJob(t *testing.T, c *bus.Conn, id string) {
	t.Helper()
	job := schemas.Job{ID: id, Type: schemas.JobRegister, Scope: jobScope, Origin: "http://localhost"}
	if err := bus.Jobs.Publish(short(t), c, bus.Params{"scope": jobScope}, id, job); err != nil {
		t.Fatal(err)
	}
}

// consume runs Consume until stop is called or the test ends.
func consume(t *testing.T, c *bus.Conn, h func(*bus.Delivery[schemas.Job])) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = bus.Jobs.Consume(ctx, c, h) // ErrClosed when the connection went first
	}()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return stop
}

func TestQueueOneConsumerAtATime(t *testing.T) {
	t.Parallel()
	server := bustest.Server(t)
	front := bustest.Connect(t, server, "front")
	publishJob(t, front, "before anyone consumes")
	type got struct{ by, id string }
	out := make(chan got, 100)
	by := func(name string) func(*bus.Delivery[schemas.Job]) {
		return func(d *bus.Delivery[schemas.Job]) {
			out <- got{name, d.Value.ID}
			if err := d.Ack(); err != nil {
				t.Error(err)
			}
		}
	}
	stop := consume(t, bustest.Connect(t, server, "one"), by("one"))
	if g := next(t, out); g.by != "one" {
		t.Fatalf("got %v", g)
	}
	consume(t, bustest.Connect(t, server, "two"), by("two"))
	for i := range 20 {
		publishJob(t, front, fmt.Sprint(i))
		publishJob(t, front, fmt.Sprint(i)) // the same id: once
	}
	for i := range 20 {
		if g := next(t, out); g != (got{"one", fmt.Sprint(i)}) {
			t.Fatalf("got %v at %d", g, i)
		}
	}
	stop()
	began := time.Now()
	publishJob(t, front, "after")
	if g := next(t, out); g != (got{"two", "after"}) {
		t.Fatalf("got %v", g)
	}
	if took := time.Since(began); took > 3500*time.Millisecond {
		t.Errorf("after a clean stop the other one took over in %v", took)
	}
}

func TestQueueTakeover(t *testing.T) {
	t.Parallel()
	server := bustest.Server(t)
	front := bustest.Connect(t, server, "front")
	// The first consumer has jobs in hand, and dies with its connection.
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	dying, err := server.Connect(ctx, "dying", bustest.Log(t))
	if err != nil {
		t.Fatal(err)
	}
	inHand := make(chan string, 100)
	consume(t, dying, func(d *bus.Delivery[schemas.Job]) { inHand <- d.Value.ID })
	for _, id := range []string{"a", "b"} {
		publishJob(t, front, id)
		next(t, inHand)
	}
	out := make(chan *bus.Delivery[schemas.Job], 100)
	consume(t, bustest.Connect(t, server, "heir"), func(d *bus.Delivery[schemas.Job]) { out <- d; _ = d.Ack() })
	bus.Kill(dying)
	began := time.Now()
	publishJob(t, front, "c")
	var ids []string
	for range 3 {
		ids = append(ids, next(t, out).Value.ID)
	}
	if want := []string{"a", "b", "c"}; !slices.Equal(ids, want) {
		t.Errorf("the heir got %v; want %v: old ones first", ids, want)
	}
	t.Logf("took over in %v", time.Since(began))
}

func TestQueueKeepsWhatIsInHand(t *testing.T) {
	t.Parallel()
	c := bustest.New(t)
	out := make(chan *bus.Delivery[schemas.Job], 100)
	consume(t, c, func(d *bus.Delivery[schemas.Job]) { out <- d })
	publishJob(t, c, "long")
	d := next(t, out)
	select { // longer than the server waits for an acknowledgement
	case again := <-out:
		t.Fatalf("handed out again: attempt %d", again.Attempt)
	case <-time.After(4 * time.Second):
	}
	if err := d.Nak(0); err != nil {
		t.Fatal(err)
	}
	if d = next(t, out); d.Attempt != 2 {
		t.Fatalf("attempt %d after a nak", d.Attempt)
	}
	if err := d.Term("test"); err != nil {
		t.Fatal(err)
	}
}

func TestQueueBadMessagesAndPanics(t *testing.T) {
	t.Parallel()
	c := bustest.New(t)
	advisories := advised(t, c)
	out := make(chan *bus.Delivery[schemas.Job], 100)
	consume(t, c, func(d *bus.Delivery[schemas.Job]) {
		if d.Value.ID == "panic" && d.Attempt == 1 {
			panic("test")
		}
		out <- d
		_ = d.Ack()
	})
	publishJob(t, c, "first")
	next(t, out)
	bus.Raw(t, c).Publish("sw.job.http.localhost.80./", []byte(`{"id":7}`))
	if a := next(t, advisories); a.Kind != "bad-message" {
		t.Errorf("advisory %+v", a)
	}
	publishJob(t, c, "panic")
	if a := next(t, advisories); a.Kind != "handler-panic" {
		t.Errorf("advisory %+v", a)
	}
	if d := next(t, out); d.Value.ID != "panic" || d.Attempt != 2 {
		t.Errorf("got %+v", d)
	}
}

// advised is every advisory from here on.
func advised(t *testing.T, c *bus.Conn) <-chan schemas.Advisory {
	t.Helper()
	out := make(chan schemas.Advisory, 100)
	_, err := bus.Advisories.Subscribe(c, nil, func(a schemas.Advisory, _ bus.Params) { out <- a })
	if err == nil {
		err = c.Flush()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}
