package lifecycle

import (
	"slices"

	"asterism/schemas"
)

// remember puts a former active worker into the history, which holds at most
// keep; none that runs the same program as a later one, or as the active one.
func (m *machine) remember(w *schemas.Worker, keep int) {
	history := []schemas.Worker{*cloneWorker(w)}
	for _, h := range m.reg.History {
		if h.Program != w.Program || h.Script != w.Script {
			history = append(history, h)
		}
	}
	if next := m.reg.Waiting; next != nil {
		history = slices.DeleteFunc(history, func(h schemas.Worker) bool { return h.Program == next.Program && h.Script == next.Script })
	}
	m.reg.History = history[:min(len(history), max(keep, 0))]
}

// Former is the worker of the history to roll back to: the one of that version,
// or the latest when version is "". Nil: there is none.
func Former(r *schemas.Registration, version string) *schemas.Worker {
	for i := range r.History {
		if version == "" || r.History[i].Version == version {
			return cloneWorker(&r.History[i])
		}
	}
	return nil
}
