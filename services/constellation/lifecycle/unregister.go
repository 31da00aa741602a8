package lifecycle

import "asterism/schemas"

// unregister is Unregister from step 3: the registration leaves the map. Its
// workers go at once, or linger until the last client that uses it is gone.
//
// https://w3c.github.io/ServiceWorker/#unregister-algorithm
func (m *machine) unregister(e Unregister) {
	// 3. Remove from the registration map.
	m.effect(Gone, nil, "")
	// 4. Resolve Job Promise with true: the caller's, once this is stored.
	m.effect(Resolve, nil, "")
	// 5. Try Clear Registration.
	if e.InUse {
		m.effect(Linger, nil, "")
	} else {
		m.clear()
	}
	m.reg, m.changed = nil, true
}

// tryClear is Try Clear Registration, of one that is unregistered.
//
// https://w3c.github.io/ServiceWorker/#try-clear-registration-algorithm
func (m *machine) tryClear(e TryClear) {
	if e.InUse {
		return
	}
	m.clear()
	m.reg, m.changed = nil, true
}

// clear is Clear Registration. All slots are empty before the first statechange,
// as in browsers: see retire.
//
// https://w3c.github.io/ServiceWorker/#clear-registration-algorithm
func (m *machine) clear() {
	workers := []*schemas.Worker{m.reg.Installing, m.reg.Waiting, m.reg.Active}
	m.reg.Installing, m.reg.Waiting, m.reg.Active = nil, nil, nil
	for _, w := range workers {
		if w != nil {
			m.updateWorkerState(w, schemas.StateRedundant, "unregistered")
		}
	}
}
