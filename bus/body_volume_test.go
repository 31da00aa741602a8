package bus_test

import (
	"io"
	"os"
	"runtime"
	"testing"
	"time"

	"asterism/bus"
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
	deadline := time.Now().Add(5 * time.Second)
	for sender.OpenBodies()+reader.OpenBodies() > 0 && time.Now().Before(deadline) {
		runtime.Gosched()
	}
	if n := sender.OpenBodies() + reader.OpenBodies(); n > 0 {
		t.Errorf("%d bodies are left", n)
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
