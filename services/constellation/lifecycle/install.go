package lifecycle

import (
	"fmt"
	"maps"
	"slices"

	"asterism/schemas"
)

// install is Install from step 3 to 9: what precedes the event.
//
// https://w3c.github.io/ServiceWorker/#installation-algorithm
func (m *machine) install(e Install) {
	if m.reg.Installing != nil {
		// Not in the spec: an installation that died with its constellation.
		m.retire(&m.reg.Installing, "its installation was interrupted")
	}
	// 3. Set registration's update via cache mode.
	m.setUpdateViaCache(e.UpdateViaCache)
	m.reg.Pinned = e.Pinned
	// 4. Update Registration State: installing.
	m.reg.Installing = cloneWorker(&e.Worker)
	m.reg.LastUpdate = m.now
	// 5. Update Worker State: installing.
	m.updateWorkerState(m.reg.Installing, schemas.StateInstalling, "")
	// 7. Resolve Job Promise.
	m.effect(Resolve, nil, "")
	// 9. Fire updatefound.
	m.effect(UpdateFound, nil, "")
	// 11. The event.
	m.effect(RunInstall, m.reg.Installing, "")
}

// installed is Install from step 13: the event succeeded.
func (m *machine) installed(e Installed) error {
	w := m.reg.Installing
	if w == nil || w.Version != e.Version {
		return fmt.Errorf("version %s is not installing: %w", e.Version, ErrStale)
	}
	w.Events, w.Imports, w.Routes = slices.Clone(e.Events), maps.Clone(e.Imports), slices.Clone(e.Routes)
	// 16. A worker that waits makes way.
	if old := m.reg.Waiting; old != nil {
		m.updateWorkerState(old, schemas.StateRedundant, "a newer version was installed")
	}
	// 17, 18. Update Registration State: waiting, installing.
	m.reg.Waiting, m.reg.Installing = w, nil
	// 19. Update Worker State: installed.
	m.updateWorkerState(w, schemas.StateInstalled, "")
	return nil
}

// installFailed is Install, step 12.
func (m *machine) installFailed(e InstallFailed) error {
	w := m.reg.Installing
	if w == nil || w.Version != e.Version {
		return fmt.Errorf("version %s is not installing: %w", e.Version, ErrStale)
	}
	m.retire(&m.reg.Installing, e.Reason)
	m.discard()
	return nil
}

// interrupted is the installing part of Handle User Agent Shutdown, done when
// the death is noticed.
//
// https://w3c.github.io/ServiceWorker/#on-user-agent-shutdown-algorithm
func (m *machine) interrupted(e Interrupted) {
	if m.reg.Installing == nil {
		return
	}
	m.retire(&m.reg.Installing, "its installation was interrupted")
	if !e.Keep {
		m.discard()
	}
}

// retire makes the worker of a slot redundant. The slot is empty for good by the
// time of its statechange: the spec has the two steps the other way round, each
// in a task of its own, but a script that awaits the statechange must find the
// slot empty, and does so in browsers.
func (m *machine) retire(slot **schemas.Worker, reason string) {
	w := *slot
	*slot = nil
	m.updateWorkerState(w, schemas.StateRedundant, reason)
}
