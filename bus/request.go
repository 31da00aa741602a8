package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"asterism/schemas"
)

// Request is a request-reply contract.
type Request[Req, Rep any] struct {
	Name    string
	Subject string        // template, such as "sw.registry.match"
	Queue   string        // queue group of the answerers; "" = everyone
	Timeout time.Duration // of one ask, when the caller's context has none
	Doc     string
}

// SubjectFor is the concrete subject; missing or bad params are errors.
func (r Request[Req, Rep]) SubjectFor(p Params) (string, error) { return fill(r.Subject, p) }

// Do asks and waits for the answer: ErrNoResponders when nobody is subscribed,
// ErrDisconnected when the connection is down or is lost before the answer,
// the other side's *schemas.Error, or one of CodeTimeout when the time is up
// (ctx's, or Timeout when ctx has no deadline). When ctx was cancelled it is
// ctx's error.
func (r Request[Req, Rep]) Do(ctx context.Context, c *Conn, p Params, req Req) (Rep, error) {
	var zero Rep
	subject, err := fill(r.Subject, p)
	if err != nil {
		return zero, err
	}
	data, err := encode(req)
	if err != nil {
		return zero, err
	}
	if limit := c.MaxPayload(); limit > 0 && len(data) > limit {
		return zero, tooLarge(r.Name, len(data), limit)
	}
	if _, has := ctx.Deadline(); !has && r.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, r.Timeout)
		defer cancel()
	}
	lost := c.link.lost()
	call, err := c.Ask(subject, data, TraceOf(ctx))
	if err != nil {
		return zero, err
	}
	defer call.Done()
	call.lost = lost
	m, err := call.Next(ctx, 0)
	if errors.Is(err, context.DeadlineExceeded) {
		return zero, &schemas.Error{Code: schemas.CodeTimeout, Message: fmt.Sprintf("no answer to %s in time", r.Name)}
	}
	if err != nil {
		return zero, err
	}
	rep, err := decode[Rep](m.Data())
	if err != nil {
		c.malformed(subject, fmt.Errorf("its reply: %w", err))
	}
	return rep, err
}

// Serve answers r on s until s stops. Params left out are wildcards. h runs on
// a goroutine of its own per message, at most s's limit at once; its ctx ends
// when s has stopped. A returned *schemas.Error crosses the bus as it is; any
// other error is logged under a ref and crosses as "internal".
func (r Request[Req, Rep]) Serve(s *Service, p Params, h func(ctx context.Context, req Req, params Params) (Rep, error)) error {
	subject, err := pattern(r.Subject, p)
	if err != nil {
		return err
	}
	return s.answer(r.Name, subject, r.Queue, r.Doc, func(ctx context.Context, m Msg) ([]byte, error) {
		params, err := parse(r.Subject, m.Subject())
		if err != nil {
			return nil, asBadMessage(err)
		}
		req, err := decode[Req](m.Data())
		if err != nil {
			return nil, asBadMessage(err)
		}
		rep, err := h(ctx, req, params)
		if err != nil {
			return nil, err
		}
		data, err := encode(rep)
		if err == nil && len(data) > s.c.MaxPayload() {
			err = tooLarge(r.Name, len(data), s.c.MaxPayload())
		}
		return data, err
	})
}

// tooLarge is the error for a message that does not fit.
func tooLarge(name string, size, limit int) error {
	return &schemas.Error{
		Code:    schemas.CodeLimit,
		Message: fmt.Sprintf("a %s message of %d bytes does not fit the server's max_payload of %d: send less, or a stream", name, size, limit),
	}
}
