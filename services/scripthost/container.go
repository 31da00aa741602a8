package scripthost

import (
	"context"
	"errors"
	"fmt"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/notifications"
	"asterism/webapi/serviceworker"
)

// container is an environment's ServiceWorkerContainer and that one's host: it
// implements serviceworker.ClientHost over the bus.
type container struct {
	*serviceworker.Container
	e *environment

	jobs map[string]func(schemas.ClientMessage) // who waits for a job, by its id
	held []func()                               // jobs that wait for DOMContentLoaded
	open bool                                   // held is over
}

func newContainer(e *environment) *container {
	k := &container{e: e, jobs: map[string]func(schemas.ClientMessage){}}
	k.Container = serviceworker.NewContainer(e.realm, k)
	return k
}

// receive is one delivery to the environment's client.
func (e *environment) receive(m schemas.ClientMessage) {
	if m.Kind == schemas.ClientNotification && m.Notification != nil && !e.self.over() {
		e.fatal(notifications.Hear(e.realm, *m.Notification))
		return
	}
	if e.self.over() || e.container == nil {
		return
	}
	if !e.container.Receive(m) {
		e.s.log.Warn("client message of an unknown kind", "kind", string(m.Kind))
	}
}

// Ended says that the document is gone; it implements serviceworker.Ending.
func (k *container) Ended() bool { return k.e.self.over() }

// Base is the API base URL.
func (k *container) Base() string { return k.e.self.baseURL() }

// CreationURL is the client's URL without a fragment.
func (k *container) CreationURL() string { return k.e.creationURL }

// Origin is the document's origin.
func (k *container) Origin() string { return k.e.origin }

// Controller is the document's active service worker.
func (k *container) Controller() (string, schemas.Worker, bool) {
	c := k.e.controller.Load()
	if c == nil || k.e.ctx.Err() != nil {
		return "", schemas.Worker{}, false
	}
	return c.scope, c.worker, true
}

// SetController changes the document's active service worker.
func (k *container) SetController(scope string, w *schemas.Worker) {
	defer k.e.controlled()
	if w == nil {
		k.e.controller.Store(nil)
		return
	}
	k.e.controller.Store(&controller{scope: scope, worker: *w})
}

// Match asks the registry.
func (k *container) Match(url string, done func(*schemas.Registration, error)) {
	later(k.e, func(ctx context.Context) (schemas.Registrations, error) {
		return bus.RegistryMatch.Do(ctx, k.e.s.conn, nil, schemas.Match{URL: url})
	}, func(found schemas.Registrations, err error) {
		switch {
		case err != nil:
			k.e.s.log.Warn("registration not looked up", "url", url, "error", err)
			done(nil, unanswered(err))
		case len(found.Registrations) == 0:
			done(nil, nil)
		default:
			done(&found.Registrations[0], nil)
		}
	})
}

// Registrations asks the registry.
func (k *container) Registrations(done func([]schemas.Registration, error)) {
	later(k.e, func(ctx context.Context) (schemas.Registrations, error) {
		return bus.RegistryList.Do(ctx, k.e.s.conn, nil, schemas.List{Origin: k.e.origin})
	}, func(found schemas.Registrations, err error) {
		if err != nil {
			err = unanswered(err)
		}
		done(found.Registrations, err)
	})
}

// Preload asks the registry.
func (k *container) Preload(ctx context.Context, change schemas.PreloadChange) (schemas.NavigationPreload, error) {
	now, err := bus.SetPreload.Do(ctx, k.e.s.conn, nil, change)
	if errors.Is(err, bus.ErrNoResponders) {
		err = unanswered(err)
	}
	return now, err
}

func unanswered(err error) error { return fmt.Errorf("the registry did not answer: %w", err) }

// Later queues a task on the page's loop.
func (k *container) Later(task func()) {
	k.e.post(func() {
		if !k.e.self.over() {
			task()
		}
	})
}

// Fatal ends the page when its limits were broken.
func (k *container) Fatal(err error) { k.e.fatal(err) }
