package bus

import (
	"fmt"

	"github.com/nats-io/nats.go"
)

// Event is a published message nobody answers.
type Event[T any] struct {
	Name    string
	Subject string
	Doc     string
}

// Publish sends v to everyone subscribed now.
func (e Event[T]) Publish(c *Conn, p Params, v T) error {
	subject, err := fill(e.Subject, p)
	if err != nil {
		return err
	}
	data, err := encode(v)
	if err != nil {
		return err
	}
	if limit := c.MaxPayload(); limit > 0 && len(data) > limit {
		return tooLarge(e.Name, len(data), limit)
	}
	if err := c.nc.Publish(subject, data); err != nil {
		return fmt.Errorf("bus: publish on %s: %w", subject, err)
	}
	return nil
}

// Probe is Publish that finds out whether anyone is subscribed: when nobody is,
// a message for which [Msg.Nobody] is true comes to the subject reply.
func (e Event[T]) Probe(c *Conn, p Params, v T, reply string) error {
	subject, err := fill(e.Subject, p)
	if err != nil {
		return err
	}
	data, err := encode(v)
	if err != nil {
		return err
	}
	if err := c.nc.PublishRequest(subject, reply, data); err != nil {
		return fmt.Errorf("bus: publish on %s: %w", subject, err)
	}
	return nil
}

// SubjectFor is the concrete subject; missing or bad params are errors.
func (e Event[T]) SubjectFor(p Params) (string, error) { return fill(e.Subject, p) }

// Pattern is what Subscribe subscribes to, for an [Inlet].
func (e Event[T]) Pattern(p Params) (string, error) { return pattern(e.Subject, p) }

// Subscribe calls h for each message, one after another, in the order of
// arrival. p may leave placeholders out: they become wildcards, and a missing
// {scope} is narrowed to an origin by a param "origin". A message that does not
// follow the schema is reported as an advisory and passed over, a panic in h
// likewise. Call Flush to be sure that the server knows.
func (e Event[T]) Subscribe(c *Conn, p Params, h func(v T, params Params)) (*Subscription, error) {
	subject, err := pattern(e.Subject, p)
	if err != nil {
		return nil, err
	}
	sub, err := c.nc.Subscribe(subject, func(m *nats.Msg) {
		defer func() {
			if r := recover(); r != nil {
				_ = c.panicked(m.Subject, r) // nobody waits for an answer
			}
		}()
		params, err := parse(e.Subject, m.Subject)
		if err != nil {
			c.malformed(m.Subject, err)
			return
		}
		v, err := decode[T](m.Data)
		if err != nil {
			c.malformed(m.Subject, err)
			return
		}
		h(v, params)
	})
	if err != nil {
		return nil, fmt.Errorf("bus: subscribe to %s: %w", subject, err)
	}
	return &Subscription{c: c, sub: sub}, nil
}
