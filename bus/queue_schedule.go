package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Headers of a message that the server itself puts into the queue later.
const (
	scheduleHeader = "Nats-Schedule"
	targetHeader   = "Nats-Schedule-Target"
)

// PublishAt stores v and has the server put it into the queue at a time; what
// was scheduled for the same subject before is forgotten. Schedules survive the
// server's restart; one that is overdue then is carried out at once. Only for
// queues with a Schedule.
func (q Queue[T]) PublishAt(ctx context.Context, c *Conn, p Params, v T, at time.Time) error {
	target, err := fill(q.Subject, p)
	if err != nil {
		return err
	}
	subject, err := fill(q.Schedule, p)
	if err != nil {
		return err
	}
	data, err := encode(v)
	if err != nil {
		return err
	}
	if len(data) > c.MaxPayload() {
		return tooLarge(q.Name, len(data), c.MaxPayload())
	}
	m := &nats.Msg{Subject: subject, Data: data, Header: nats.Header{
		scheduleHeader: {"@at " + at.UTC().Format(time.RFC3339Nano)}, targetHeader: {target},
	}}
	return q.put(ctx, c, func() error {
		_, err := c.js.PublishMsg(ctx, m)
		return err
	})
}

// Cancel forgets what is scheduled for p, and what waits in the queue for it.
// Placeholders that p leaves out are wildcards. What is in hand stays there.
func (q Queue[T]) Cancel(ctx context.Context, c *Conn, p Params) error {
	stream, err := c.js.Stream(ctx, q.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return nil
	}
	for _, template := range []string{q.Schedule, q.Subject} {
		if err != nil || template == "" {
			continue
		}
		var subject string
		if subject, err = pattern(template, p); err == nil {
			err = stream.Purge(ctx, jetstream.WithPurgeSubject(subject))
		}
	}
	if err != nil {
		return fmt.Errorf("bus: cancel in queue %s: %w", q.Name, err)
	}
	return nil
}

// Waiting is how many messages of p wait in the queue or are in hand; p may leave
// placeholders out.
func (q Queue[T]) Waiting(ctx context.Context, c *Conn, p Params) (int, error) {
	subject, err := pattern(q.Subject, p)
	if err != nil {
		return 0, err
	}
	stream, err := c.js.Stream(ctx, q.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("bus: queue %s: %w", q.Name, err)
	}
	info, err := stream.Info(ctx, jetstream.WithSubjectFilter(subject))
	if err != nil {
		return 0, fmt.Errorf("bus: queue %s: %w", q.Name, err)
	}
	n := 0
	for _, count := range info.State.Subjects {
		n += int(count)
	}
	return n, nil
}
