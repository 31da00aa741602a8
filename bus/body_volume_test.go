package bus_test

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// endless yields n bytes without holding them.
type endless struct{ left int64 }

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), e.left))
	e.left -= int64(n)
	return n, nil
}

func (e *endless) Close() error { return nil }

// inUse is the heap in use after a collection.
func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// A large body streams with the memory of a window. ASTERISM_LARGE=1 makes it
// 1 GiB.
func TestBodyFlatMemory(t *testing.T) {
	size := int64(256 << 20)
	if os.Getenv("ASTERISM_LARGE") != "" {
		size = 1 << 30
	}
	sender, reader := pair(t, true)
	before := inUse()
	name, ended := offer(t, sender, &endless{size})
	r := open(t, reader, name)
	var total, most int64
	buf := make([]byte, 32<<10)
	for mark := size / 8; ; {
		n, err := r.Read(buf)
		if total += int64(n); total >= mark {
			most, mark = max(most, int64(inUse())-int64(before)), mark+size/8
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := wait(t, ended); err != nil {
		t.Error(err)
	}
	if total != size {
		t.Errorf("read %d of %d bytes", total, size)
	}
	// Sender, server and reader share this process: a window, the connections'
	// buffers and what the server holds for them.
	if limit := int64(16 << 20); most > limit {
		t.Errorf("the heap grew by %d KiB, want at most %d", most>>10, limit>>10)
	}
	t.Logf("%d MiB with %d KiB more heap at most", size>>20, most>>10)
}

// Many bodies at once share a connection's two subscriptions.
func TestBodyManyAtOnce(t *testing.T) {
	const bodies, size = 200, 300 << 10
	sender, reader := pair(t, false)
	done := make(chan error, bodies)
	for range bodies {
		name, _ := offer(t, sender, &endless{size})
		go func() {
			r, err := reader.OpenBody(t.Context(), name)
			if err == nil {
				var n int64
				if n, err = io.Copy(io.Discard, r); err == nil && n != size {
					err = io.ErrShortWrite
				}
			}
			done <- err
		}()
	}
	for range bodies {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	noneLeft(t, sender, reader)
}

// noneLeft waits until no body is under way.
func noneLeft(t *testing.T, conns ...*bus.Conn) {
	t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for _, c := range conns {
		for c.OpenBodies() > 0 {
			if time.Now().After(deadline) {
				t.Fatalf("%d bodies are left", c.OpenBodies())
			}
			time.Sleep(time.Millisecond) // no event tells
		}
	}
}

// However bodies end, each offer ends once and nothing is left of it.
func TestBodyEndsOnce(t *testing.T) {
	sender, reader := pair(t, true)
	var wg sync.WaitGroup
	var ends atomic.Int64
	const bodies = 300
	for i := range bodies {
		wg.Go(func() {
			offerCtx, stopOffer := context.WithCancel(context.Background())
			readCtx, stopRead := context.WithCancel(context.Background())
			defer stopOffer()
			defer stopRead()
			ended := make(chan error, 2)
			name, err := sender.OfferBody(offerCtx, &endless{int64(i) * 10_000}, func(err error) { ends.Add(1); ended <- err })
			if err != nil {
				t.Error(err)
				return
			}
			by := reader
			if i%7 == 0 {
				by = sender
			}
			r, err := by.OpenBody(readCtx, name)
			if err != nil {
				t.Error(err)
				return
			}
			want := []schemas.Code{schemas.CodeAborted, schemas.CodeNotFound}
			switch i % 4 {
			case 0: // to the end
				want = nil
			case 1:
				_, _ = io.CopyN(io.Discard, r, int64(i)*3_000)
				_ = r.Close()
			case 2:
				_, _ = io.CopyN(io.Discard, r, int64(i)*3_000)
				stopOffer()
			case 3:
				stopRead()
			}
			n, err := io.Copy(io.Discard, r)
			known := err == nil
			for _, code := range want {
				known = known || errors.Is(err, &schemas.Error{Code: code})
			}
			if !known || want == nil && n != int64(i)*10_000 {
				t.Errorf("body %d: read %d bytes, %v", i, n, err)
			}
			_ = r.Close()
			wait(t, ended)
		})
	}
	wg.Wait()
	noneLeft(t, sender, reader)
	if n := ends.Load(); n != bodies {
		t.Errorf("%d of %d offers ended", n, bodies)
	}
}

// A body of 100 MB through the bus, beside the same through a loopback socket.
func BenchmarkBody(b *testing.B) {
	const size = 100 << 20
	run := func(name string, sender, reader *bus.Conn) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(size)
			for b.Loop() {
				name, ended := offer(b, sender, &endless{size})
				if n, err := io.Copy(io.Discard, open(b, reader, name)); err != nil || n != size {
					b.Fatal(n, err)
				}
				if err := wait(b, ended); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("loopback", benchLoopback(size))
	sender, reader := pair(b, false)
	run("in-process", sender, reader)
	sender, reader = pair(b, true)
	run("reader-over-tcp", sender, reader)
	run("sender-over-tcp", reader, sender)
	run("by-reference", sender, sender)
}

// A body of 1 KB, from offer to end.
func BenchmarkSmallBody(b *testing.B) {
	sender, reader := pair(b, false)
	b.ReportAllocs()
	for b.Loop() {
		name, err := sender.OfferBody(b.Context(), &endless{1000}, nil)
		if err != nil {
			b.Fatal(err)
		}
		r, err := reader.OpenBody(b.Context(), name)
		if err != nil {
			b.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, r); n != 1000 || err != nil {
			b.Fatal(n, err)
		}
	}
}
