// Package operate runs jobs on registrations as an operator: a client that is no
// document.
package operate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// Wait is how long Run waits for a job: a constellation that takes over needs
// seconds, an install handler as long as an event may take.
const Wait = 90 * time.Second

// Run schedules a job as a client of its own and waits for its result, no longer
// than Wait. A job that fails is an [*Refused].
func Run(ctx context.Context, conn *bus.Conn, job schemas.Job) (schemas.ClientMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, Wait)
	defer cancel()
	job.ID, job.Client = bus.NewID(), bus.NewID()
	results := make(chan schemas.ClientMessage, 1)
	sub, err := bus.ToClient.Subscribe(conn, bus.Params{"client": job.Client}, func(m schemas.ClientMessage, _ bus.Params) {
		if m.Kind == schemas.ClientJob && m.Job == job.ID {
			select {
			case results <- m:
			default: // delivered again
			}
		}
	})
	if err != nil {
		return schemas.ClientMessage{}, err
	}
	defer sub.Stop()
	if err := conn.Flush(); err != nil {
		return schemas.ClientMessage{}, err
	}
	if err := bus.Jobs.Publish(ctx, conn, bus.Params{"scope": job.Scope}, job.ID, job); err != nil {
		return schemas.ClientMessage{}, err
	}
	select {
	case m := <-results:
		if m.Error != nil {
			return m, &Refused{m.Error}
		}
		return m, nil
	case <-ctx.Done():
		if errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
			return schemas.ClientMessage{}, fmt.Errorf("no constellation ran the job within %s: the job stays queued (is `asterism constellation` running?)", Wait)
		}
		return schemas.ClientMessage{}, ctx.Err()
	}
}

// Refused is the error of a job, worded as a script would have seen it.
type Refused struct{ Cause *schemas.Error }

func (r *Refused) Error() string {
	if r.Cause.Exception != "" {
		return r.Cause.Exception + ": " + r.Cause.Message
	}
	return r.Cause.Error()
}

// Unwrap is the cause.
func (r *Refused) Unwrap() error { return r.Cause }
