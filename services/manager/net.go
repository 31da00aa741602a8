package manager

import (
	"context"
	"errors"
	"fmt"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/fetch"
)

// Fetch performs a worker's fetch() at a loader; it implements fetch.Host. It
// runs on a goroutine of its own.
func (w *worker) Fetch(ctx context.Context, q *fetch.Request) (*fetch.Response, error) {
	if n := w.fetches.Add(1); n > int32(w.s.cfg.MaxFetches) {
		w.fetches.Add(-1)
		return nil, &fetch.NetworkError{Reason: fmt.Sprintf("the worker has %d fetches under way, which is its limit", w.s.cfg.MaxFetches)}
	}
	defer w.fetches.Add(-1)
	wire := requestTo(q)
	if wire.Referrer == "about:client" {
		wire.Referrer = w.self.ScriptURL
	}
	began := time.Now()
	reply, err := w.netFrom(ctx, or(q.Origin, w.origin), q.Relation, &wire, q.Body)
	if err != nil {
		return nil, err
	}
	w.timed(q.URL, q.Initiator, began, &reply.Response)
	if err := w.admit(q.URL, "", reply.Response.URLs); err != nil {
		return nil, err
	}
	return responseFrom(w.loop.Context(), w.s.conn, &reply.Response), nil
}

// net asks a loader for a network fetch. Its errors are *fetch.NetworkError, or
// ctx's.
func (w *worker) net(ctx context.Context, q *schemas.Request, b *fetch.Body) (*schemas.NetReply, error) {
	return w.netFrom(ctx, w.origin, "", q, b)
}

// netFrom is net for a request that the worker passes on: its initiator is
// another's.
func (w *worker) netFrom(ctx context.Context, origin, relation string, q *schemas.Request, b *fetch.Body) (*schemas.NetReply, error) {
	s := w.s
	body, _, err := offer(ctx, s.conn, b, nil)
	if err != nil {
		return nil, &fetch.NetworkError{Reason: "the request's body could not be sent"}
	}
	q.Body = body
	ask := schemas.NetRequest{ID: bus.NewID(), Origin: origin, Relation: relation, ServiceWorkers: "none", Request: *q}
	reply, err := s.ask(ctx, w.hint.Load(), ask)
	var known *schemas.Error
	switch {
	case err == nil && reply.Error.Code == "":
		return &reply, nil
	case err == nil:
		return nil, &fetch.NetworkError{Reason: reply.Error.Message, Refused: reply.Error.Code == schemas.CodeRefused}
	case ctx.Err() != nil:
		if err := bus.NetAbort.Publish(s.conn, nil, schemas.Abort{ID: ask.ID}); err != nil {
			s.log.Debug("abort not sent", "error", err)
		}
		return nil, ctx.Err()
	case errors.Is(err, bus.ErrNoResponders):
		return nil, &fetch.NetworkError{Reason: "no loader is running: nothing can reach the network"}
	case errors.As(err, &known):
		return nil, &fetch.NetworkError{Reason: known.Message}
	}
	s.log.Warn("network fetch failed", "url", q.URL, "error", err)
	return nil, &fetch.NetworkError{Reason: "the loader could not be asked"}
}

// ask sends the request to the loader at hint, or to any when there is none.
func (s *Service) ask(ctx context.Context, hint *string, q schemas.NetRequest) (schemas.NetReply, error) {
	if hint != nil {
		reply, err := bus.NetAt.Do(ctx, s.conn, bus.Params{"loader": *hint}, q)
		if !errors.Is(err, bus.ErrNoResponders) {
			return reply, err
		}
	}
	return bus.Net.Do(ctx, s.conn, nil, q)
}
