package bus

import (
	"context"
	"time"

	"github.com/nats-io/nats.go"
)

// Call is one request under way on a borrowed inbox slot. It belongs to one
// goroutine.
type Call struct {
	c    *Conn
	s    *slot
	lost <-chan struct{} // closed when to wait no longer; may be nil
}

// Ask sends data to subject with a slot's inbox as the reply subject. trace is
// a W3C traceparent, "" for none (then no NATS headers are sent). data is not
// kept. While the server is away it fails with ErrDisconnected.
func (c *Conn) Ask(subject string, data []byte, trace string) (Call, error) {
	if !c.link.up() {
		return Call{}, c.down()
	}
	s, err := c.borrow()
	if err != nil {
		return Call{}, err
	}
	if trace == "" {
		err = c.nc.PublishRequest(subject, s.inbox(), data)
	} else {
		m := nats.Msg{Subject: subject, Reply: s.inbox(), Data: data, Header: nats.Header{TraceHeader: {trace}}}
		err = c.nc.PublishMsg(&m)
	}
	if err != nil {
		c.giveBack(s)
		return Call{}, err
	}
	return Call{c: c, s: s}, nil
}

// Next waits for the next reply: first answer, claims, … ErrNoResponders comes
// from here, and so does the *schemas.Error of an error reply. wait bounds this
// one wait (0: only ctx does); its end is context.DeadlineExceeded.
func (k *Call) Next(ctx context.Context, wait time.Duration) (Msg, error) {
	var alarm <-chan time.Time
	if wait > 0 {
		alarm = k.s.alarm(wait)
		defer k.s.timer.Stop()
	}
	for {
		select {
		case m := <-k.s.ch:
			if !k.s.mine(m) {
				continue
			}
			return Msg{m, k.c}, replyError(m)
		case <-ctx.Done():
			return Msg{}, ctx.Err()
		case <-alarm:
			return Msg{}, context.DeadlineExceeded
		case <-k.lost:
			return Msg{}, ErrDisconnected
		case <-k.c.done:
			return Msg{}, ErrClosed
		}
	}
}

// Done gives the slot back; replies that come later are dropped. Calling it
// again does nothing.
func (k *Call) Done() {
	if k.s != nil {
		k.c.giveBack(k.s)
		k.s = nil
	}
}

// down is why nothing can be sent.
func (c *Conn) down() error {
	if c.nc.IsClosed() {
		return ErrClosed
	}
	return ErrDisconnected
}
