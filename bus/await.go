package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// await calls f until JetStream answers it, and says so in the log while it
// waits. Errors that waiting does not cure, and ctx's end, are returned.
func (c *Conn) await(ctx context.Context, what string, f func(context.Context) error) error {
	wait := waiting{log: c.log.With("needs", what)}
	for {
		err := c.attempt(ctx, f)
		if err == nil {
			return nil
		}
		if !passing(err) || ctx.Err() != nil || c.nc.IsClosed() {
			return fmt.Errorf("bus: %s: %w", what, err)
		}
		wait.say(err)
		if !pause(ctx, settle) {
			return fmt.Errorf("bus: %s: %w", what, context.Cause(ctx))
		}
	}
}

// attempt calls f with up to five seconds, once there is a connection. A
// reconnect ends it: answers to what was asked before do not come any more.
func (c *Conn) attempt(ctx context.Context, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	restored := c.Reconnected()
	if !c.link.up() {
		select {
		case <-restored:
			restored = c.Reconnected()
		case <-c.done:
			return ErrClosed
		case <-ctx.Done():
			return ErrDisconnected
		}
	}
	go func() {
		select {
		case <-restored:
			cancel()
		case <-ctx.Done():
		}
	}()
	return f(ctx)
}

// passing says whether an error may go away by itself: the server is away, a
// cluster has no leader yet.
func passing(err error) bool {
	for _, known := range []error{
		context.DeadlineExceeded, context.Canceled, ErrDisconnected,
		nats.ErrTimeout, nats.ErrNoResponders, nats.ErrConnectionReconnecting, nats.ErrDisconnected,
		jetstream.ErrNoStreamResponse, jetstream.ErrJetStreamNotEnabled,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	api, ok := errors.AsType[*jetstream.APIError](err)
	return ok && api.Code == 503
}

// pause waits; false when ctx ends first.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
