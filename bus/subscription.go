package bus

import (
	"errors"

	"github.com/nats-io/nats.go"
)

// Subscription is one subject's interest.
type Subscription struct {
	c   *Conn
	sub *nats.Subscription
}

// Stop unsubscribes at once; what has arrived and was not handled is dropped
// unless it is in an Inlet's channel.
func (s *Subscription) Stop() error { return gone(s.sub.Unsubscribe()) }

// Drain unsubscribes and lets what has already arrived be handled. When it
// returns, the server sends no more, and in an Inlet everything that was sent
// is on the channel.
func (s *Subscription) Drain() error {
	if !s.c.link.up() { // draining waits for the server
		return s.Stop()
	}
	if err := gone(s.sub.Drain()); err != nil {
		return err
	}
	return s.c.Flush()
}

// gone takes it as success when there is nothing to unsubscribe any more.
func gone(err error) error {
	if errors.Is(err, nats.ErrConnectionClosed) || errors.Is(err, nats.ErrBadSubscription) ||
		errors.Is(err, nats.ErrConnectionDraining) {
		return nil
	}
	return err
}
