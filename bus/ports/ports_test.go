package ports_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/bus/ports"
	"asterism/schemas"
)

func TestMain(m *testing.M) { bustest.Main(m) }

// start runs the ports of a process.
func start(t *testing.T, conn *bus.Conn) *ports.Ports {
	p := ports.New(conn, bustest.Log(t))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = p.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return p
}

func next[T any](t *testing.T, ch <-chan T) T {
	t.Helper()
	select {
	case v := <-ch:
		return v
	case <-time.After(10 * time.Second):
		t.Fatal("nothing came")
		panic("unreachable")
	}
}

func TestPorts(t *testing.T) {
	server := bustest.Server(t)
	a, b := start(t, bustest.Connect(t, server, "a")), start(t, bustest.Connect(t, server, "b"))
	heard := make(chan schemas.PortMessage, 100)
	take := func(m schemas.PortMessage) { heard <- m }
	stop, err := a.Listen("PORT", take)
	if err != nil {
		t.Fatal(err)
	}
	bus := make(chan schemas.PortMessage, 100)
	stopOther, err := b.Listen("OTHER", func(m schemas.PortMessage) { bus <- m })
	if err != nil {
		t.Fatal(err)
	}
	defer stopOther()
	// Until the server knows both, nobody is there.
	for ping := (schemas.PortMessage{Kind: schemas.PortPing}); ; {
		if err := b.Send("OTHER", "PORT", ping, true); err != nil {
			t.Fatal(err)
		}
		select {
		case <-heard:
		case m := <-bus:
			if m.Kind != schemas.PortNobody {
				t.Fatalf("%+v", m)
			}
			continue
		}
		break
	}
	for i := range uint64(10) {
		if err := b.Send("OTHER", "PORT", schemas.PortMessage{Kind: schemas.PortPost, N: i, Data: []byte{byte(i)}}, false); err != nil {
			t.Fatal(err)
		}
	}
	for i := range uint64(10) {
		if m := next(t, heard); m.N != i || m.Data[0] != byte(i) {
			t.Fatalf("%d: %+v", i, m)
		}
	}
	// The port moves within its process: the old home hears nothing any more.
	moved := make(chan schemas.PortMessage, 1)
	stopMoved, err := a.Listen("PORT", func(m schemas.PortMessage) { moved <- m })
	if err != nil {
		t.Fatal(err)
	}
	stop()
	if err := b.Send("OTHER", "PORT", schemas.PortMessage{Kind: schemas.PortAck, N: 7}, false); err != nil {
		t.Fatal(err)
	}
	if m := next(t, moved); m.N != 7 || len(heard) != 0 {
		t.Fatalf("%+v", m)
	}
	stopMoved()
	for m := (schemas.PortMessage{}); m.Kind != schemas.PortNobody; {
		if err := b.Send("OTHER", "PORT", schemas.PortMessage{Kind: schemas.PortPing}, true); err != nil {
			t.Fatal(err)
		}
		select {
		case m = <-bus:
		case <-time.After(10 * time.Millisecond): // the server did not know yet that nobody is there
		}
	}
	if _, err := a.Listen("not a token", take); err == nil {
		t.Error("a bad address is taken")
	}
}

func TestChannels(t *testing.T) {
	server := bustest.Server(t)
	connA, connB := bustest.Connect(t, server, "a"), bustest.Connect(t, server, "b")
	a, b := start(t, connA).Of("https://a.example"), start(t, connB)
	type post struct{ where, from, data string }
	heard := make(chan post, 100)
	join := func(o *ports.Origin, where, name string) func() {
		t.Helper()
		leave, err := o.Join(name, func(from string, data []byte) { heard <- post{where, from, string(data)} })
		if err != nil {
			t.Fatal(err)
		}
		return leave
	}
	long := strings.Repeat("é/ ", 300)
	leave := join(b.Of("https://a.example"), "b", "news")
	defer join(b.Of("https://b.example"), "another origin", "news")()
	defer join(b.Of("https://a.example"), "another name", "other")()
	defer join(b.Of("https://a.example"), "long", long)()
	defer join(b.Of("https://a.example"), "end", "end")()
	if err := connB.Flush(); err != nil {
		t.Fatal(err)
	}
	big := string(bytes.Repeat([]byte("0123456789"), 200_000))
	for _, p := range []struct{ name, data string }{{"news", "1"}, {"news", big}, {"news", "3"}, {long, "4"}, {"nobody's", "5"}} {
		if err := a.Broadcast(p.name, "r1", []byte(p.data)); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []post{{"b", "r1", "1"}, {"b", "r1", big}, {"b", "r1", "3"}, {"long", "r1", "4"}} {
		if got := next(t, heard); got != want {
			t.Fatalf("heard %.60v, want %.60v", got, want)
		}
	}
	leave()
	leave()
	if err := connB.Flush(); err != nil {
		t.Fatal(err)
	}
	_ = a.Broadcast("news", "r1", []byte("6"))
	_ = a.Broadcast("end", "r1", []byte("7"))
	if got := next(t, heard); got.where != "end" {
		t.Errorf("heard %v after leaving", got)
	}
	if err := a.Of("null").Broadcast("x", "r1", nil); err == nil {
		t.Error("an origin that is none broadcasts")
	}
}
