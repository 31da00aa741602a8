package bus_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/schemas"
)

// answer runs an inlet on subject until the test ends.
func answer(t testing.TB, c *bus.Conn, subject, queue string, h func(bus.Msg)) *bus.Subscription {
	t.Helper()
	inlet := c.NewInlet(1024)
	sub, err := inlet.Listen(subject, queue)
	if err == nil {
		err = c.Flush()
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := inlet.Run(ctx, h); err != nil {
			t.Error(err)
		}
	}()
	t.Cleanup(func() { cancel(); <-done })
	return sub
}

func TestAsk(t *testing.T) {
	ctx := short(t)
	c := bustest.New(t)
	answer(t, c, "echo.>", "workers", func(m bus.Msg) {
		_ = m.Respond([]byte("claim " + m.Header(bus.TraceHeader)))
		_ = m.Respond(append([]byte(m.Subject()+" "), m.Data()...))
	})
	for _, trace := range []string{"", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"} {
		call, err := c.Ask("echo.a", []byte("hello"), trace)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"claim " + trace, "echo.a hello"} {
			if m, err := call.Next(ctx, 10*time.Second); err != nil || string(m.Data()) != want {
				t.Fatalf("got %v, %v; want %q", m, err, want)
			}
		}
		if _, err := call.Next(ctx, time.Millisecond); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("third reply: %v", err)
		}
		call.Done()
		call.Done()
	}
}

func TestAskNobody(t *testing.T) {
	c := bustest.New(t)
	for range 3 {
		call, err := c.Ask("nobody.here", nil, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := call.Next(short(t), 0); !errors.Is(err, bus.ErrNoResponders) {
			t.Errorf("got %v", err)
		}
		call.Done()
	}
}

// TestAskLateReplies has every request leave a reply behind that comes when the
// slot serves another request.
func TestAskLateReplies(t *testing.T) {
	ctx := short(t)
	c := bustest.New(t)
	var late []bus.Msg
	answer(t, c, "late", "", func(m bus.Msg) {
		for _, old := range late {
			_ = old.Respond([]byte("late"))
		}
		late = append(late, m)
		_ = m.Respond(m.Data())
	})
	for i := range 20 {
		call, err := c.Ask("late", fmt.Append(nil, i), "")
		if err != nil {
			t.Fatal(err)
		}
		m, err := call.Next(ctx, 0)
		if err != nil || string(m.Data()) != fmt.Sprint(i) {
			t.Fatalf("request %d got %q, %v", i, m.Data(), err)
		}
		call.Done()
	}
}

func TestAskConcurrently(t *testing.T) {
	ctx := short(t)
	server := bustest.Server(t)
	for _, name := range []string{"m1", "m2"} {
		answer(t, bustest.Connect(t, server, name), "echo", "workers", func(m bus.Msg) { _ = m.Respond(m.Data()) })
	}
	c := bustest.Connect(t, server, "asker")
	var all sync.WaitGroup
	for g := range 16 {
		all.Go(func() {
			for i := range 100 {
				want := fmt.Sprint(g, i)
				call, err := c.Ask("echo", []byte(want), "")
				if err != nil {
					t.Error(err)
					return
				}
				if m, err := call.Next(ctx, 0); err != nil || string(m.Data()) != want {
					t.Errorf("got %v, %v; want %q", m, err, want)
				}
				call.Done()
			}
		})
	}
	all.Wait()
}

func TestAskAfterClose(t *testing.T) {
	server := bustest.Server(t)
	c := bustest.Connect(t, server, "asker")
	answer(t, bustest.Connect(t, server, "silent"), "silent", "", func(bus.Msg) {})
	call, err := c.Ask("silent", nil, "")
	if err != nil {
		t.Fatal(err)
	}
	waiting := make(chan error)
	go func() {
		_, err := call.Next(context.Background(), 0)
		waiting <- err
	}()
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := next(t, waiting); !errors.Is(err, bus.ErrClosed) {
		t.Errorf("waiting: %v", err)
	}
	if _, err := c.Ask("silent", nil, ""); !errors.Is(err, bus.ErrClosed) {
		t.Errorf("asking: %v", err)
	}
	if err := c.Healthy(); !errors.Is(err, bus.ErrClosed) {
		t.Errorf("healthy: %v", err)
	}
}

func TestInletPanicsAndRefusals(t *testing.T) {
	ctx := short(t)
	c := bustest.New(t)
	advisories := advised(t, c)
	answer(t, c, "strict", "", func(m bus.Msg) {
		if string(m.Data()) == "panic" {
			panic("test")
		}
		_, err := bus.Decode[schemas.FetchEvent](m)
		c.Refuse(m, err)
	})
	for data, want := range map[string][2]string{
		"panic":    {string(schemas.CodeInternal), "handler-panic"},
		"\x01\xff": {string(schemas.CodeBadMessage), "bad-message"},
	} {
		call, err := c.Ask("strict", []byte(data), "")
		if err != nil {
			t.Fatal(err)
		}
		_, err = call.Next(ctx, 0)
		if !errors.Is(err, &schemas.Error{Code: schemas.Code(want[0])}) {
			t.Errorf("%q: got %v; want %s", data, err, want[0])
		}
		if a := next(t, advisories); a.Kind != want[1] || a.Subject != "strict" {
			t.Errorf("%q: advisory %+v", data, a)
		}
		call.Done()
	}
}

func TestInletSlowConsumer(t *testing.T) {
	server := bustest.Server(t)
	slow, front := bustest.Connect(t, server, "slow"), bustest.Connect(t, server, "front")
	advisories := advised(t, front)
	inlet := slow.NewInlet(1)
	if _, err := inlet.Listen("fast", ""); err != nil {
		t.Fatal(err)
	}
	if err := slow.Flush(); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := bus.Raw(t, front).Publish("fast", nil); err != nil {
			t.Fatal(err)
		}
	}
	if a := next(t, advisories); a.Kind != "slow-consumer" || a.Subject != "fast" {
		t.Errorf("advisory %+v", a)
	}
}

func TestDrainHandlesWhatHasArrived(t *testing.T) {
	server := bustest.Server(t)
	c, front := bustest.Connect(t, server, "worker"), bustest.Connect(t, server, "front")
	inlet := c.NewInlet(100)
	sub, err := inlet.Listen("work", "q")
	if err == nil {
		err = c.Flush()
	}
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		_ = bus.Raw(t, front).Publish("work", nil)
	}
	if err := front.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := sub.Drain(); err != nil {
		t.Fatal(err)
	}
	call, err := front.Ask("work", nil, "")
	if err != nil {
		t.Fatal(err)
	}
	defer call.Done()
	if _, err := call.Next(short(t), 0); !errors.Is(err, bus.ErrNoResponders) {
		t.Errorf("after the drain: %v", err)
	}
	ended, end := context.WithCancel(context.Background())
	end()
	n := 0
	if err := inlet.Run(ended, func(bus.Msg) { n++ }); err != nil || n != 10 {
		t.Errorf("handled %d, %v; want 10", n, err)
	}
}

func TestEventOrderAndWildcards(t *testing.T) {
	c := bustest.New(t)
	advisories := advised(t, c)
	got := make(chan string, 200)
	_, err := bus.WorkerLog.Subscribe(c, bus.Params{"origin": "https://a.example"}, func(v schemas.Log, p bus.Params) {
		if v.Text == "panic" {
			panic("test")
		}
		got <- p["level"] + " " + p["scope"] + " " + v.Text
	})
	if err == nil {
		err = c.Flush()
	}
	if err != nil {
		t.Fatal(err)
	}
	say := func(scope, level, text string) {
		t.Helper()
		if err := bus.WorkerLog.Publish(c, bus.Params{"scope": scope, "level": level}, schemas.Log{Scope: scope, Level: level, Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	_ = bus.Raw(t, c).Publish("sw.log.https.a_example.443./.info", []byte("{"))
	_ = bus.Raw(t, c).Publish("sw.log.https.a_example.443.=.info", nil)
	say("https://a.example/x/", "warn", "panic")
	say("https://b.example/", "info", "another origin")
	for i := range 100 {
		say("https://a.example/x/", "info", fmt.Sprint(i))
	}
	for i := range 100 {
		if g, want := next(t, got), fmt.Sprintf("info https://a.example/x/ %d", i); g != want {
			t.Fatalf("got %q; want %q", g, want)
		}
	}
	for _, want := range []string{"bad-message", "bad-message", "handler-panic"} {
		if a := next(t, advisories); a.Kind != want {
			t.Errorf("advisory %+v; want %s", a, want)
		}
	}
	if err := bus.WorkerLog.Publish(c, bus.Params{"scope": "https://a.example/"}, schemas.Log{}); err == nil || !strings.Contains(err.Error(), "{level} is missing") {
		t.Errorf("without a level: %v", err)
	}
	if err := bus.WorkerLog.Publish(c, bus.Params{"scope": "https://a.example/", "level": "a.b"}, schemas.Log{}); err == nil {
		t.Error("took a level of two tokens")
	}
	big := schemas.Log{Text: strings.Repeat("x", c.MaxPayload())}
	if err := bus.WorkerLog.Publish(c, bus.Params{"scope": "https://a.example/", "level": "info"}, big); !errors.Is(err, &schemas.Error{Code: schemas.CodeLimit}) {
		t.Errorf("too large: %v", err)
	}
}
