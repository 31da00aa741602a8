package manager

import (
	"context"
	"errors"
	"fmt"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/console"
	"asterism/webapi/webworker"
)

// A worker is its realm's host: what follows implements
// serviceworker.ScopeHost and console.Host over the bus.

func (w *worker) ref() schemas.WorkerRef {
	return schemas.WorkerRef{Scope: w.key.scope, Version: w.key.version}
}

// activateWait bounds how long skipWaiting() waits for its activate event.
const activateWait = time.Second

// SkipWaiting tells the constellation that the worker need not wait. When that
// made it activate, it returns once the activate event is dispatched: Try Activate
// precedes the promise. The event's own promises are not waited for, as they may
// wait for this one; nor is an event that another instance of the worker gets.
func (w *worker) SkipWaiting(ctx context.Context) error {
	if _, err := bus.SkipWaiting.Do(ctx, w.s.conn, nil, w.ref()); err != nil {
		return reach(err)
	}
	w.mu.Lock()
	state := w.state // the constellation has waited until it is known here
	w.mu.Unlock()
	if state != schemas.StateActivating {
		return nil
	}
	limit := time.NewTimer(activateWait)
	defer limit.Stop()
	select {
	case <-w.activate:
	case <-limit.C:
	case <-ctx.Done():
	}
	return nil
}

// Claim makes the worker the controller of the clients in its scope.
func (w *worker) Claim(ctx context.Context) error {
	_, err := bus.Claim.Do(ctx, w.s.conn, nil, w.ref())
	return reach(err)
}

// Clients lists clients of the worker's origin.
func (w *worker) Clients(ctx context.Context, q schemas.ClientQuery) ([]schemas.Client, error) {
	q.Origin, q.Scope, q.Version = w.origin, w.key.scope, w.key.version
	found, err := bus.ClientsQuery.Do(ctx, w.s.conn, nil, q)
	return found.Clients, reach(err)
}

// Preload changes a registration's navigation preload, or asks how it is.
func (w *worker) Preload(ctx context.Context, change schemas.PreloadChange) (schemas.NavigationPreload, error) {
	now, err := bus.SetPreload.Do(ctx, w.s.conn, nil, change)
	return now, reach(err)
}

// Steer focuses or navigates a window.
func (w *worker) Steer(ctx context.Context, q schemas.SteerClient) (*schemas.Client, error) {
	q.Origin, q.Scope, q.Version = w.origin, w.key.scope, w.key.version
	found, err := bus.Steer.Do(ctx, w.s.conn, bus.Params{"client": q.Client}, q)
	if errors.Is(err, bus.ErrNoResponders) {
		err = &schemas.Error{Code: schemas.CodeLost, Exception: "TypeError", Message: "the client is gone"}
	}
	return found.Client, err
}

// OpenWindow opens a window in some scripthost.
func (w *worker) OpenWindow(ctx context.Context, q schemas.OpenWindow) (*schemas.Client, error) {
	q.Origin = w.origin
	found, err := bus.OpenWindow.Do(ctx, w.s.conn, nil, q)
	if errors.Is(err, bus.ErrNoResponders) {
		err = &schemas.Error{Code: schemas.CodeLost, Exception: "TypeError", Message: "no scripthost is running that could open a window"}
	}
	return found.Client, err
}

// PostToClient delivers a message to a client's own stream.
func (w *worker) PostToClient(id string, data []byte) error {
	if err := w.fits(data); err != nil {
		return err
	}
	w.mu.Lock()
	self := w.self
	self.State = w.state
	w.mu.Unlock()
	return bus.ToClient.Publish(w.s.conn, bus.Params{"client": id}, schemas.ClientMessage{
		Kind: schemas.ClientPost, Scope: w.key.scope, Source: &self, Data: data, Origin: w.origin,
	})
}

// PostToWorker queues a message event for a worker, perhaps this one. Messages
// to one worker are sent one after another, so that they arrive in order.
func (w *worker) PostToWorker(to schemas.WorkerRef, data []byte) {
	if err := w.fits(data); err != nil {
		w.print("error", err.Error(), "")
		return
	}
	self := w.ref()
	w.s.posts.send(schemas.Event{
		ID: bus.NewID(), Type: "message", Scope: to.Scope, Version: to.Version,
		Data: data, Origin: w.origin, SourceWorker: &self, NoWait: true,
	})
}

func (w *worker) fits(data []byte) error {
	if len(data) <= w.s.cfg.MaxMessage {
		return nil
	}
	return &schemas.Error{Code: schemas.CodeLimit, Exception: "DataCloneError",
		Message: fmt.Sprintf("the message has %d bytes; at most %d may be posted", len(data), w.s.cfg.MaxMessage)}
}

// Update runs an update job.
func (w *worker) Update(reg schemas.Registration, newest schemas.Worker, done func(schemas.Registration, error)) {
	w.s.jobs.run(w, schemas.Job{
		Type: schemas.JobUpdate, Scope: reg.Scope, ScriptURL: newest.ScriptURL, WorkerType: newest.Type,
		Origin: w.origin, Referrer: w.self.ScriptURL,
	}, func(m schemas.ClientMessage, err error) {
		if err == nil && m.Registration == nil {
			err = &schemas.Error{Code: schemas.CodeInternal, Message: "the update gave no registration"}
		}
		if err != nil {
			done(schemas.Registration{}, err)
			return
		}
		done(*m.Registration, nil)
	})
}

// Unregister runs an unregister job.
func (w *worker) Unregister(reg schemas.Registration, done func(bool, error)) {
	w.s.jobs.run(w, schemas.Job{
		Type: schemas.JobUnregister, Scope: reg.Scope, Origin: w.origin, Referrer: w.self.ScriptURL,
	}, func(m schemas.ClientMessage, err error) { done(m.Unregistered, err) })
}

// Import fetches and compiles a script for importScripts.
func (w *worker) Import(url string) (script webworker.Script, err error) {
	script.Muted = originOf(url) != w.origin
	w.loop.Blocked(func() { script.Program, err = w.imports.load(w.loop.Context(), url) })
	return script, err
}

// Console takes what the script writes to its console.
func (w *worker) Console(level console.Level, text, source string) {
	w.print(string(level), text, source)
}

// reach makes the error of a request that reached nobody one that says so.
func reach(err error) error {
	if errors.Is(err, bus.ErrNoResponders) {
		return &schemas.Error{Code: schemas.CodeLost, Exception: "InvalidStateError",
			Message: "no constellation is running at the moment"}
	}
	return err
}
