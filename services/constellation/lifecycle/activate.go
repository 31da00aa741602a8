package lifecycle

import (
	"fmt"

	"asterism/schemas"
)

// skipWaiting sets the flag of an installing or waiting worker. For an active
// one it is a call without effect.
func (m *machine) skipWaiting(e SkipWaiting) error {
	for _, w := range []*schemas.Worker{m.reg.Installing, m.reg.Waiting, m.reg.Active} {
		if w != nil && w.Version == e.Version {
			if !w.SkipWaiting {
				w.SkipWaiting, m.changed = true, true
			}
			return nil
		}
	}
	return fmt.Errorf("version %s is in no slot: %w", e.Version, ErrStale)
}

// tryActivate is Try Activate.
//
// https://w3c.github.io/ServiceWorker/#try-activate-algorithm
func (m *machine) tryActivate(e TryActivate) {
	// 1. Nothing waits.
	if m.reg.Waiting == nil {
		return
	}
	// 2. The active worker is still activating.
	if m.reg.Active != nil && m.reg.Active.State == schemas.StateActivating {
		return
	}
	// Beyond the spec: a version that is tried out waits for the operator.
	if m.reg.Active != nil && m.reg.Canary != nil && !e.Force {
		return
	}
	// 3. Activate.
	if m.reg.Active == nil || e.Force || !e.Pending && (!e.InUse || m.reg.Waiting.SkipWaiting) {
		m.activate(e.Keep)
	}
}

// activate is Activate up to the event.
//
// https://w3c.github.io/ServiceWorker/#activation-algorithm
func (m *machine) activate(keep int) {
	// 2. The active worker makes way.
	if old := m.reg.Active; old != nil {
		m.updateWorkerState(old, schemas.StateRedundant, "a newer version was activated")
		m.remember(old, keep)
	}
	// 3, 4. Update Registration State: active, waiting.
	m.reg.Active, m.reg.Waiting = m.reg.Waiting, nil
	// 5. Update Worker State: activating. The clients' ready promises (steps 6
	// and 7) resolve when they hear of it.
	m.updateWorkerState(m.reg.Active, schemas.StateActivating, "")
	// 8. Clients follow.
	m.effect(Controllers, m.reg.Active, "")
	// 10. The event.
	m.effect(RunActivate, m.reg.Active, "")
}

// reactivate runs the event again. The stamp keeps others from doing the same.
func (m *machine) reactivate() {
	if w := m.reg.Active; w != nil && w.State == schemas.StateActivating {
		w.Since, m.changed = m.now, true
		m.effect(Controllers, w, "")
		m.effect(RunActivate, w, "")
	}
}

// activated is Activate, step 11.
func (m *machine) activated(e Activated) error {
	w := m.reg.Active
	if w == nil || w.Version != e.Version || w.State != schemas.StateActivating {
		return fmt.Errorf("version %s is not activating: %w", e.Version, ErrStale)
	}
	m.updateWorkerState(w, schemas.StateActivated, "")
	return nil
}
