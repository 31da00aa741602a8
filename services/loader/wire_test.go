package loader

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// wire is a client that writes its requests byte for byte.
type wire struct {
	net.Conn
	t    testing.TB
	host string
	in   *bufio.Reader
}

// dial connects to the front door; everything must be over in 20 seconds.
func (w *world) dial() *wire {
	w.t.Helper()
	host := strings.TrimPrefix(w.origin, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		w.t.Fatal(err)
	}
	return &wire{Conn: conn, t: w.t, host: host, in: bufio.NewReader(conn)}
}

func (c *wire) write(format string, args ...any) {
	c.t.Helper()
	if _, err := fmt.Fprintf(c, format, args...); err != nil {
		c.t.Fatal(err)
	}
}

// response reads the answer to a request of this method.
func (c *wire) response(method string) (*http.Response, string) {
	c.t.Helper()
	resp, err := http.ReadResponse(c.in, &http.Request{Method: method})
	if err != nil {
		c.t.Fatal(err)
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return resp, string(text)
}
