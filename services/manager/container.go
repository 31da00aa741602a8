package manager

import (
	"context"
	"fmt"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/serviceworker"
)

// container is a worker as the host of its navigator.serviceWorker: it
// implements serviceworker.ClientHost. A service worker is no client: it has no
// controller, and nobody posts to its container.
type container struct{ *worker }

var _ serviceworker.ClientHost = container{}

func (k container) Base() string        { return k.self.ScriptURL }
func (k container) CreationURL() string { return k.self.ScriptURL }
func (k container) Origin() string      { return k.origin }

func (k container) Controller() (string, schemas.Worker, bool) { return "", schemas.Worker{}, false }
func (k container) SetController(string, *schemas.Worker)      {}

// Register runs a register job.
func (k container) Register(job schemas.Job, done func(schemas.Registration, error)) {
	job.Origin, job.Referrer = k.origin, k.self.ScriptURL
	k.s.jobs.run(k.worker, job, func(m schemas.ClientMessage, err error) {
		if err == nil && m.Registration == nil {
			err = &schemas.Error{Code: schemas.CodeInternal, Message: "the registration gave none"}
		}
		if err != nil {
			done(schemas.Registration{}, err)
			return
		}
		done(*m.Registration, nil)
	})
}

// Settle is not called: the manager hears of jobs by itself.
func (k container) Settle(schemas.ClientMessage) {}

// Match asks the registry.
func (k container) Match(url string, done func(*schemas.Registration, error)) {
	k.ask(func(ctx context.Context) (schemas.Registrations, error) {
		return bus.RegistryMatch.Do(ctx, k.s.conn, nil, schemas.Match{URL: url})
	}, func(found []schemas.Registration, err error) {
		if err != nil || len(found) == 0 {
			done(nil, err)
			return
		}
		done(&found[0], nil)
	})
}

// Registrations asks the registry.
func (k container) Registrations(done func([]schemas.Registration, error)) {
	k.ask(func(ctx context.Context) (schemas.Registrations, error) {
		return bus.RegistryList.Do(ctx, k.s.conn, nil, schemas.List{Origin: k.origin})
	}, done)
}

// ask asks the registry aside and tells on the loop.
func (k container) ask(ask func(context.Context) (schemas.Registrations, error), done func([]schemas.Registration, error)) {
	k.s.work.Go(func() {
		found, err := ask(k.loop.Context())
		if err != nil {
			err = fmt.Errorf("the registry did not answer: %w", err)
		}
		k.Later(func() { done(found.Registrations, err) })
	})
}

// Later queues a task on the worker's loop.
func (k container) Later(task func()) { k.loop.Post(k.guard(task)) }

// Fatal ends the worker when its limits were broken.
func (k container) Fatal(err error) {
	if err != nil {
		k.loop.Stop(err)
	}
}
