package cli

import (
	"context"
	"fmt"
	"net/url"

	"asterism/bus"
	"asterism/internal/visit"
	"asterism/schemas"
)

// register registers a service worker, as navigator.serviceWorker.register
// would from a page of the script's own origin. What is registered already is
// updated, as registration.update() would.
type register struct {
	URL            string `arg:"" help:"The worker's script: a full URL, or a path of the front door."`
	Scope          string `help:"The scope, relative to the script's URL. Default: the script's folder." placeholder:"PATH"`
	Type           string `help:"classic or module." enum:"classic,module" default:"classic"`
	UpdateViaCache string `help:"Which fetches may use the HTTP cache when updating." enum:"imports,all,none" default:"imports"`
}

func (r register) Run(sh shell) error {
	conn, err := connect(sh)
	if err != nil {
		return err
	}
	defer conn.Close()
	script, err := conn.url(r.URL)
	if err != nil {
		return err
	}
	return r.on(sh, conn.Conn, script)
}

// on registers the script over conn and waits until the worker is active.
func (r register) on(sh shell, conn *bus.Conn, script *url.URL) error {
	scope, err := resolve(script, r.Scope)
	if err != nil {
		return err
	}
	states, sub, err := statesOf(conn, scope)
	if err != nil {
		return err
	}
	defer sub.Stop()

	job := schemas.Job{
		Type: schemas.JobRegister, Scope: scope, ScriptURL: script.String(), Origin: origin(script),
		WorkerType: r.Type, UpdateViaCache: r.UpdateViaCache,
	}
	result, err := run(sh.ctx, conn, job)
	if err == nil && result.Registration != nil && result.Registration.Installing == nil {
		// It was registered before. The script may have changed since.
		job.Type, job.Operator = schemas.JobUpdate, true
		result, err = run(sh.ctx, conn, job)
	}
	if err != nil {
		return fmt.Errorf("%s was not registered for %s: %w", script, scope, err)
	}
	state, err := settle(sh.ctx, result.Registration, states)
	if err != nil {
		return fmt.Errorf("%s was registered for %s, but %w", script, scope, err)
	}
	if err := visit.CaughtUp(sh.ctx, conn, scope); err != nil {
		sh.log.Warn("some requests may not meet the worker yet", "scope", scope, "error", err)
	}
	sh.printf("%s\t%s\t%s\n", scope, state, script)
	return nil
}

// statesOf hears of the changes of a scope's workers until the subscription stops.
func statesOf(conn *bus.Conn, scope string) (<-chan schemas.Lifecycle, *bus.Subscription, error) {
	states := make(chan schemas.Lifecycle, 64)
	sub, err := bus.LifecycleChanged.Subscribe(conn, bus.Params{"scope": scope}, func(l schemas.Lifecycle, _ bus.Params) {
		select {
		case states <- l:
		default: // nobody is waiting any more
		}
	})
	return states, sub, err
}

// settle waits until the registration's newest worker is active, waits for its
// predecessor's documents to go, or failed.
func settle(ctx context.Context, reg *schemas.Registration, states <-chan schemas.Lifecycle) (schemas.State, error) {
	if reg == nil {
		return "", fmt.Errorf("the registration is gone already")
	}
	newest := reg.Installing
	for _, w := range []*schemas.Worker{reg.Waiting, reg.Active} {
		if newest == nil {
			newest = w
		}
	}
	if newest == nil {
		return "", fmt.Errorf("it has no worker")
	}
	state := newest.State
	predecessor := reg.Active != nil && reg.Active.Version != newest.Version
	for {
		switch {
		case state == schemas.StateActivated, state == schemas.StateInstalled && predecessor:
			return state, nil
		}
		select {
		case l := <-states:
			if l.Version != newest.Version {
				continue
			}
			if l.State == schemas.StateRedundant {
				return "", fmt.Errorf("the worker became redundant: %s", l.Reason)
			}
			state = l.State
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// resolve is the scope URL for a script: path against it, or its folder.
func resolve(script *url.URL, path string) (string, error) {
	if path == "" {
		path = "./"
	}
	scope, err := script.Parse(path)
	if err != nil {
		return "", fmt.Errorf("--scope %q is not a path: %w", path, err)
	}
	scope.Fragment = ""
	return scope.String(), nil
}

// unregister removes a registration.
type unregister struct {
	URL string `arg:"" help:"The scope: a full URL, or a path of the front door."`
}

func (u unregister) Run(sh shell) error {
	conn, err := connect(sh)
	if err != nil {
		return err
	}
	defer conn.Close()
	scope, err := conn.url(u.URL)
	if err != nil {
		return err
	}
	result, err := run(sh.ctx, conn.Conn, schemas.Job{Type: schemas.JobUnregister, Scope: scope.String(), Origin: origin(scope)})
	if err != nil {
		return err
	}
	if !result.Unregistered {
		return fmt.Errorf("nothing is registered for %s (see `asterism ls`)", scope)
	}
	sh.printf("%s\tunregistered\n", scope)
	return nil
}
