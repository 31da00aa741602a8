package loader

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	dial "asterism/bus/sockets"
	"asterism/schemas"

	"github.com/coder/websocket"
)

// echoServer answers by path: /echo sends back what it gets, /close closes with
// 3001, /rude drops the connection, /bad sends text that is not UTF-8, /none
// chooses no subprotocol, /no is no WebSocket.
func echoServer(t *testing.T) *httptest.Server {
	gone := make(chan string, 10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/no" {
			http.Error(w, "no", http.StatusTeapot)
			return
		}
		options := &websocket.AcceptOptions{InsecureSkipVerify: true, Subprotocols: []string{"v2"}}
		if r.URL.Path == "/none" {
			options.Subprotocols = nil
		}
		c, err := websocket.Accept(w, r, options)
		if err != nil {
			t.Error(err)
			return
		}
		defer c.CloseNow()
		c.SetReadLimit(-1)
		ctx := context.Background()
		switch r.URL.Path {
		case "/echo":
			user, password, _ := r.BasicAuth()
			_ = c.Write(ctx, websocket.MessageText, fmt.Appendf(nil, "%s %s %s%s", r.Header.Get("Origin"), r.Header.Get("Referer"), user, password))
			for {
				typ, data, err := c.Read(ctx)
				if err != nil {
					gone <- fmt.Sprint(websocket.CloseStatus(err))
					return
				}
				if err := c.Write(ctx, typ, data); err != nil {
					return
				}
			}
		case "/close":
			_ = c.Write(ctx, websocket.MessageBinary, nil)
			_ = c.Close(3001, "enough")
		case "/bad":
			_ = c.Write(ctx, websocket.MessageText, []byte("\xff"))
			_, _, _ = c.Read(ctx)
		}
	}))
	t.Cleanup(server.Close)
	return server
}

// socketEnd is the other end of a connection.
type socketEnd struct {
	t   *testing.T
	out *io.PipeWriter
	in  *bufio.Reader
	end context.CancelFunc
}

func (w *world) connect(url string, protocols ...string) (*socketEnd, schemas.SocketReply, error) {
	out, to := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	reply, in, err := dial.New(w.conn, "https://a.example").Connect(ctx, schemas.SocketRequest{URL: url, Protocols: protocols}, out)
	if err != nil {
		cancel()
		return nil, reply, err
	}
	w.t.Cleanup(func() { cancel(); in.Close() })
	return &socketEnd{w.t.(*testing.T), to, bufio.NewReader(in), cancel}, reply, nil
}

func (a *socketEnd) send(kind schemas.SocketFrameKind, data []byte) {
	a.t.Helper()
	if _, err := a.out.Write(schemas.AppendSocketFrame(nil, kind, data)); err != nil {
		a.t.Error(err) // not the test's own goroutine, maybe
	}
}

// next is the next message or close.
func (a *socketEnd) next() (schemas.SocketFrame, error) {
	var all []byte
	for {
		f, err := schemas.ReadSocketFrame(a.in, nil)
		if err != nil {
			return f, err
		}
		if all = append(all, f.Data...); !f.More() {
			return schemas.SocketFrame{Kind: f.Kind, Data: all}, nil
		}
	}
}

func (a *socketEnd) want(kind schemas.SocketFrameKind, data []byte) {
	a.t.Helper()
	f, err := a.next()
	if err != nil || f.Kind != kind || !bytes.Equal(f.Data, data) {
		a.t.Fatalf("%q of %d bytes: %.60q, %v; want %q of %d: %.60q", f.Kind, len(f.Data), f.Data, err, kind, len(data), data)
	}
}

func TestSockets(t *testing.T) {
	server := echoServer(t)
	at := "ws" + strings.TrimPrefix(server.URL, "http")
	w := start(t, func(c *Config) { c.EgressAllow = []string{"127.0.0.1"} })

	a, reply, err := w.connect(strings.Replace(at, "ws://", "ws://us%65r:p%40ss+@", 1)+"/echo", "v1", "v2")
	if err != nil || reply.Protocol != "v2" {
		t.Fatalf("%+v %v", reply, err)
	}
	a.want(schemas.SocketText, []byte("https://a.example  userp@ss+"))
	long := bytes.Repeat([]byte("0123456789é"), 300_000)
	for _, data := range [][]byte{nil, []byte("é"), long} {
		go a.send(schemas.SocketText, data)
		a.want(schemas.SocketText, data)
		go a.send(schemas.SocketBinary, data)
		a.want(schemas.SocketBinary, data)
	}
	a.send(schemas.SocketClose, schemas.SocketCloseData(3000, "done"))
	a.want(schemas.SocketClose, schemas.SocketCloseData(3000, "done"))

	if a, _, err = w.connect(at + "/echo"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.next(); err != nil {
		t.Fatal(err)
	}
	a.send(schemas.SocketClose, nil)
	a.want(schemas.SocketClose, nil)

	if a, _, err = w.connect(at + "/close"); err != nil {
		t.Fatal(err)
	}
	a.want(schemas.SocketBinary, nil)
	a.want(schemas.SocketClose, schemas.SocketCloseData(3001, "enough"))

	for _, path := range []string{"/rude", "/bad"} {
		if a, _, err = w.connect(at + path); err != nil {
			t.Fatal(err)
		}
		if f, err := a.next(); err == nil || err == io.EOF {
			t.Errorf("%s: %+v %v, want a failure", path, f, err)
		}
	}
	for url, want := range map[string]string{
		at + "/no": "", at + "/none": "subprotocols", "ws://127.0.0.1:6000/": "port 6000", "ws://192.168.0.1/": "egress", "http://x/": "ws:",
		"ws://127.0.0.1:1x/": "ws:",
	} {
		var e *schemas.Error
		if _, _, err := w.connect(url, "v1"); !errors.As(err, &e) {
			t.Errorf("%s: %v %q", url, err, want)
		}
	}
	until(t, "no connection is left", func() bool { k := w.loader.sockets; k.mu.Lock(); defer k.mu.Unlock(); return k.many == 0 })
}

// A connection ends when its asker is gone, and when the loader stops.
func TestSocketsEnd(t *testing.T) {
	server := echoServer(t)
	at := "ws" + strings.TrimPrefix(server.URL, "http")
	w := start(t, func(c *Config) { c.EgressAllow = []string{"127.0.0.1"} })
	left := func() int { k := w.loader.sockets; k.mu.Lock(); defer k.mu.Unlock(); return k.many }
	a, _, err := w.connect(at + "/echo")
	if err != nil {
		t.Fatal(err)
	}
	if left() != 1 {
		t.Errorf("%d connections", left())
	}
	a.end()
	until(t, "the connection is gone with its asker", func() bool { return left() == 0 })
	if _, _, err = w.connect(at + "/echo"); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	t.Cleanup(func() {
		if d := time.Since(began); d > 4*time.Second {
			t.Errorf("stopping took %v", d)
		}
	})
}
