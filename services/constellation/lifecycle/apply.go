package lifecycle

import (
	"errors"
	"fmt"
	"time"

	"asterism/schemas"
)

// ErrStale: the event is about a worker or registration that has gone on
// without it: nothing is to be done.
var ErrStale = errors.New("the registration has moved on")

// Apply is the state machine. old is nil when there is no registration; it is
// never changed. now stamps what changes. The only error is ErrStale (wrapped).
func Apply(old *schemas.Registration, e Event, now time.Time) (Outcome, error) {
	m := machine{now: now}
	if old != nil {
		m.reg = clone(old)
	}
	if err := m.apply(e); err != nil {
		return Outcome{Registration: old}, err
	}
	if m.reg != nil && m.changed {
		m.reg.Seq++
	}
	if m.reg != nil && !m.changed {
		return Outcome{Registration: old, Effects: m.effects}, nil
	}
	return Outcome{Registration: m.reg, Changed: m.changed, Effects: m.effects}, nil
}

// machine is one application under way.
type machine struct {
	reg     *schemas.Registration
	now     time.Time
	changed bool
	effects []Effect
}

func (m *machine) apply(e Event) error {
	if r, ok := e.(Register); ok {
		m.setRegistration(r)
		return nil
	}
	if m.reg == nil {
		if _, ok := e.(Discard); ok {
			return nil
		}
		return fmt.Errorf("%s without a registration: %w", e.name(), ErrStale)
	}
	switch e := e.(type) {
	case Unchanged:
		m.setUpdateViaCache(e.UpdateViaCache)
		m.reg.LastUpdate, m.changed = m.now, true
		m.effect(Resolve, nil, "")
	case Discard:
		m.discard()
	case Install:
		m.install(e)
	case Installed:
		return m.installed(e)
	case InstallFailed:
		return m.installFailed(e)
	case Interrupted:
		m.interrupted(e)
	case Preload:
		return m.preload(e)
	case SkipWaiting:
		return m.skipWaiting(e)
	case TryActivate:
		m.tryActivate(e)
	case Reactivate:
		m.reactivate()
	case Activated:
		return m.activated(e)
	case Unregister:
		m.unregister(e)
	case TryClear:
		m.tryClear(e)
	case SetCanary:
		if c := m.reg.Canary; (c == nil) != (e.Canary == nil) || c != nil && *c != *e.Canary {
			m.reg.Canary, m.changed = e.Canary, true
		}
	case Clear:
		m.effect(Gone, nil, "")
		m.clear()
		m.reg, m.changed = nil, true
	}
	return nil
}

// effect appends an effect with the registration as it is now. Each is one step
// newer than the one before.
func (m *machine) effect(k Kind, w *schemas.Worker, reason string) {
	m.reg.Seq++
	e := Effect{Kind: k, Registration: *clone(m.reg), Reason: reason}
	if w != nil {
		e.Worker = *cloneWorker(w)
	}
	m.effects = append(m.effects, e)
}

// updateWorkerState is Update Worker State.
//
// https://w3c.github.io/ServiceWorker/#update-state-algorithm
func (m *machine) updateWorkerState(w *schemas.Worker, s schemas.State, reason string) {
	w.State, w.Since, m.changed = s, m.now, true
	m.effect(State, w, reason)
}

func (m *machine) setUpdateViaCache(mode string) {
	if mode != "" && mode != m.reg.UpdateViaCache {
		m.reg.UpdateViaCache, m.changed = mode, true
	}
}

// setRegistration is Set Registration.
//
// https://w3c.github.io/ServiceWorker/#set-registration-algorithm
func (m *machine) setRegistration(e Register) {
	if m.reg != nil {
		return
	}
	mode := e.UpdateViaCache
	if mode == "" {
		mode = "imports"
	}
	m.reg = &schemas.Registration{ID: e.ID, Scope: e.Scope, UpdateViaCache: mode, Created: m.now}
	m.changed = true
}

// remove takes the registration out of the map.
func (m *machine) remove() {
	m.effect(Gone, nil, "")
	m.reg, m.changed = nil, true
}

func (m *machine) discard() {
	if Newest(m.reg) == nil {
		m.remove()
	}
}
