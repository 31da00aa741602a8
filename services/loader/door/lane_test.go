package door_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"asterism/services/loader/door"
)

// site is a server whose answers say who gave them: "lane" or "http", and the
// request's method and target.
type site struct {
	t      testing.TB
	server *door.Server
	addr   string
	lanes  atomic.Int64 // answers of the lane
	stop   context.CancelFunc
	answer func(*door.Request) door.Outcome // instead, for targets it wants
}

func (s *site) Answer(q *door.Request) door.Outcome {
	if s.answer != nil && q.Target != "/" {
		return s.answer(q)
	}
	s.lanes.Add(1)
	return s.say(q, "lane "+q.Method+" "+q.Target)
}

func (s *site) say(q *door.Request, text string) door.Outcome {
	p := q.Response()
	p.Status, p.Length = 200, int64(len(text))
	if q.Method != http.MethodHead {
		p.Body = []byte(text)
	}
	return door.Done
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begun := any(nil)
	if c := door.Of(r.Context()); c != nil {
		begun = c.Begun()
	}
	body, _ := io.ReadAll(r.Body)
	fmt.Fprintf(w, "http %s %s %q", r.Method, r.RequestURI, body)
	if begun != nil {
		fmt.Fprintf(w, " after %v", begun)
	}
}

// open starts a server until the test ends.
func open(t testing.TB, change func(*http.Server), answer func(*site) func(*door.Request) door.Outcome) *site {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, addr: l.Addr().String()}
	if answer != nil {
		s.answer = answer(s)
	}
	behind := &http.Server{Handler: s, ReadHeaderTimeout: time.Minute, IdleTimeout: time.Minute}
	if change != nil {
		change(behind)
	}
	var base context.Context
	base, s.stop = context.WithCancel(context.Background())
	s.server = door.NewServer(base, behind, s, slog.New(slog.DiscardHandler))
	served := make(chan error, 1)
	go func() { served <- s.server.Serve(l) }()
	t.Cleanup(func() {
		s.stop()
		_ = s.server.Close()
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("Serve: %v", err)
		}
	})
	return s
}

// client is one connection.
type client struct {
	*net.TCPConn
	t  testing.TB
	in *bufio.Reader
}

func (s *site) dial() *client {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		s.t.Fatal(err)
	}
	return &client{conn.(*net.TCPConn), s.t, bufio.NewReader(conn)}
}

func (c *client) write(text string) {
	c.t.Helper()
	if _, err := io.WriteString(c, text); err != nil {
		c.t.Fatal(err)
	}
}

// read is the body of the next response, which must be there.
func (c *client) read() (*http.Response, string) {
	c.t.Helper()
	resp, err := http.ReadResponse(c.in, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return resp, string(text)
}

// want reads the next response's body.
func (c *client) want(text string) {
	c.t.Helper()
	if _, got := c.read(); got != text {
		c.t.Errorf("got %q, want %q", got, text)
	}
}

// closed waits for the end of the connection.
func (c *client) closed() {
	c.t.Helper()
	if rest, err := io.ReadAll(c.in); err != nil || len(rest) > 0 {
		c.t.Errorf("want the end, got %q, %v", rest, err)
	}
}

func get(target string) string { return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n" }

// One connection, its requests in pieces and in heaps, until one of them is not
// the lane's: from there on net/http has it.
func TestTurns(t *testing.T) {
	c := open(t, nil, nil).dial()
	c.write(get("/1"))
	c.want("lane GET /1")
	for _, b := range []byte(get("/2")[:7]) {
		c.write(string(b))
	}
	c.write(get("/2")[7:] + get("/3") + get("/4")[:20])
	c.want("lane GET /2")
	c.want("lane GET /3")
	c.write(get("/4")[20:])
	c.want("lane GET /4")
	c.write(get("/5") + "POST /6 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" + get("/7"))
	c.want("lane GET /5")
	c.want(`http POST /6 "hello"`)
	c.want(`http GET /7 ""`)
	c.write(get("/8"))
	c.want(`http GET /8 ""`)
}

// Long heads and heads in crumbs are net/http's.
func TestLongHead(t *testing.T) {
	s := open(t, nil, nil)
	c := s.dial()
	c.write("GET /long HTTP/1.1\r\nHost: a\r\nCookie: " + strings.Repeat("x", 9<<10) + "\r\n\r\n")
	c.want(`http GET /long ""`)
	c = s.dial()
	c.write("GET /not-so-long HTTP/1.1\r\nHost: a\r\nCookie: " + strings.Repeat("x", 6<<10) + "\r\n\r\n")
	c.want("lane GET /not-so-long")
}

// A request that the lane began goes on behind net/http, and the ones after it.
func TestHandOver(t *testing.T) {
	c := open(t, nil, func(s *site) func(*door.Request) door.Outcome {
		return func(q *door.Request) door.Outcome {
			q.Begun("the beginning of " + q.Target)
			return door.HandOver
		}
	}).dial()
	c.write(get("/") + get("/1") + get("/2"))
	c.want("lane GET /")
	c.want(`http GET /1 "" after the beginning of /1`)
	c.want(`http GET /2 ""`)
}

// Hanging up ends a watched request; more requests, or silence, do not.
func TestHangUp(t *testing.T) {
	watching, gone := make(chan bool), make(chan bool)
	release := make(chan bool)
	s := open(t, nil, func(s *site) func(*door.Request) door.Outcome {
		return func(q *door.Request) door.Outcome {
			ctx, stop := q.Watch()
			watching <- true
			select {
			case <-ctx.Done():
			case <-release:
			}
			if !stop() {
				gone <- true
				return door.Gone
			}
			return s.say(q, "waited for "+q.Target)
		}
	})
	c := s.dial()
	c.write(get("/1"))
	<-watching
	c.write(get("/2"))
	release <- true
	c.want("waited for /1")
	<-watching
	release <- true
	c.want("waited for /2")
	c.write(get("/"))
	c.want("lane GET /")
	c.write(get("/3"))
	<-watching
	c.CloseWrite()
	<-gone
	c.closed()
}

func TestTimeouts(t *testing.T) {
	const long = 80 * time.Millisecond
	s := open(t, func(h *http.Server) { h.ReadHeaderTimeout, h.IdleTimeout = long, long }, nil)
	for name, text := range map[string]string{
		"nothing sent": "", "part of a head": "GET / HT", "idle": get("/"), "a byte": get("/") + "G", "part of a second head": get("/") + "GET /",
	} {
		began := time.Now()
		c := s.dial()
		c.write(text)
		if strings.HasPrefix(text, get("/")) {
			c.want("lane GET /")
		}
		c.closed()
		if took := time.Since(began); took < long {
			t.Errorf("%s: closed after %s", name, took)
		}
	}
}

// A connection that is used is not idle, however long it is used.
func TestBusyConnectionStays(t *testing.T) {
	const long = 200 * time.Millisecond
	s := open(t, func(h *http.Server) { h.ReadHeaderTimeout, h.IdleTimeout = long, long }, nil)
	turn := func(c *client) error {
		if _, err := io.WriteString(c, get("/")); err != nil {
			return err
		}
		if _, err := http.ReadResponse(c.in, nil); err != nil {
			return err
		}
		_, err := c.in.Discard(len("lane GET /"))
		return err
	}
	for closed := true; closed; {
		c := s.dial()
		closed = false
		began := time.Now()
		for before := began; !closed && time.Since(began) < 3*long; {
			now := time.Now()
			if err := turn(c); err != nil {
				closed = true
				if pause := time.Since(before); pause < long/2 { // else this machine stood still
					t.Fatalf("%v, %s after the turn before began", err, pause)
				}
			}
			before = now
		}
	}
}

// A stop lets what is under way finish, and closes the rest.
func TestShutdown(t *testing.T) {
	asked, release := make(chan bool), make(chan bool)
	s := open(t, nil, func(s *site) func(*door.Request) door.Outcome {
		return func(q *door.Request) door.Outcome {
			asked <- true
			<-release
			return s.say(q, "finished")
		}
	})
	fresh, part, idle, working, behind := s.dial(), s.dial(), s.dial(), s.dial(), s.dial()
	part.write("GET /")
	idle.write(get("/"))
	idle.want("lane GET /")
	behind.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
	behind.want(`http POST / ""`)
	working.write(get("/1"))
	<-asked
	stopped := make(chan error)
	go func() { stopped <- s.server.Shutdown(t.Context()) }()
	for _, c := range []*client{fresh, part, idle, behind} {
		c.closed()
	}
	close(release)
	if resp, text := working.read(); text != "finished" || !resp.Close {
		t.Errorf("%q; the connection closes: %t", text, resp.Close)
	}
	working.closed()
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if conn, err := net.Dial("tcp", s.addr); err == nil {
		conn.Close()
		t.Error("still accepts")
	}
}

// A stop that takes too long says so; Close then ends what is left.
func TestShutdownTooSlow(t *testing.T) {
	asked := make(chan bool)
	s := open(t, nil, func(s *site) func(*door.Request) door.Outcome {
		return func(q *door.Request) door.Outcome {
			asked <- true
			<-q.Context().Done()
			return door.Gone
		}
	})
	c := s.dial()
	c.write(get("/1"))
	<-asked
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := s.server.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Shutdown: %v", err)
	}
	s.stop()
	c.closed()
}

// A panic ends its connection and nothing else.
func TestPanic(t *testing.T) {
	s := open(t, nil, func(s *site) func(*door.Request) door.Outcome {
		return func(q *door.Request) door.Outcome { panic(q.Target) }
	})
	c := s.dial()
	c.write(get("/1"))
	c.closed()
	c = s.dial()
	c.write(get("/"))
	c.want("lane GET /")
}

// h2 with prior knowledge reaches net/http.
func TestPriorKnowledge(t *testing.T) {
	protocols := &http.Protocols{}
	protocols.SetUnencryptedHTTP2(true)
	both := &http.Protocols{}
	both.SetHTTP1(true)
	both.SetUnencryptedHTTP2(true)
	s := open(t, func(h *http.Server) { h.Protocols = both }, nil)
	transport := &http.Transport{Protocols: protocols}
	defer transport.CloseIdleConnections()
	resp, err := (&http.Client{Transport: transport}).Get("http://" + s.addr + "/h2")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if text, _ := io.ReadAll(resp.Body); resp.ProtoMajor != 2 || string(text) != `http GET /h2 ""` {
		t.Errorf("%s %q", resp.Proto, text)
	}
}
