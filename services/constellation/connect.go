package constellation

import (
	"context"
	"fmt"
	"slices"

	"asterism/bus"
	"asterism/bus/workers"
	"asterism/schemas"
)

// connectEvents are the types of the events that a worker accepts connections in.
var connectEvents = []string{"connect", "crossoriginconnect"}

// connect is navigator.connect: it fires a connect event at the worker that holds
// the URL. Whatever the reason of a refusal is, the caller hears the same.
func (s *Service) connect(ctx context.Context, q schemas.ConnectAsk, p bus.Params) (schemas.ConnectReply, error) {
	target, err := parse(q.URL)
	if err != nil {
		return schemas.ConnectReply{}, err
	}
	to := target.Origin()
	if p["scope"] != to+"/" { // or NATS permissions would mean nothing
		return schemas.ConnectReply{}, &schemas.Error{Code: schemas.CodeBadMessage, Message: "the message does not go with its subject"}
	}
	if !s.connections.Allow(q.Origin, to) {
		s.refusal(q, to, "the operator's policy (CONSTELLATION_CONNECT) does not allow it")
		return schemas.ConnectReply{}, errUnconnected
	}
	reg, ok := s.registry.scopes.match(target.WithoutFragment())
	if !ok || reg.Active == nil {
		s.log.Debug("nobody to connect to", "origin", q.Origin, "target", q.URL)
		return schemas.ConnectReply{}, errUnconnected
	}
	// Fire Functional Event, as in package functional, but nobody waits in a queue.
	defer functionalWorld{s}.Fired(&reg)
	if listens := reg.Active.Events; listens != nil && !slices.ContainsFunc(connectEvents, func(typ string) bool { return slices.Contains(listens, typ) }) {
		s.refusal(q, to, "the worker listens to no connect event")
		return schemas.ConnectReply{}, errUnconnected
	}
	reply, err := workers.Dispatch(ctx, s.conn, s.roster, schemas.Event{
		ID: bus.NewID(), Type: "connect", Scope: reg.Scope, Version: reg.Active.Version, Detail: &schemas.Detail{Connect: &q},
	})
	if err == nil && reply.Error != nil {
		err = reply.Error
	}
	switch {
	case err != nil:
		s.refusal(q, to, fmt.Sprintf("the worker failed: %v", err))
	case reply.Port == nil:
		s.refusal(q, to, "the worker did not accept")
	default:
		return schemas.ConnectReply{Port: reply.Port}, nil
	}
	return schemas.ConnectReply{}, errUnconnected
}

// errUnconnected is every refusal: who asks is not to learn who has workers.
var errUnconnected = &schemas.Error{Code: schemas.CodeRefused, Exception: "AbortError", Message: "no worker accepts the connection"}

// refusal notes a connection that did not come about.
func (s *Service) refusal(q schemas.ConnectAsk, target, why string) {
	s.log.Info("connection refused", "origin", q.Origin, "target_origin", target, "url", q.URL, "reason", why)
	s.conn.Advise(schemas.Advisory{Kind: "connect-refused", Scope: target + "/",
		Message: fmt.Sprintf("%s may not connect to %s: %s", q.Origin, q.URL, why)})
}
