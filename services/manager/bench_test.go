package manager

import (
	"slices"
	"sync"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/schemas"
)

// BenchmarkHello is a fetch event from bus to worker to bus, with enough askers
// to keep it busy, beside a raw request-reply echo through the same server in
// the same run; ratio is echo's rate over ours, and both share the cores.
func BenchmarkHello(b *testing.B) {
	s := newSite(b, nil)
	w := s.register(hello)
	s.text(w, "/app/")
	subject, _ := bus.Fetch.SubjectFor(bus.Params{"scope": scope, "version": w.Version})
	e := get(w, "/app/x")
	for i := range 12 {
		e.Request.Headers.Append("X-Header-"+string(rune('a'+i)), "some value of a header")
	}
	frame, err := bus.Encode(e)
	if err != nil {
		b.Fatal(err)
	}
	waitForInterest(b, s.conn, subject, frame)

	echo := bustest.Connect(b, s.server, "echo")
	inlet := echo.NewInlet(1 << 16)
	if _, err := inlet.Listen("bench.echo", "workers"); err != nil {
		b.Fatal(err)
	}
	go func() { _ = inlet.Run(b.Context(), func(m bus.Msg) { _ = m.Respond(m.Data()) }) }()
	waitForInterest(b, s.conn, "bench.echo", frame)

	b.ReportAllocs()
	b.ResetTimer()
	ours := drive(b, s.conn, subject, frame, b.N)
	b.StopTimer()
	raw := drive(b, s.conn, "bench.echo", frame, b.N)
	b.ReportMetric(float64(b.N)/ours.Seconds(), "rps")
	b.ReportMetric(float64(b.N)/raw.Seconds(), "echo-rps")
	b.ReportMetric(ours.Seconds()/raw.Seconds(), "times-echo")
}

// drive asks n times, 32 askers at once, and gives the time it took.
func drive(b *testing.B, conn *bus.Conn, subject string, frame []byte, n int) time.Duration {
	var wg sync.WaitGroup
	work := make(chan struct{}, n)
	for range n {
		work <- struct{}{}
	}
	close(work)
	begin := time.Now()
	for range 32 {
		wg.Go(func() {
			for range work {
				call, err := conn.Ask(subject, frame, "")
				if err != nil {
					b.Error(err)
					return
				}
				if _, err = call.Next(b.Context(), 5*time.Second); err != nil {
					b.Error(err)
					return
				}
				call.Done()
			}
		})
	}
	wg.Wait()
	return time.Since(begin)
}

// BenchmarkSingle is one event at a time: the latency.
func BenchmarkSingle(b *testing.B) {
	s := newSite(b, nil)
	w := s.register(hello)
	s.text(w, "/app/")
	subject, _ := bus.Fetch.SubjectFor(bus.Params{"scope": scope, "version": w.Version})
	frame, err := bus.Encode(get(w, "/app/x"))
	if err != nil {
		b.Fatal(err)
	}
	waitForInterest(b, s.conn, subject, frame)
	for b.Loop() {
		call, err := s.conn.Ask(subject, frame, "")
		if err != nil {
			b.Fatal(err)
		}
		if _, err = call.Next(b.Context(), 5*time.Second); err != nil {
			b.Fatal(err)
		}
		call.Done()
	}
}

// BenchmarkColdStart is from no realm to the response: an event for a version
// that does not run, its program cached, to the answer.
func BenchmarkColdStart(b *testing.B) {
	s := newSite(b, nil)
	w := s.register(hello)
	s.text(w, "/app/")
	key := workerKey{scope, w.Version}
	frame, err := bus.Encode(get(w, "/app/x"))
	if err != nil {
		b.Fatal(err)
	}
	var spent []time.Duration
	for b.Loop() {
		b.StopTimer()
		if running := s.manager.table.worker(key); running != nil {
			running.drain("bench")
			s.manager.table.wait()
		}
		b.StartTimer()
		begin := time.Now()
		call, err := s.conn.Ask(s.manager.subjects.fetch, frame, "")
		if err != nil {
			b.Fatal(err)
		}
		m, err := call.Next(b.Context(), 5*time.Second)
		if err != nil {
			b.Fatal(err)
		}
		spent = append(spent, time.Since(begin))
		call.Done()
		if reply, err := bus.Decode[schemas.FetchReply](m); err != nil || reply.Outcome != schemas.FetchResponse {
			b.Fatalf("%+v %v", reply, err)
		}
	}
	b.ReportMetric(float64(median(spent).Microseconds()), "median-µs")
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}
