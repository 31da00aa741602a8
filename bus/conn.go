package bus

import (
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

var (
	// ErrNoResponders: nobody is subscribed to the subject.
	ErrNoResponders = errors.New("bus: nobody answers on this subject")
	// ErrDisconnected: there is no connection to NATS at the moment.
	ErrDisconnected = errors.New("bus: not connected to NATS at the moment")
	// ErrClosed: the Conn was closed.
	ErrClosed = errors.New("bus: connection closed")
)

// Conn is a connection to NATS, shared by everything in a process. Its methods
// may be called from any goroutine.
type Conn struct {
	nc  *nats.Conn
	js  jetstream.JetStream
	cfg Config
	log *slog.Logger

	name  string        // as given to Connect
	done  chan struct{} // closed by Close, or when the connection is given up
	close sync.Once

	link   link   // up or down, and who waits for it
	slots  slots  // inboxes of the hot path
	who    who    // which service this is, for advisories
	flood  flood  // bounds the advisories
	bodies bodies // streamed bodies offered here
}

// closeTimeout bounds how long Close waits for handlers and unsent data.
const closeTimeout = 5 * time.Second

// Close drains (what has arrived is handled, what was published is sent) and
// closes the connection. It takes at most about five seconds.
func (c *Conn) Close() error {
	c.close.Do(func() {
		c.bodies.close()
		c.slots.release()
		if err := c.nc.Drain(); err != nil {
			c.nc.Close()
		}
	})
	late := time.NewTimer(closeTimeout + time.Second)
	defer late.Stop()
	select {
	case <-c.done:
		return nil
	case <-c.link.lost(): // draining would wait for the server
		c.nc.Close()
		<-c.done
		return nil
	case <-late.C:
		c.nc.Close()
		return errors.New("bus: handlers did not end in time; connection closed all the same")
	}
}

// Flush waits until the server has processed what was published so far. Never
// call it per request: it costs a round trip.
func (c *Conn) Flush() error {
	if !c.link.up() {
		return ErrDisconnected
	}
	return c.nc.FlushTimeout(5 * time.Second)
}

// Healthy is nil while connected.
func (c *Conn) Healthy() error {
	switch {
	case c.nc.IsClosed():
		return ErrClosed
	case !c.nc.IsConnected():
		return ErrDisconnected
	default:
		return nil
	}
}

// MaxPayload is the greatest size of a message in bytes.
func (c *Conn) MaxPayload() int { return int(c.nc.MaxPayload()) }

// ServerVersion is the version of the connected server, such as "2.15.2".
func (c *Conn) ServerVersion() string { return c.nc.ConnectedServerVersion() }

// Reconnected gives a channel that is closed the next time the connection comes
// back after a loss.
func (c *Conn) Reconnected() <-chan struct{} { return c.link.restored() }
