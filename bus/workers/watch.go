package workers

import (
	"context"
	"errors"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

const (
	// pingEvery is how often a manager that owes an answer is asked whether it
	// lives, and how long it has to say so.
	pingEvery = 500 * time.Millisecond
	// pingMisses is how many unanswered pings in a row make it dead.
	pingMisses = 4
)

// errLost is the cause of a context whose manager died.
var errLost = &schemas.Error{Code: schemas.CodeLost, Message: "the manager that ran the worker died"}

// startAt asks one manager. While it waits it pings the manager, so that its
// death is noticed within two seconds rather than at the timeout.
func startAt(ctx context.Context, conn *bus.Conn, manager string, e schemas.Event) (schemas.EventReply, error) {
	watched, cancel := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		watch(watched, conn, manager, func() { cancel(errLost) })
	}()
	reply, err := bus.DispatchStart.Do(watched, conn, bus.Params{"manager": manager}, e)
	lost := errors.Is(context.Cause(watched), errLost)
	cancel(nil)
	<-done
	if err != nil && lost {
		return reply, errLost
	}
	return reply, err
}

// watch pings manager until ctx ends, and calls dead when it does not live.
func watch(ctx context.Context, conn *bus.Conn, manager string, dead func()) {
	tick := time.NewTicker(pingEvery)
	defer tick.Stop()
	for misses := 0; misses < pingMisses; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		one, cancel := context.WithTimeout(ctx, pingEvery)
		_, err := bus.PingManager.Do(one, conn, bus.Params{"manager": manager}, schemas.Ping{})
		cancel()
		switch {
		case err == nil:
			misses = 0
		case errors.Is(err, bus.ErrNoResponders):
			misses = pingMisses
		case errors.Is(err, bus.ErrDisconnected): // we are the ones who are away
		default:
			misses++
		}
	}
	dead()
}
