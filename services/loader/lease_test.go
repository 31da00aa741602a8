package loader

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"asterism/schemas"
)

// Reading on after the end is harmless, also when the lease is closed by then.
func TestLeaseAfterTheEnd(t *testing.T) {
	l := newLease(strings.NewReader("body"), http.NewResponseController(httptest.NewRecorder()))
	if data, err := io.ReadAll(l); err != nil || string(data) != "body" {
		t.Fatalf("%q, %v", data, err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if n, err := l.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("after the end: %d bytes, %v; want the end again", n, err)
	}
	l = newLease(strings.NewReader("body"), http.NewResponseController(httptest.NewRecorder()))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Read(make([]byte, 1)); err != io.ErrClosedPipe {
		t.Errorf("closed before the end: %v", err)
	}
}

// A response that comes before the request's body has ended ends the
// connection: what follows on it is the body's, never another request.
func TestEarlyAnswerEndsTheConnection(t *testing.T) {
	t.Parallel()
	w := start(t, nil)
	w.register("/", "v1", nil)
	w.manage("m1", func(e *event) {
		body := e.open(t)
		if _, err := io.ReadFull(body, make([]byte, 5)); err != nil {
			t.Error(err)
		}
		e.text(200, "early")
		body.Close()
	})
	c := w.dial()
	c.write("POST / HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", c.host)
	if resp, text := c.response("POST"); text != "early" || !resp.Close {
		t.Errorf("%q; the connection closes: %t", text, resp.Close)
	}
	_, _ = io.WriteString(c, "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n") // may fail: closed already
	if rest, _ := io.ReadAll(c.in); len(rest) > 0 {
		t.Errorf("the body was taken for a request, answered with %q", rest)
	}
}

// A failure does so too.
func TestEarlyFailureEndsTheConnection(t *testing.T) {
	t.Parallel()
	w := start(t, nil)
	w.register("/", "v1", nil)
	w.manage("m1", func(e *event) {
		e.reply(schemas.FetchReply{Outcome: schemas.FetchFailed, Error: schemas.Error{Code: schemas.CodeScript, Message: "no"}})
	})
	c := w.dial()
	c.write("PUT / HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", c.host)
	if resp, _ := c.response("PUT"); resp.StatusCode != http.StatusBadGateway || !resp.Close {
		t.Errorf("status %d; the connection closes: %t", resp.StatusCode, resp.Close)
	}
}

// A body that no worker and no upstream has read does not stand in the way of
// the next request.
func TestUnreadBodyKeepsTheConnection(t *testing.T) {
	t.Parallel()
	up := upstreamServer(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Method) })
	w := start(t, func(c *Config) { c.Upstreams = []string{"*=" + up} })
	w.register("/", "v1", nil)
	w.manage("m1", func(e *event) { e.reply(schemas.FetchReply{Outcome: schemas.FetchNetwork}) })
	c := w.dial()
	for range 3 {
		c.write("PUT / HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", c.host)
		if resp, text := c.response("PUT"); resp.StatusCode != http.StatusOK || text != "PUT" || resp.Close {
			t.Fatalf("status %d, %q; the connection closes: %t", resp.StatusCode, text, resp.Close)
		}
	}
}
