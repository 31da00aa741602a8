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
	wait := waiting{log: c.log, where: what}
	for {
		attempt, cancel := context.WithTimeout(ctx, 5*time.Second)
		err := f(attempt)
		cancel()
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

// passing says whether an error may go away by itself: the server is away, a
// cluster has no leader yet.
func passing(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, nats.ErrTimeout) || errors.Is(err, nats.ErrNoResponders) ||
		errors.Is(err, nats.ErrConnectionReconnecting) || errors.Is(err, nats.ErrDisconnected) ||
		errors.Is(err, jetstream.ErrNoStreamResponse) || errors.Is(err, jetstream.ErrJetStreamNotEnabled) {
		return true
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
