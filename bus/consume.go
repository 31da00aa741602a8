package bus

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

const (
	// queueSettle is how long Consume waits at its end for what is in hand.
	queueSettle = 2 * time.Second
	// queuePanics is how often a message may make its handler panic before it
	// is given up.
	queuePanics = 5
	// pinHeader names the pin in a message handed to the pinned consumer.
	pinHeader = "Nats-Pin-Id"
)

// Consume hands messages to h, one call after another in their order, while
// this process is the pinned one, and blocks until ctx ends (nil) or the
// connection is closed. h must see to it that each is settled: by then or
// later, from another goroutine. When ctx ends, it waits up to two seconds for
// what is in hand, then lets another process take over at once. When the
// process dies instead, what it had in hand and the queue go to another one
// after some four seconds.
func (q Queue[T]) Consume(ctx context.Context, c *Conn, h func(d *Delivery[T])) error {
	hands := newHands()
	for {
		restored := c.Reconnected()
		run := consuming[T]{q: q, c: c, h: h, hands: hands, in: make(chan jetstream.Msg, queueOpen), stop: make(chan struct{})}
		err := run.until(ctx, restored)
		switch {
		case ctx.Err() != nil:
			return nil
		case c.nc.IsClosed():
			return ErrClosed
		case err != nil:
			c.log.Warn("queue interrupted; starting again", "queue", q.Name, "error", err)
			if !pause(ctx, settle) {
				return nil
			}
		}
	}
}

// consuming is one stretch of Consume on one connection to a server.
type consuming[T any] struct {
	q     Queue[T]
	c     *Conn
	h     func(*Delivery[T])
	hands *hands
	pin   atomic.Pointer[string] // ours, once a message named it
	in    chan jetstream.Msg     // what came, for work
	stop  chan struct{}          // closed: hand nothing on any more
}

// until consumes until ctx ends, the connection was restored, or it fails.
func (r *consuming[T]) until(ctx context.Context, restored <-chan struct{}) error {
	var consumer jetstream.Consumer
	err := r.c.await(ctx, "queue "+r.q.Name, func(ctx context.Context) (err error) {
		consumer, err = r.q.consumer(ctx, r.c)
		return err
	})
	if err != nil {
		return err
	}
	worked := make(chan struct{})
	go func() {
		defer close(worked)
		r.work()
	}()
	failed := make(chan error, 1)
	pull, err := consumer.Consume(r.take, jetstream.PullPriorityGroup(queueGroup),
		jetstream.PullExpiry(queuePull), jetstream.PullHeartbeat(queuePull/2), jetstream.PullMaxMessages(queueOpen/10),
		jetstream.ConsumeErrHandler(func(_ jetstream.ConsumeContext, err error) {
			if !mends(err) {
				select {
				case failed <- err:
				default:
				}
			}
		}))
	if err != nil {
		close(r.stop)
		<-worked
		return fmt.Errorf("consume: %w", err)
	}
	life := time.NewTicker(queueAckWait / 3)
	defer life.Stop()
	for {
		select {
		case <-life.C:
			r.hands.renewAll()
			continue
		case <-ctx.Done():
		case <-restored:
		case <-r.c.done:
		case <-pull.Closed():
			err = errors.New("the consumer was deleted")
		case err = <-failed:
		}
		close(r.stop)
		r.finish(ctx, consumer, pull)
		<-worked
		return err
	}
}

// mends says whether Consume goes on by itself after an error it tells of.
func mends(err error) bool {
	return errors.Is(err, jetstream.ErrNoHeartbeat) || errors.Is(err, jetstream.ErrPinIDMismatch)
}

// finish stops pulling, gives back what nobody saw, and unpins.
func (r *consuming[T]) finish(ctx context.Context, consumer jetstream.Consumer, pull jetstream.ConsumeContext) {
	if r.c.link.up() {
		pull.Drain()
	} else {
		pull.Stop()
	}
	select {
	case <-pull.Closed():
	case <-r.c.done:
		return
	case <-time.After(queueSettle):
		pull.Stop()
	}
	if ctx.Err() == nil {
		return // to be started again at once
	}
	last := time.NewTimer(queueSettle)
	defer last.Stop()
	for r.hands.count() > 0 {
		select {
		case <-r.hands.empty:
			continue
		case <-last.C:
		}
		break
	}
	r.unpin(consumer)
}

// unpin gives up our pin if we have it.
func (r *consuming[T]) unpin(consumer jetstream.Consumer) {
	pin := r.pin.Load()
	if pin == nil || !r.c.link.up() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), queueSettle)
	defer cancel()
	info, err := consumer.Info(ctx)
	if err != nil {
		return // the pin ends by itself
	}
	for _, group := range info.PriorityGroups {
		if group.PinnedClientID != *pin {
			continue
		}
		stream, err := r.c.js.Stream(ctx, r.q.Name)
		if err == nil {
			err = stream.UnpinConsumer(ctx, queueConsumer, queueGroup)
		}
		if err != nil {
			r.c.log.Debug("not unpinned; the pin ends by itself", "queue", r.q.Name, "error", err)
		}
	}
}
