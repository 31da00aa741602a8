package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Queue is a contract on a JetStream work-queue stream whose messages one
// consumer at a time handles (a pinned consumer).
type Queue[T any] struct {
	Name    string // also names the stream
	Subject string
	// Schedule is the subject of messages that are put into the queue later, with
	// the placeholders of Subject; "": there are none.
	Schedule string
	// Latest keeps, of the messages of one subject, only the last.
	Latest bool
	Doc    string
}

const (
	// queueConsumer is the durable consumer of every queue, queueGroup its one
	// priority group.
	queueConsumer, queueGroup = "workers", "one"
	// queuePull is how long one pull lasts; the pinned consumer pulls that often.
	queuePull = time.Second
	// queueAckWait is how long after the last sign of life an unacknowledged
	// message is handed out again. It is less than queuePinned, so that whoever
	// is pinned next gets the old messages before the new ones.
	queueAckWait = 3 * time.Second
	// queuePinned is how long after its last pull a consumer loses its pin.
	queuePinned = 4 * time.Second
	// queueOpen is how many messages may be unacknowledged.
	queueOpen = 1000
)

// Publish stores v; id makes publishing again harmless (for two minutes). It
// returns once the server has it.
func (q Queue[T]) Publish(ctx context.Context, c *Conn, p Params, id string, v T) error {
	subject, err := fill(q.Subject, p)
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
	return q.put(ctx, c, func() error {
		_, err := c.js.Publish(ctx, subject, data, jetstream.WithMsgID(id))
		return err
	})
}

// put publishes, and once more when nobody had declared the queue.
func (q Queue[T]) put(ctx context.Context, c *Conn, publish func() error) error {
	err := publish()
	if errors.Is(err, jetstream.ErrNoStreamResponse) {
		if err = c.await(ctx, "queue "+q.Name, func(ctx context.Context) error { return q.declare(ctx, c) }); err != nil {
			return err
		}
		err = publish()
	}
	if err != nil {
		return fmt.Errorf("bus: put into queue %s: %w", q.Name, err)
	}
	return nil
}

// declare creates the stream if it is not there; storage and replicas of one
// that is are kept.
func (q Queue[T]) declare(ctx context.Context, c *Conn) error {
	storage, err := c.cfg.storage()
	if err != nil {
		return err
	}
	subjects, err := pattern(q.Subject, nil)
	if err != nil {
		return err
	}
	want := jetstream.StreamConfig{
		Name: q.Name, Description: q.Doc, Subjects: []string{subjects}, Retention: jetstream.WorkQueuePolicy,
		Storage: storage, Replicas: c.cfg.replicas(), Duplicates: 2 * time.Minute, AllowDirect: true,
	}
	if q.Schedule != "" {
		scheduled, err := pattern(q.Schedule, nil)
		if err != nil {
			return err
		}
		want.Subjects = append(want.Subjects, scheduled)
		want.AllowMsgSchedules, want.AllowRollup = true, true
	}
	if q.Latest {
		want.MaxMsgsPerSubject = 1
	}
	_, err = c.js.Stream(ctx, q.Name)
	if !errors.Is(err, jetstream.ErrStreamNotFound) {
		return err
	}
	_, err = c.js.CreateStream(ctx, want)
	if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) {
		return nil // someone was faster, with other settings
	}
	return err
}

// consumer declares the stream and its consumer.
func (q Queue[T]) consumer(ctx context.Context, c *Conn) (jetstream.Consumer, error) {
	if err := q.declare(ctx, c); err != nil {
		return nil, err
	}
	var filter string // what is scheduled only is nobody's yet
	if q.Schedule != "" {
		var err error
		if filter, err = pattern(q.Subject, nil); err != nil {
			return nil, err
		}
	}
	return c.js.CreateOrUpdateConsumer(ctx, q.Name, jetstream.ConsumerConfig{
		FilterSubject: filter,
		Durable:       queueConsumer, Description: q.Doc,
		AckPolicy: jetstream.AckExplicitPolicy, AckWait: queueAckWait, MaxAckPending: queueOpen,
		PriorityPolicy: jetstream.PriorityPolicyPinned, PriorityGroups: []string{queueGroup}, PinnedTTL: queuePinned,
	})
}
