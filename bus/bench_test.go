package bus_test

import (
	"context"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/schemas"
)

// The hot path beside nats.go's own RequestMsg, on one server in this process:
//
//	go test -run '^$' -bench Ask -benchmem ./bus
func BenchmarkAsk(b *testing.B) {
	server := bustest.Server(b)
	worker, front := bustest.Connect(b, server, "manager"), bustest.Connect(b, server, "loader")
	answer(b, worker, "bench", "workers", func(m bus.Msg) { _ = m.Respond(m.Data()) })
	raw, err := bus.Raw(b, worker).QueueSubscribe("bench-raw", "workers", func(m *nats.Msg) { _ = m.Respond(m.Data) })
	if err == nil {
		err = worker.Flush()
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = raw.Unsubscribe() })
	data := make([]byte, 300)

	ask := func(b *testing.B, subject string) {
		call, err := front.Ask(subject, data, "")
		if err != nil {
			b.Fatal(err)
		}
		defer call.Done()
		if _, err := call.Next(context.Background(), time.Second); err != nil {
			b.Fatal(err)
		}
	}
	request := func(b *testing.B, subject string) {
		m := nats.NewMsg(subject)
		m.Data = data
		if _, err := bus.Raw(b, front).RequestMsg(m, time.Second); err != nil {
			b.Fatal(err)
		}
	}
	for _, way := range []struct {
		name    string
		f       func(*testing.B, string)
		subject string
	}{
		{"slot to inlet", ask, "bench"},
		{"slot to callback", ask, "bench-raw"},
		{"RequestMsg to inlet", request, "bench"},
		{"RequestMsg to callback", request, "bench-raw"},
	} {
		b.Run("one at a time/"+way.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				way.f(b, way.subject)
			}
		})
		b.Run("32 at once/"+way.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetParallelism(16) // times two cores
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					way.f(b, way.subject)
				}
			})
		})
	}
}

func BenchmarkNoResponders(b *testing.B) {
	c := bustest.New(b)
	for b.Loop() {
		call, err := c.Ask("nobody", nil, "")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := call.Next(context.Background(), time.Second); err != bus.ErrNoResponders {
			b.Fatal(err)
		}
		call.Done()
	}
}

func BenchmarkEncodeScope(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := bus.EncodeScope("https://shop.example:8443/profile/"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSubjectFor(b *testing.B) {
	b.ReportAllocs()
	p := bus.Params{"scope": "https://shop.example:8443/profile/", "version": "7QHJ3"}
	for b.Loop() {
		if _, err := bus.Fetch.SubjectFor(p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewID(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_ = bus.NewID()
	}
}

func BenchmarkDo(b *testing.B) {
	c := bustest.New(b)
	s, err := c.NewService("manager", "m", "1.0.0", "")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Stop() })
	err = bus.PingManager.Serve(s, bus.Params{"manager": "m"}, func(context.Context, schemas.Ping, bus.Params) (schemas.Pong, error) {
		return schemas.Pong{ID: "m"}, nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := bus.PingManager.Do(context.Background(), c, bus.Params{"manager": "m"}, schemas.Ping{}); err != nil {
			b.Fatal(err)
		}
	}
}
