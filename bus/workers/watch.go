package workers

import (
	"context"
	"errors"
	"time"

	"asterism/bus"
	"asterism/bus/roster"
	"asterism/schemas"
)

// patience is how long a manager may take before it is watched: most answer
// sooner, and one that has just left is told from one that dies at work.
const patience = 250 * time.Millisecond

// errLost is the cause of a context whose manager died.
var errLost = &schemas.Error{Code: schemas.CodeLost, Message: "the manager that ran the worker died"}

// startAt asks one manager. While it waits it feels the manager's pulse, so that
// its death is noticed within about two seconds rather than at the timeout.
func startAt(ctx context.Context, conn *bus.Conn, manager string, e schemas.Event) (schemas.EventReply, error) {
	watched, cancel := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if lost(watched, conn, manager) {
			cancel(errLost)
		}
	}()
	reply, err := bus.DispatchStart.Do(watched, conn, bus.Params{"manager": manager}, e)
	died := errors.Is(context.Cause(watched), errLost)
	cancel(nil)
	<-done
	if err != nil && died {
		return reply, errLost
	}
	return reply, err
}

// lost waits until the manager is lost (true) or ctx ends.
func lost(ctx context.Context, conn *bus.Conn, manager string) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(patience):
	}
	gone, release := roster.NewPulse(conn).Watch(manager)
	defer release()
	select {
	case <-ctx.Done():
		return false
	case <-gone:
		return true
	}
}
