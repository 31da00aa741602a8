package scripthost

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/fetch"
)

// maxInline is the longest request body that travels inside its message, in bytes.
const maxInline = 128 << 10

// net asks a loader for q. Errors are *fetch.NetworkError, or ctx's.
func (s *Service) net(ctx context.Context, q schemas.NetRequest) (schemas.NetReply, error) {
	page, began := activityOf(ctx), time.Now()
	end := page.begin(q.Request.Method + " " + q.Request.URL)
	reply, err := s.ask(ctx, q)
	end()
	page.exchanged(&q, &reply, err, began)
	return reply, err
}

func (s *Service) ask(ctx context.Context, q schemas.NetRequest) (schemas.NetReply, error) {
	reply, err := bus.Net.Do(ctx, s.conn, nil, q)
	var known *schemas.Error
	switch {
	case err == nil && reply.Error.Code == "":
		return reply, nil
	case err == nil:
		return reply, &fetch.NetworkError{Reason: reply.Error.Message, Refused: reply.Error.Code == schemas.CodeRefused}
	case ctx.Err() != nil:
		if err := bus.NetAbort.Publish(s.conn, nil, schemas.Abort{ID: q.ID}); err != nil {
			s.log.Debug("abort not sent", "error", err)
		}
		return reply, context.Cause(ctx)
	case errors.Is(err, bus.ErrNoResponders):
		return reply, &fetch.NetworkError{Reason: "no loader is running: nothing can reach the network"}
	case errors.As(err, &known):
		return reply, &fetch.NetworkError{Reason: known.Message}
	}
	s.log.Warn("network fetch failed", "url", q.Request.URL, "error", err)
	return reply, &fetch.NetworkError{Reason: "the loader could not be asked"}
}

// offer makes a request's body travel: inside the message when it is short, by
// its name when it is a stream nobody has read from, else as a stream of ours.
func (s *Service) offer(ctx context.Context, b *fetch.Body) (schemas.Body, error) {
	switch {
	case b == nil:
		return schemas.Body{}, nil
	case b.Ref != "":
		return schemas.Body{Kind: schemas.BodyStream, Stream: b.Ref, Length: b.Length}, nil
	case b.Stream == nil && b.Open == nil && len(b.Bytes) <= maxInline:
		return schemas.Body{Kind: schemas.BodyInline, Inline: b.Bytes}, nil
	}
	from, length := b.Stream, b.Length
	if from == nil && b.Open != nil {
		var err error
		if from, err = b.Open(); err != nil {
			return schemas.Body{}, err
		}
	}
	if from == nil {
		from, length = io.NopCloser(bytes.NewReader(b.Bytes)), int64(len(b.Bytes))
	}
	name, err := s.conn.OfferBody(ctx, from, nil)
	return schemas.Body{Kind: schemas.BodyStream, Stream: name, Length: length}, err
}

// read reads a whole body of at most SCRIPTHOST_MAX_BODY bytes.
func (s *Service) read(ctx context.Context, b schemas.Body) ([]byte, error) {
	limit := int64(s.cfg.MaxBody)
	tooLong := &fetch.NetworkError{Reason: fmt.Sprintf("the body is longer than %d bytes (SCRIPTHOST_MAX_BODY)", limit)}
	switch b.Kind {
	case schemas.BodyInline:
		if int64(len(b.Inline)) > limit {
			return nil, tooLong
		}
		return b.Inline, nil
	case schemas.BodyStream:
		r, err := s.conn.OpenBody(ctx, b.Stream)
		if err != nil {
			return nil, err
		}
		defer func() { _ = r.Close() }() // its error says nothing more than Read's
		data, err := io.ReadAll(io.LimitReader(r, limit+1))
		if err != nil {
			return nil, fmt.Errorf("the body broke off: %w", err)
		}
		if int64(len(data)) > limit {
			return nil, tooLong
		}
		return data, nil
	}
	return nil, nil
}

// dropBody ends a body nobody will read.
func (s *Service) dropBody(ctx context.Context, b schemas.Body) {
	if b.Kind != schemas.BodyStream {
		return
	}
	if r, err := s.conn.OpenBody(ctx, b.Stream); err == nil {
		_ = r.Close()
	}
}
