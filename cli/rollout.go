package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"asterism/bus"
	"asterism/internal/visit"
	"asterism/schemas"
)

// update looks for a new version now, as registration.update() would, past the
// HTTP cache.
type update struct {
	Scope string `arg:"" help:"The scope: a full URL, or a path of the front door."`
}

func (u update) Run(sh shell) error {
	return rolled(sh, u.Scope, schemas.Job{Type: schemas.JobUpdate, Operator: true, Force: true})
}

// rollback brings a former version back.
type rollback struct {
	Scope   string `arg:"" help:"The scope: a full URL, or a path of the front door."`
	Version string `arg:"" optional:"" help:"One of the former versions that asterism inspect shows, or its beginning. Default: the latest."`
}

func (r rollback) Run(sh shell) error {
	return rolled(sh, r.Scope, schemas.Job{Type: schemas.JobRollback, Operator: true, Version: r.Version})
}

// rolled runs a job on a scope and waits until its newest worker is active, or
// waits.
func rolled(sh shell, raw string, job schemas.Job) error {
	conn, err := connect(sh)
	if err != nil {
		return err
	}
	defer conn.Close()
	scope, err := conn.url(raw)
	if err != nil {
		return err
	}
	job.Scope, job.Origin = scope.String(), origin(scope)
	if job.Version != "" {
		reg, err := registration(sh, conn.Conn, job.Scope)
		if err != nil {
			return err
		}
		if job.Version, err = former(reg, job.Version); err != nil {
			return err
		}
	}
	states, sub, err := statesOf(conn.Conn, job.Scope)
	if err != nil {
		return err
	}
	defer sub.Stop()
	result, err := run(sh.ctx, conn.Conn, job)
	if err != nil {
		return err
	}
	state, err := settle(sh.ctx, result.Registration, states)
	if err != nil {
		return fmt.Errorf("%s: %w", job.Scope, err)
	}
	newest := result.Registration.Installing
	if newest != nil && state == schemas.StateInstalled && (result.Registration.Canary == nil || job.Type == schemas.JobRollback) {
		state = activation(sh.ctx, newest.Version, states)
	}
	if err := visit.CaughtUp(sh.ctx, conn.Conn, job.Scope); err != nil {
		sh.log.Warn("some requests may not meet the worker yet", "scope", job.Scope, "error", err)
	}
	switch {
	case newest == nil && job.Type == schemas.JobUpdate:
		sh.printf("%s\tunchanged\n", job.Scope)
	case newest != nil:
		sh.printf("%s\t%s\t%s\n", job.Scope, state, newest.Version)
	}
	return nil
}

// activationWait is how long an installed version may take to become active
// before it is taken for one that waits for documents to go.
const activationWait = 2 * time.Second

// activation waits until an installed version is active, and gives its state.
func activation(ctx context.Context, version string, states <-chan schemas.Lifecycle) schemas.State {
	limit := time.NewTimer(activationWait)
	defer limit.Stop()
	for state := schemas.StateInstalled; ; {
		select {
		case l := <-states:
			if l.Version == version {
				state = l.State
			}
			if state == schemas.StateActivated || state == schemas.StateRedundant {
				return state
			}
		case <-limit.C:
			return state
		case <-ctx.Done():
			return state
		}
	}
}

// former completes the beginning of a former version's name.
func former(reg *schemas.Registration, start string) (string, error) {
	var found []string
	for _, h := range reg.History {
		if strings.HasPrefix(h.Version, strings.ToUpper(start)) || strings.HasPrefix(h.Version, start) {
			found = append(found, h.Version)
		}
	}
	switch len(found) {
	case 0:
		return "", fmt.Errorf("no former version of %s begins with %q (see `asterism inspect %s`)", reg.Scope, start, reg.Scope)
	case 1:
		return found[0], nil
	}
	return "", fmt.Errorf("%d former versions of %s begin with %q: write more of it", len(found), reg.Scope, start)
}

// activate makes the waiting version active now.
type activate struct {
	Scope string `arg:"" help:"The scope: a full URL, or a path of the front door."`
}

func (a activate) Run(sh shell) error {
	reg, err := rollout(sh, a.Scope, schemas.Rollout{Op: "activate"})
	if err != nil {
		return err
	}
	if reg.Active != nil {
		sh.printf("%s\t%s\t%s\n", reg.Scope, reg.Active.State, reg.Active.Version)
	}
	return nil
}

// canary sends a share of the front door's clients to the next version first.
type canary struct {
	Scope string `arg:"" help:"The scope: a full URL, or a path of the front door."`
	Share string `arg:"" help:"How many of the clients get the waiting version, such as 10%; off: new versions become active by themselves again."`
}

func (c canary) Run(sh shell) error {
	q := schemas.Rollout{Op: "canary"}
	if c.Share != "off" {
		n, err := strconv.Atoi(strings.TrimSuffix(c.Share, "%"))
		if err != nil || n < 0 || n > 100 {
			return fmt.Errorf("%q is not a share: write a whole number of percent such as 10%%, or off", c.Share)
		}
		q.Canary = &schemas.Canary{Percent: n}
	}
	reg, err := rollout(sh, c.Scope, q)
	if err != nil {
		return err
	}
	switch {
	case reg.Canary == nil:
		sh.printf("%s\tcanary off\n", reg.Scope)
	case reg.Waiting == nil:
		sh.printf("%s\tcanary %d%%\tfrom the next version on\n", reg.Scope, reg.Canary.Percent)
	default:
		sh.printf("%s\tcanary %d%%\t%s\n", reg.Scope, reg.Canary.Percent, reg.Waiting.Version)
	}
	return nil
}

// rollout asks for a change of a scope's rollout.
func rollout(sh shell, raw string, q schemas.Rollout) (*schemas.Registration, error) {
	conn, err := connect(sh)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	scope, err := conn.url(raw)
	if err != nil {
		return nil, err
	}
	q.Scope = scope.String()
	found, err := bus.SetRollout.Do(sh.ctx, conn.Conn, nil, q)
	if err != nil {
		return nil, unconstellated(err)
	}
	if len(found.Registrations) == 0 {
		return nil, fmt.Errorf("nothing is registered for %s (see `asterism ls`)", q.Scope)
	}
	if err := visit.CaughtUp(sh.ctx, conn.Conn, q.Scope); err != nil {
		sh.log.Warn("some requests may be answered as before for a moment", "scope", q.Scope, "error", err)
	}
	return &found.Registrations[0], nil
}

// registration asks for a scope's registration.
func registration(sh shell, conn *bus.Conn, scope string) (*schemas.Registration, error) {
	found, err := bus.RegistryGet.Do(sh.ctx, conn, nil, schemas.Lookup{Scope: scope})
	if err != nil {
		return nil, unconstellated(err)
	}
	if len(found.Registrations) == 0 {
		return nil, fmt.Errorf("nothing is registered for %s (see `asterism ls`)", scope)
	}
	return &found.Registrations[0], nil
}

// unconstellated says what an unanswered question means.
func unconstellated(err error) error {
	if errors.Is(err, bus.ErrNoResponders) {
		return fmt.Errorf("no constellation answers: %w", err)
	}
	return err
}
