package loader

import (
	"context"
	"net/http"

	"asterism/bus"
	"asterism/schemas"
)

// cached answers an exchange from the caches of its worker's origin.
func (s *workers) cached(ctx context.Context, x *exchange, source schemas.RouteSource) bool {
	resp, ok := s.fetcher.lookUp(ctx, x.entry, source, &x.event.Request)
	if ok && sendable(&resp) {
		x.reply = schemas.FetchReply{Outcome: schemas.FetchResponse, Response: resp}
		return true
	}
	return false
}

// race lets the network and the worker race for a GET request. The network's
// side is a fetch of the loader's own, not the proxy's.
func (s *workers) race(w http.ResponseWriter, r *http.Request, x *exchange, trace string) (network bool) {
	x.raced = true
	if status, reason := s.prepare(x, trace, true); status != 0 {
		failure(w, status, schemas.CodeLimit, reason)
		return false
	}
	ctx, stop := context.WithCancel(bus.WithTrace(r.Context(), trace))
	defer stop()
	done := make(chan error, 1)
	go func() { done <- s.asker.ask(ctx, &x.question, &x.reply) }()
	q := schemas.NetRequest{Request: x.event.Request}
	winner, err := s.fetcher.race(r.Context(), &q, &x.event, done, func() bool {
		return x.reply.Outcome == schemas.FetchResponse || x.reply.Outcome == schemas.FetchFailed
	}, stop)
	if x.err = err; winner != nil {
		s.abort(x, "the network was faster")
		x.reply = schemas.FetchReply{Outcome: schemas.FetchResponse, Response: winner.Response}
	}
	return s.conclude(w, r, x, nil)
}
