package workers

import (
	"context"
	"errors"
	"fmt"

	"asterism/bus"
	"asterism/bus/rank"
	"asterism/schemas"
)

// Roster knows the managers that take new work: a *roster.Roster does.
type Roster interface {
	// Live is the members of a kind that take new work.
	Live(kind string) []schemas.Member
	// Changed is closed when the answer of Live may have changed since the call
	// of Changed.
	Changed() <-chan struct{}
}

// Dispatch hands e to the running worker of its scope and version, or starts
// one. It waits for a manager to appear when there is none, and for the answer,
// until ctx ends or, when ctx has no deadline, the contract's timeout.
//
// The reply's Error, if any, is the worker's. Errors are *schemas.Error: Busy
// (every manager is), Timeout, Lost (the manager died), BadMessage; or ctx's.
func Dispatch(ctx context.Context, conn *bus.Conn, roster Roster, e schemas.Event) (schemas.EventReply, error) {
	ctx, cancel := bounded(ctx)
	defer cancel()
	reply, err := bus.Dispatch.Do(ctx, conn, bus.Params{"type": e.Type, "scope": e.Scope, "version": e.Version}, e)
	switch {
	case errors.Is(err, bus.ErrNoResponders) || err == nil && reply.Busy:
		return Start(ctx, conn, roster, e, "")
	case err != nil:
		return schemas.EventReply{}, explain(ctx, err)
	}
	return reply, nil
}

// Start hands e to a manager of the roster, which starts the worker if it does
// not run it yet: to prefer first when it is not "" and live, then in rendezvous
// order. It watches the manager while it waits. Otherwise it is like Dispatch.
func Start(ctx context.Context, conn *bus.Conn, roster Roster, e schemas.Event, prefer string) (schemas.EventReply, error) {
	ctx, cancel := bounded(ctx)
	defer cancel()
	for {
		changed := roster.Changed()
		order := inOrder(e.Scope, roster.Live("manager"), prefer)
		busy := 0
		for _, manager := range order {
			reply, err := startAt(ctx, conn, manager, e)
			switch {
			case errors.Is(err, bus.ErrNoResponders): // it has just left
				continue
			case err != nil:
				return schemas.EventReply{}, explain(ctx, err)
			case reply.Busy:
				busy++
				continue
			}
			return reply, nil
		}
		if busy > 0 {
			return schemas.EventReply{}, &schemas.Error{
				Code: schemas.CodeBusy, Message: fmt.Sprintf("all %d managers are busy: try again, or start more", busy),
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return schemas.EventReply{}, explain(ctx, ctx.Err())
		}
	}
}

// bounded gives ctx the contract's timeout when it has no deadline.
func bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, has := ctx.Deadline(); has {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, bus.Dispatch.Timeout)
}

// inOrder is the managers in the order to ask them.
func inOrder(scope string, managers []schemas.Member, prefer string) []string {
	ids := make([]string, len(managers))
	for i, m := range managers {
		ids[i] = m.ID
	}
	order := rank.Order(scope, ids)
	for i, id := range order {
		if id == prefer {
			copy(order[1:i+1], order[:i])
			order[0] = id
		}
	}
	return order
}

// explain makes a deadline a timeout for people.
func explain(ctx context.Context, err error) error {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &schemas.Error{Code: schemas.CodeTimeout, Message: "no manager answered in time: is one running?"}
	}
	return err
}
