package loader

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
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
	conn, err := net.Dial("tcp", strings.TrimPrefix(w.origin, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "POST / HTTP/1.1\r\nHost: "+conn.RemoteAddr().String()+"\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(conn)
	resp, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil || string(text) != "early" || !resp.Close {
		t.Errorf("%q, %v; the connection closes: %t", text, err, resp.Close)
	}
	_, _ = io.WriteString(conn, "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n") // may fail: closed already
	if rest, _ := io.ReadAll(in); len(rest) > 0 {
		t.Errorf("the body was taken for a request, answered with %q", rest)
	}
}
