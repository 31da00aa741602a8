package scripthost

import (
	"context"
	"fmt"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/serviceworker"
)

// container is a document's ServiceWorkerContainer and that one's host: it
// implements serviceworker.ClientHost over the bus.
type container struct {
	*serviceworker.Container
	d *document

	jobs map[string]func(schemas.ClientMessage) // who waits for a job, by its id
	held []func()                               // jobs that wait for DOMContentLoaded
	open bool                                   // held is over
}

func newContainer(d *document) *container {
	k := &container{d: d, jobs: map[string]func(schemas.ClientMessage){}}
	k.Container = serviceworker.NewContainer(d.realm, k)
	return k
}

// receive is one delivery to the document's client.
func (d *document) receive(m schemas.ClientMessage) {
	if d.over() || d.container == nil {
		return
	}
	if !d.container.Receive(m) {
		d.page.s.log.Warn("client message of an unknown kind", "kind", string(m.Kind))
	}
}

// Base is the API base URL.
func (k *container) Base() string { return k.d.dom.Base() }

// CreationURL is the client's URL without a fragment.
func (k *container) CreationURL() string { return k.d.creationURL }

// Origin is the document's origin.
func (k *container) Origin() string { return k.d.origin }

// Controller is the document's active service worker.
func (k *container) Controller() (string, schemas.Worker, bool) {
	c := k.d.controller.Load()
	if c == nil || k.d.unloaded {
		return "", schemas.Worker{}, false
	}
	return c.scope, c.worker, true
}

// SetController changes the document's active service worker.
func (k *container) SetController(scope string, w *schemas.Worker) {
	if w == nil {
		k.d.controller.Store(nil)
		return
	}
	k.d.controller.Store(&controller{scope: scope, worker: *w})
}

// Match asks the registry.
func (k *container) Match(url string, done func(*schemas.Registration, error)) {
	later(k.d, func(ctx context.Context) (schemas.Registrations, error) {
		return bus.RegistryMatch.Do(ctx, k.d.page.s.conn, nil, schemas.Match{URL: url})
	}, func(found schemas.Registrations, err error) {
		switch {
		case err != nil:
			k.d.page.s.log.Warn("registration not looked up", "url", url, "error", err)
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
	later(k.d, func(ctx context.Context) (schemas.Registrations, error) {
		return bus.RegistryList.Do(ctx, k.d.page.s.conn, nil, schemas.List{Origin: k.d.origin})
	}, func(found schemas.Registrations, err error) {
		if err != nil {
			err = unanswered(err)
		}
		done(found.Registrations, err)
	})
}

func unanswered(err error) error { return fmt.Errorf("the registry did not answer: %w", err) }

// Later queues a task on the page's loop.
func (k *container) Later(task func()) {
	k.d.page.post(func() {
		if !k.d.over() {
			task()
		}
	})
}

// Fatal ends the page when its limits were broken.
func (k *container) Fatal(err error) { k.d.fatal(err) }
