package functional

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// again is how long an event waits that could not be tried, because something
// it needs is away.
const again = 2 * time.Second

// errDropped: the event is nobody's any more, and no one needs to know.
var errDropped = errors.New("nobody's event")

// take sees to one event out of the queue.
func (d *Desk) take(ctx context.Context, q *bus.Delivery[schemas.Functional]) {
	f := q.Value
	defer func() {
		if p := recover(); p != nil {
			d.log.Error("panic", "in", "functional event "+f.Type, "panic", p, "stack", string(debug.Stack()))
			_ = q.Term("the constellation failed")
		}
	}()
	if f.Scope != q.Params["scope"] || f.Type != q.Params["type"] {
		_ = q.Term("the message does not go with its subject")
		return
	}
	err := d.fire(ctx, &f)
	var away *awayError
	switch {
	case ctx.Err() != nil:
		return // somebody else gets it
	case errors.As(err, &away):
		d.log.Warn("functional event waits", "type", f.Type, "scope", f.Scope, "error", err)
		_ = q.Nak(again)
		return
	case err == nil:
		err = d.succeeded(ctx, &f)
	case errors.Is(err, errDropped):
		d.log.Debug("functional event dropped", "type", f.Type, "scope", f.Scope)
		err = nil
	default:
		err = d.failed(ctx, &f, q.Params["slot"], err)
	}
	switch {
	case ctx.Err() != nil && err != nil:
		return
	case err != nil:
		d.log.Warn("functional event not concluded; it comes again", "type", f.Type, "scope", f.Scope, "error", err)
		_ = q.Nak(again)
		return
	}
	_ = q.Ack() // when it is not sent, the event comes again
}

// awayError says that it was not the worker that failed.
type awayError struct{ err error }

func (e *awayError) Error() string { return e.err.Error() }
func (e *awayError) Unwrap() error { return e.err }

// fire is Fire Functional Event, up to the end of the event's lifetime promises.
//
// https://w3c.github.io/ServiceWorker/#fire-functional-event
func (d *Desk) fire(ctx context.Context, f *schemas.Functional) error {
	if !f.Expires.IsZero() && time.Now().After(f.Expires) && !(f.Once && f.Failures == 0 && time.Since(f.At) < again) {
		return errDropped
	}
	reg, err := d.world.Registration(ctx, f.Scope)
	if err != nil {
		return &awayError{err}
	}
	if reg == nil || f.Registration != "" && reg.ID != f.Registration {
		return errDropped
	}
	if err := d.prepare(ctx, f); err != nil {
		return err
	}
	if reg.Active == nil { // 1
		return fmt.Errorf("the registration has no active worker")
	}
	// 3, 5 and 8: Soft Update when the registration is stale, however it goes on.
	defer d.world.Fired(reg)
	if skips(reg.Active, f.Type) { // 3: Should Skip Event
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, d.cfg.Timeout)
	defer cancel()
	// 4 to 7: the manager waits for the activation, and dispatches.
	reply, err := d.world.Dispatch(ctx, schemas.Event{
		ID: f.ID, Type: f.Type, Scope: f.Scope, Version: reg.Active.Version, Detail: &f.Detail,
	})
	var known *schemas.Error
	switch {
	case errors.As(err, &known) && (known.Code == schemas.CodeLost || known.Code == schemas.CodeTimeout):
		return err // the worker may be to blame
	case err != nil:
		return &awayError{err}
	case reply.Error != nil:
		return reply.Error
	}
	return nil
}

// skips is Should Skip Event: the worker is known not to listen.
//
// https://w3c.github.io/ServiceWorker/#should-skip-event
func skips(w *schemas.Worker, typ string) bool {
	return w.Events != nil && !slices.Contains(w.Events, typ)
}

// prepare completes an event before it is fired.
func (d *Desk) prepare(ctx context.Context, f *schemas.Functional) error {
	switch f.Type {
	case "push":
		return d.openPush(ctx, f)
	case "sync", "periodicsync":
		return d.beginSync(ctx, f)
	}
	return nil
}

// succeeded concludes an event whose promises were fulfilled.
func (d *Desk) succeeded(ctx context.Context, f *schemas.Functional) error {
	switch f.Type {
	case "sync", "periodicsync":
		return d.endSync(ctx, f, true)
	}
	return nil
}

// failed has an event tried again later, or gives it up.
func (d *Desk) failed(ctx context.Context, f *schemas.Functional, slot string, cause error) error {
	f.Failures++
	attempts, wait := d.cfg.Attempts, d.cfg.Retry
	switch f.Type {
	case "sync":
		attempts, wait = d.cfg.SyncAttempts, d.cfg.SyncRetry
	case "periodicsync":
		attempts = 1 // the next one comes anyway
	}
	at := time.Now().Add(wait << min(f.Failures-1, 10))
	if f.Once || f.Failures >= attempts || !f.Expires.IsZero() && at.After(f.Expires) {
		return d.giveUp(ctx, f, cause)
	}
	d.log.Info("functional event failed; to be fired again", "type", f.Type, "scope", f.Scope, "at", at, "error", cause)
	if f.Type == "sync" {
		if err := d.endSync(ctx, f, false); err != nil {
			return err
		}
	}
	f.Detail.Data = nil // sealed, it is there still
	return bus.Functionals.PublishAt(ctx, d.conn, bus.Params{"type": f.Type, "scope": f.Scope, "slot": slot}, *f, at)
}

// giveUp makes an event a dead letter.
func (d *Desk) giveUp(ctx context.Context, f *schemas.Functional, cause error) error {
	if f.Type == "sync" || f.Type == "periodicsync" {
		if err := d.endSync(ctx, f, true); err != nil {
			return err
		}
	}
	if f.Type == "periodicsync" {
		d.log.Info("periodic sync failed", "scope", f.Scope, "tag", f.Detail.Tag, "error", cause)
		return nil
	}
	letter := *f
	if letter.Sealed != nil {
		letter.Detail.Data = nil
	}
	if _, err := d.dead.Put(ctx, f.ID, letter); err != nil {
		return err
	}
	d.conn.Advise(schemas.Advisory{Kind: "functional-dead", Scope: f.Scope, Subject: "$KV." + bus.DeadLetters.Name + "." + f.ID,
		Message: fmt.Sprintf("a %s event was given up after %d attempts: %v", f.Type, f.Failures, cause)})
	d.log.Warn("functional event given up", "type", f.Type, "scope", f.Scope, "id", f.ID, "failures", f.Failures, "error", cause)
	return nil
}
