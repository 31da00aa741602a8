package bus

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/nats-io/nats.go"
)

// Inlet receives the messages of any number of subjects on one shared channel:
// no goroutine per subscription. Messages of one subject come in order.
//
// A full channel drops messages (the connection must not stall for one
// reader): that is logged and reported as a "slow-consumer" advisory, so handle
// quickly, or hand on.
type Inlet struct {
	c  *Conn
	ch chan *nats.Msg
}

// NewInlet makes an inlet that holds up to size messages nobody has handled yet.
func (c *Conn) NewInlet(size int) *Inlet {
	return &Inlet{c: c, ch: make(chan *nats.Msg, size)}
}

// Listen adds a subject, which may have wildcards; queue may be "".
func (i *Inlet) Listen(subject, queue string) (*Subscription, error) {
	var sub *nats.Subscription
	var err error
	if queue == "" {
		sub, err = i.c.nc.ChanSubscribe(subject, i.ch)
	} else {
		sub, err = i.c.nc.ChanQueueSubscribe(subject, queue, i.ch)
	}
	if err != nil {
		return nil, fmt.Errorf("bus: listen on %s: %w", subject, err)
	}
	return &Subscription{c: i.c, sub: sub}, nil
}

// Run calls h for each message on the calling goroutine until ctx ends, and
// then for those that are already here. Several goroutines may run it. A panic
// in h is answered with an internal error and reported.
func (i *Inlet) Run(ctx context.Context, h func(Msg)) error {
	for {
		select {
		case m := <-i.ch:
			i.handle(h, m)
		case <-ctx.Done():
			for {
				select {
				case m := <-i.ch:
					i.handle(h, m)
				default:
					return nil
				}
			}
		}
	}
}

func (i *Inlet) handle(h func(Msg), m *nats.Msg) {
	msg := Msg{m, i.c}
	defer func() {
		if r := recover(); r != nil {
			i.c.Refuse(msg, i.c.panicked(m.Subject, r))
		}
	}()
	h(msg)
}

// panicked logs and reports a panic in the handler of subject's messages, and
// is an error for it.
func (c *Conn) panicked(subject string, r any) error {
	c.log.Error("handler panicked", "subject", subject, "panic", r, "stack", string(debug.Stack()))
	c.advise("handler-panic", subject, "the handler of a message panicked; the log has the stack")
	return fmt.Errorf("handler of %s panicked: %v", subject, r)
}
