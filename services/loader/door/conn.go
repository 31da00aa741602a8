package door

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"sync/atomic"
	"time"
)

const (
	// lingerTime and lingerBytes bound what is read from a client that has got
	// its answer and does not stop sending.
	lingerTime  = 500 * time.Millisecond
	lingerBytes = 16 << 20
)

// Conn is a client's connection as net/http gets it.
type Conn struct {
	*net.TCPConn
	rest   []byte // was read and is not handled
	begun  any    // see Begun
	linger atomic.Bool
}

// Read reads what comes next.
func (c *Conn) Read(p []byte) (int, error) {
	if len(c.rest) == 0 {
		return c.TCPConn.Read(p)
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// Begun is what the lane has begun with the connection's first request, as its
// Answerer gave it to [Request.HandOver]; nil for nothing, and the next time.
func (c *Conn) Begun() any {
	b := c.begun
	c.begun = nil
	return b
}

// Linger makes Close wait for the client to close its side, so that a response
// which comes before the request's end arrives: data that nobody reads would
// make the kernel reset the connection.
//
// https://www.rfc-editor.org/rfc/rfc9112#section-9.6-5
func (c *Conn) Linger() { c.linger.Store(true) }

// Close closes the connection.
func (c *Conn) Close() error {
	if c.linger.Swap(false) && c.CloseWrite() == nil && c.SetReadDeadline(time.Now().Add(lingerTime)) == nil {
		_, _ = io.CopyN(io.Discard, c.TCPConn, lingerBytes)
	}
	return c.TCPConn.Close()
}

type connKey struct{}

// withConn is ctx with a connection that Of finds.
func withConn(ctx context.Context, conn net.Conn) context.Context {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	if c, ok := conn.(*Conn); ok {
		return context.WithValue(ctx, connKey{}, c)
	}
	return ctx
}

// Of is the connection of a request's context, nil when it is none of a
// Server's.
func Of(ctx context.Context) *Conn {
	c, _ := ctx.Value(connKey{}).(*Conn)
	return c
}
