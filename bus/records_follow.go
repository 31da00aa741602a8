package bus

import (
	"context"
	"errors"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Follow tells f of every write from now on, in order, one batch at a time, until
// ctx ends (nil) or the connection is closed. state hears true when it begins and false when it
// is interrupted: writes may then be missed, and what was read before has to be
// read again. While the connection is away nothing is missed yet.
func (l *Ledger[T]) Follow(ctx context.Context, state func(following bool), f func(batch []Record[T])) error {
	for {
		err := l.follow(ctx, state, f)
		switch {
		case ctx.Err() != nil:
			return nil
		case l.c.nc.IsClosed():
			return ErrClosed
		case err != nil:
			l.c.log.Warn("changes not heard; starting again", "bucket", l.r.Name, "error", err)
			if !pause(ctx, settle) {
				return nil
			}
		}
	}
}

// follow is Follow until something interrupts; nil: the connection came back.
func (l *Ledger[T]) follow(ctx context.Context, state func(bool), f func(batch []Record[T])) error {
	restored := l.c.Reconnected()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	start, stop := context.WithTimeout(ctx, watchStart)
	defer stop()
	err := l.c.attempt(start, func(ctx context.Context) error {
		_, err := (*l.stream.Load()).Info(ctx)
		if errors.Is(err, nats.ErrStreamNotFound) || errors.Is(err, jetstream.ErrStreamNotFound) { // a server that keeps nothing was restarted
			err = l.declare(ctx)
		}
		return err
	})
	if err != nil {
		return err
	}
	consumer, err := (*l.stream.Load()).OrderedConsumer(start, jetstream.OrderedConsumerConfig{
		FilterSubjects: []string{l.r.subject(">")}, DeliverPolicy: jetstream.DeliverNewPolicy,
	})
	if err != nil {
		return err
	}
	messages, err := consumer.Messages()
	if err != nil {
		return err
	}
	// Next is ended by what the loop below cannot select on. Stop alone is not
	// enough: while Next makes a new consumer (the server is away), it stops the old
	// one, and Next would wait at the new one for good.
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case <-restored:
		case <-l.c.done:
		case <-ctx.Done():
		}
		cancel()
		messages.Stop()
	}()
	defer func() { cancel(); <-ended }()
	state(true)
	defer state(false)
	var batch []Record[T]
	for {
		m, err := messages.Next(jetstream.NextContext(ctx))
		switch {
		case errors.Is(err, jetstream.ErrMsgIteratorClosed), ctx.Err() != nil:
			return nil
		case err != nil:
			return err
		}
		meta, err := m.Metadata()
		if err != nil {
			return err
		}
		if r, err := l.record(stored{m.Subject(), m.Headers(), m.Data(), meta.Sequence.Stream, meta.Timestamp}); err == nil {
			batch = append(batch, r)
		}
		if m.Headers().Get(batchID) == "" || m.Headers().Get(batchCommit) != "" {
			l.tell(batch, f)
			batch = nil
		}
	}
}

func (l *Ledger[T]) tell(batch []Record[T], f func([]Record[T])) {
	defer func() {
		if r := recover(); r != nil {
			_ = l.c.panicked(l.r.subject(">"), r)
		}
	}()
	if len(batch) > 0 {
		f(batch)
	}
}
