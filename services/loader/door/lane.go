package door

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"sync/atomic"
	"time"
)

const (
	// headBytes is the longest head the lane reads. net/http takes at least as
	// much whatever LOADER_MAX_HEADER_BYTES is.
	headBytes = 8 << 10
	// headReads is in how many pieces a head may come.
	headReads = 8
	// keptOut is the largest output buffer a connection keeps.
	keptOut = 64 << 10
)

// lane is one connection in the fast lane. It belongs to one goroutine, but for
// what says otherwise.
type lane struct {
	s       *Server
	conn    *net.TCPConn
	request Request
	out     []byte
	buf     [headBytes]byte
	have    int // bytes in buf

	quiet time.Time // since when no request is under way
	head  time.Time // when the head at hand began to come; zero: it has not
	armed time.Time // the read deadline, zero for none
	seen  bool      // a request was answered

	state atomic.Int32 // idle, busy or ended
}

const (
	idle  = iota // no request is under way: the connection may be closed
	busy         // a request is being answered
	ended        // the server closed the connection
)

// serve answers requests until the connection ends or is handed over.
func (l *lane) serve() {
	defer func() {
		if r := recover(); r != nil && r != http.ErrAbortHandler {
			l.s.log.Error("the front door panicked", "client", l.conn.RemoteAddr(), "panic", r, "stack", string(debug.Stack()))
		}
		if l.s.forget(l) {
			l.conn.Close()
		}
	}()
	l.quiet = time.Now()
	for l.next() {
		l.seen = true
	}
}

// next reads and answers one request; false: that was the last.
func (l *lane) next() bool {
	q := &l.request
	n, ok := l.read()
	if !ok || !l.state.CompareAndSwap(idle, busy) {
		return false
	}
	q.response = Response{Fields: q.response.Fields[:0], Length: -1}
	q.begun = nil
	switch l.s.answerer.Answer(q) {
	case HandOver:
		l.handOver(q.begun)
		return false
	case Gone:
		return false
	}
	now := time.Now()
	l.have = copy(l.buf[:], l.buf[n:l.have])
	l.head = time.Time{}
	closing := l.s.draining.Load()
	l.out = q.response.append(l.out[:0], l.s.clock.date(now), closing)
	q.response.Body = nil
	_, err := l.conn.Write(l.out)
	if cap(l.out) > keptOut {
		l.out = nil
	}
	l.quiet = now
	l.state.Store(idle)
	return err == nil && !closing && !l.s.draining.Load()
}

// read reads until a simple head is whole, and is its length. Anything else than
// a simple head is handed over; false.
func (l *lane) read() (int, bool) {
	for reads := 0; ; reads++ {
		if l.have > 0 {
			n, v := l.request.parse(l.buf[:l.have])
			switch {
			case v == plain:
				return n, true
			case v == other, l.have == headBytes, reads > headReads:
				return 0, l.handOver(nil)
			}
		}
		if l.head.IsZero() && l.have >= 4 { // net/http waits for four bytes
			l.head = time.Now()
		}
		l.arm(l.deadline())
		n, err := l.conn.Read(l.buf[l.have:])
		l.have += n
		switch {
		case n > 0:
		case errors.Is(err, os.ErrDeadlineExceeded):
			l.armed = time.Time{}
			if l.s.draining.Load() || !time.Now().Before(l.deadline()) {
				return 0, false
			}
		case l.have > 0 && err == io.EOF:
			return 0, l.handOver(nil) // net/http knows what to say
		default:
			return 0, false
		}
	}
}

// deadline is when the head must be there, or at least its beginning.
func (l *lane) deadline() time.Time {
	switch {
	case !l.seen:
		return l.quiet.Add(l.s.http.ReadHeaderTimeout)
	case l.head.IsZero():
		return l.quiet.Add(l.s.http.IdleTimeout)
	}
	return l.head.Add(l.s.http.ReadHeaderTimeout)
}

// arm makes a read end at t, or sooner: it then looks at the time again. So a
// deadline is set once in a while, not for every request.
func (l *lane) arm(t time.Time) {
	if l.armed.IsZero() || l.armed.After(t) {
		l.armed = t
		_ = l.conn.SetReadDeadline(t)
	}
}

// handOver gives the connection to net/http; it returns false.
func (l *lane) handOver(begun any) bool {
	if l.s.forget(l) {
		l.s.handed.give(&Conn{TCPConn: l.conn, rest: append([]byte(nil), l.buf[:l.have]...), begun: begun})
	}
	return false
}

// watch reads on while an answer is awaited, so that a client that hangs up is
// noticed: then ctx ends. Requests that come early stay in the buffer. stop ends
// it and says whether the client is there.
func (l *lane) watch() (ctx context.Context, stop func() bool) {
	ctx, cancel := context.WithCancel(l.s.base)
	_ = l.conn.SetReadDeadline(time.Time{})
	done := make(chan struct{})
	here := true
	go func() {
		defer close(done)
		for l.have < headBytes {
			n, err := l.conn.Read(l.buf[l.have:])
			l.have += n
			if n > 0 {
				return // the client is there and wants more; net/http looks no further either
			}
			if err != nil {
				if !errors.Is(err, os.ErrDeadlineExceeded) {
					here = false
					cancel()
				}
				return
			}
		}
	}()
	return ctx, func() bool {
		_ = l.conn.SetReadDeadline(time.Unix(1, 0))
		<-done
		l.armed = time.Time{}
		_ = l.conn.SetReadDeadline(time.Time{})
		cancel()
		return here
	}
}
