package loader

import (
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"asterism/schemas"
)

// pattern is n bytes that cost no memory.
type pattern struct{ n int64 }

func (p *pattern) Read(b []byte) (int, error) {
	if p.n == 0 {
		return 0, io.EOF
	}
	n := min(int64(len(b)), p.n)
	p.n -= n
	for i := range b[:n] {
		b[i] = 'x'
	}
	return int(n), nil
}

func (p *pattern) Close() error { return nil }

// open reads an event's streamed body.
func (e *event) open(t testing.TB) io.ReadCloser {
	t.Helper()
	if e.Request.Body.Kind != schemas.BodyStream {
		t.Errorf("body kind %d, not a stream", e.Request.Body.Kind)
		return io.NopCloser(strings.NewReader(""))
	}
	r, err := e.m.conn.OpenBody(context.Background(), e.Request.Body.Stream)
	if err != nil {
		t.Error(err)
	}
	return r
}

// A large body goes in and out again at the same time, and memory stays flat.
func TestStreamsBothWays(t *testing.T) {
	const size = 96 << 20
	w := start(t, nil)
	w.register("/", "v1", nil)
	w.manage("m1", func(e *event) { e.stream(e.Request.Body.Length, e.open(t), nil) })
	for _, length := range []int64{size, -1} {
		var before, peak, now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		r, _ := http.NewRequestWithContext(t.Context(), "POST", w.origin+"/", &pattern{size})
		r.ContentLength = length
		resp, err := w.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		var got int64
		buf := make([]byte, 64<<10)
		for {
			n, err := resp.Body.Read(buf)
			if got += int64(n); got%(4<<20) < int64(n) {
				runtime.GC()
				runtime.ReadMemStats(&now)
				if now.HeapAlloc > peak.HeapAlloc {
					peak = now
				}
			}
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("after %d bytes: %v", got, err)
			}
		}
		resp.Body.Close()
		if got != size || resp.ContentLength != length {
			t.Errorf("%d bytes, length %d", got, resp.ContentLength)
		}
		if grown := int64(peak.HeapAlloc) - int64(before.HeapAlloc); grown > 40<<20 {
			t.Errorf("memory grew by %d MiB", grown>>20)
		}
	}
}

// A response's bytes arrive as they are made.
func TestResponseIsNotHeldBack(t *testing.T) {
	w := start(t, nil)
	w.register("/", "v1", nil)
	r, wr := io.Pipe()
	w.manage("m1", func(e *event) { e.stream(-1, r, nil) })
	resp, err := w.client.Get(w.origin + "/") // the header comes before the first byte
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	buf := make([]byte, 10)
	for _, part := range []string{"one", "two"} {
		if _, err := wr.Write([]byte(part)); err != nil {
			t.Fatal(err)
		}
		if n, err := resp.Body.Read(buf); string(buf[:n]) != part {
			t.Fatalf("%q %v", buf[:n], err)
		}
	}
	wr.Close()
	if _, err := resp.Body.Read(buf); err != io.EOF {
		t.Fatal(err)
	}
}

// The client hangs up in the middle of a body: its source hears of it.
func TestClientHangsUpInTheMiddle(t *testing.T) {
	w := start(t, nil)
	w.register("/", "v1", nil)
	aborts := w.aborts()
	ended := make(chan error, 1)
	w.manage("m1", func(e *event) { e.stream(-1, &pattern{1 << 40}, func(err error) { ended <- err }) })
	resp, err := w.client.Get(w.origin + "/")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(io.Discard, resp.Body, 1<<20); err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	select {
	case err := <-ended:
		if !errors.Is(err, &schemas.Error{Code: schemas.CodeAborted}) {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("the source was not told")
	}
	select {
	case <-aborts:
	case <-time.After(10 * time.Second):
		t.Error("no abort")
	}
}

// A response's body breaks off: the client notices.
func TestResponseBreaksOff(t *testing.T) {
	w := start(t, nil)
	w.register("/", "v1", nil)
	w.manage("m1", func(e *event) {
		switch {
		case strings.HasSuffix(e.Request.URL, "/fails"):
			e.stream(-1, io.NopCloser(io.MultiReader(strings.NewReader("some"), failing{})), nil)
		default:
			e.stream(100, io.NopCloser(strings.NewReader("some")), nil)
		}
	})
	for _, path := range []string{"/fails", "/short"} {
		resp, err := w.client.Get(w.origin + path)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err == nil {
			t.Errorf("%s: %q and no error", path, b)
		}
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("broken") }

// The worker leaves a request with a body to the network: untouched, the body is
// the network's; once read, it cannot be.
func TestNetworkAfterBody(t *testing.T) {
	const size = 1 << 20
	up := upstreamServer(t, func(w http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		if err != nil {
			t.Error(err)
		}
		_, _ = io.WriteString(w, strings.Repeat("x", int(n>>18)))
	})
	w := start(t, func(c *Config) { c.Upstreams = []string{"*=" + up} })
	w.register("/", "v1", nil)
	w.manage("m1", func(e *event) {
		if strings.HasSuffix(e.Request.URL, "/read") {
			r := e.open(t)
			if _, err := io.CopyN(io.Discard, r, 1000); err != nil {
				t.Error(err)
			}
		}
		e.reply(schemas.FetchReply{Outcome: schemas.FetchNetwork})
	})
	if resp, body := w.do("POST", "/", &pattern{size}, nil); resp.StatusCode != 200 || body != "xxxx" {
		t.Errorf("streamed: %d %q", resp.StatusCode, body)
	}
	if resp, body := w.do("POST", "/", strings.NewReader(strings.Repeat("x", 1<<17)), nil); resp.StatusCode != 200 || body != "" {
		t.Errorf("inline: %d %q", resp.StatusCode, body)
	}
	if resp, body := w.do("POST", "/read", &pattern{size}, nil); resp.StatusCode != 502 || !strings.Contains(body, "event.request.clone()") {
		t.Errorf("read: %d %q", resp.StatusCode, body)
	}
}

// A worker that answers without reading a large body does not hang anything.
func TestUnreadBody(t *testing.T) {
	w := start(t, nil)
	w.register("/", "v1", nil)
	w.manage("m1", func(e *event) {
		if strings.HasSuffix(e.Request.URL, "/some") {
			r := e.open(t)
			_, _ = io.CopyN(io.Discard, r, 100)
			defer r.Close()
		}
		e.text(413, "no, thanks")
	})
	for _, path := range []string{"/", "/some"} {
		r, wr := io.Pipe() // a client that sends a little and then nothing
		go func() { _, _ = wr.Write(make([]byte, 100)) }()
		req, _ := http.NewRequestWithContext(t.Context(), "POST", w.origin+path, r)
		resp, err := w.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		wr.Close()
		if resp.StatusCode != 413 || string(b) != "no, thanks" {
			t.Errorf("%s: %d %q", path, resp.StatusCode, b)
		}
	}
}

func TestMaxBody(t *testing.T) {
	w := start(t, func(c *Config) { c.MaxBody = 1 << 20 })
	w.register("/", "v1", nil)
	w.manage("m1", func(e *event) {
		r := e.open(t)
		_, err := io.Copy(io.Discard, r)
		r.Close()
		e.text(200, err.Error())
	})
	if resp, body := w.do("POST", "/", strings.NewReader(strings.Repeat("x", 1<<20+1)), nil); resp.StatusCode != 413 || !strings.Contains(body, "LOADER_MAX_BODY") {
		t.Errorf("%d %q", resp.StatusCode, body)
	}
	if _, body := w.do("POST", "/", &pattern{2 << 20}, nil); !strings.Contains(body, "LOADER_MAX_BODY") {
		t.Errorf("%q", body)
	}
}
