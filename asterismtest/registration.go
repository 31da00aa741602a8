package asterismtest

import (
	"context"
	"fmt"
	"net/url"

	"asterism/bus"
	"asterism/internal/operate"
	"asterism/internal/visit"
	"asterism/schemas"
)

// States of a worker, as in ServiceWorker.state.
const (
	Installing = "installing"
	Installed  = "installed" // waiting
	Activating = "activating"
	Activated  = "activated"
	Redundant  = "redundant"
)

// Worker is a version of a registration's service worker.
type Worker struct {
	Version string // names it, unlike any other
	Script  string // its URL
	State   string

	r *Registration
}

// Wait waits until the worker has come to a state. A worker that becomes redundant
// instead fails the test.
func (w *Worker) Wait(state string) {
	s := w.r.s
	s.t.Helper()
	ctx, cancel := within()
	defer cancel()
	watch, err := w.r.watch()
	s.must(err)
	defer watch.stop()
	err = watch.until(ctx, func(now *schemas.Registration) (bool, error) {
		for _, other := range []*schemas.Worker{now.Installing, now.Waiting, now.Active} {
			if other != nil && other.Version == w.Version {
				return string(other.State) == state, nil
			}
		}
		if state == Redundant {
			return true, nil
		}
		return false, fmt.Errorf("it is redundant%s", watch.reason(ctx, w.Version))
	})
	if err != nil {
		s.t.Fatalf("asterismtest: waiting for %s of %s to be %s: %v", w.Script, w.r.Scope, state, err)
	}
	s.must(visit.CaughtUp(ctx, s.conn, w.r.Scope))
	w.State = state
}

// Registration is the service worker registration of a scope.
type Registration struct {
	Scope string
	s     *System
}

// Register registers the worker of a script for its folder, or for scope, as a page
// of the script's origin would, and waits until it is active: every request from
// now on meets it. A worker that does not get there fails the test.
func (s *System) Register(script string, scope ...string) *Registration {
	s.t.Helper()
	r, err := s.register(script, scope...)
	s.must(err)
	return r
}

func (s *System) register(script string, scope ...string) (*Registration, error) {
	s.t.Helper()
	from, err := url.Parse(s.resolve(script))
	if err != nil {
		return nil, err
	}
	path := "./"
	if len(scope) > 0 {
		path = scope[0]
	}
	to, err := from.Parse(path)
	if err != nil {
		return nil, err
	}
	r := &Registration{Scope: to.String(), s: s}
	_, err = r.job(schemas.JobRegister, from.String())
	return r, err
}

// Registration is that of a scope, a path of the site or a URL, which somebody else
// registers or has registered: a page, say.
func (s *System) Registration(scope string) *Registration {
	s.t.Helper()
	return &Registration{Scope: s.resolve(scope), s: s}
}

// job runs a job and waits until the worker that it leaves installing is active or,
// while its predecessor has clients, installed.
func (r *Registration) job(kind schemas.JobType, script string) (schemas.ClientMessage, error) {
	ctx, cancel := within()
	defer cancel()
	watch, err := r.watch()
	if err != nil {
		return schemas.ClientMessage{}, err
	}
	defer watch.stop()
	m, err := operate.Run(ctx, r.s.conn, schemas.Job{Type: kind, Scope: r.Scope, ScriptURL: script, Origin: originOf(r.Scope), WorkerType: "classic", UpdateViaCache: "imports"})
	if err != nil {
		return m, fmt.Errorf("%s of %s: %w", kind, r.Scope, err)
	}
	if m.Registration == nil {
		return m, nil
	}
	newest := m.Registration.Installing
	for _, w := range []*schemas.Worker{m.Registration.Waiting, m.Registration.Active} {
		if newest == nil {
			newest = w
		}
	}
	if newest == nil {
		return m, nil
	}
	err = watch.until(ctx, func(now *schemas.Registration) (bool, error) {
		for _, w := range []*schemas.Worker{now.Installing, now.Waiting, now.Active} {
			if w != nil && w.Version == newest.Version {
				return w.State == schemas.StateActivated || w.State == schemas.StateInstalled && now.Active != nil, nil
			}
		}
		return false, fmt.Errorf("the worker %s was not installed%s", newest.ScriptURL, watch.reason(ctx, newest.Version))
	})
	if err != nil {
		return m, fmt.Errorf("%s of %s: %w", kind, r.Scope, err)
	}
	return m, visit.CaughtUp(ctx, r.s.conn, r.Scope)
}

// Update looks for a new version of the script, as registration.update() does, and
// waits until that is active or, while clients use its predecessor, installed.
func (r *Registration) Update() {
	r.s.t.Helper()
	now := r.get()
	var newest *schemas.Worker
	for _, w := range []*schemas.Worker{now.Active, now.Waiting, now.Installing} {
		if w != nil {
			newest = w
		}
	}
	if newest == nil {
		r.s.t.Fatalf("asterismtest: nothing is registered for %s", r.Scope)
		return
	}
	_, err := r.job(schemas.JobUpdate, newest.ScriptURL)
	r.s.must(err)
}

// Unregister removes the registration; false: there was none.
func (r *Registration) Unregister() bool {
	r.s.t.Helper()
	m, err := r.job(schemas.JobUnregister, "")
	r.s.must(err)
	return m.Unregistered
}

// Active is the worker that answers requests; nil: none.
func (r *Registration) Active() *Worker { r.s.t.Helper(); return r.worker(r.get().Active) }

// Waiting is the worker that is installed and waits for its predecessor's clients
// to go; nil: none.
func (r *Registration) Waiting() *Worker { r.s.t.Helper(); return r.worker(r.get().Waiting) }

// Installing is the worker that is being installed; nil: none.
func (r *Registration) Installing() *Worker { r.s.t.Helper(); return r.worker(r.get().Installing) }

// Wait waits until a worker of the registration is in the given state: one of
// [Installing] to [Activated]. Requests from then on meet the registration as it is.
func (r *Registration) Wait(state string) Worker {
	r.s.t.Helper()
	ctx, cancel := within()
	defer cancel()
	watch, err := r.watch()
	r.s.must(err)
	defer watch.stop()
	var found *schemas.Worker
	err = watch.until(ctx, func(now *schemas.Registration) (bool, error) {
		for _, w := range []*schemas.Worker{now.Installing, now.Waiting, now.Active} {
			if w != nil && string(w.State) == state {
				found = w
				return true, nil
			}
		}
		return false, nil
	})
	if err != nil {
		r.s.t.Fatalf("asterismtest: waiting for a worker of %s that is %s: %v", r.Scope, state, err)
	}
	r.s.must(visit.CaughtUp(ctx, r.s.conn, r.Scope))
	return *r.worker(found)
}

// get is the registration now; an empty one when there is none.
func (r *Registration) get() schemas.Registration {
	r.s.t.Helper()
	ctx, cancel := within()
	defer cancel()
	now, err := r.ask(ctx)
	r.s.must(err)
	return *now
}

func (r *Registration) ask(ctx context.Context) (*schemas.Registration, error) {
	found, err := bus.RegistryGet.Do(ctx, r.s.conn, nil, schemas.Lookup{Scope: r.Scope})
	if err != nil {
		return nil, err
	}
	if len(found.Registrations) == 0 {
		return &schemas.Registration{}, nil
	}
	return &found.Registrations[0], nil
}

func (r *Registration) worker(w *schemas.Worker) *Worker {
	if w == nil {
		return nil
	}
	return &Worker{Version: w.Version, Script: w.ScriptURL, State: string(w.State), r: r}
}
