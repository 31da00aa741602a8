package loader

import (
	"slices"
	"sync"

	"asterism/bus"
	"asterism/schemas"
)

// running is which workers run, as managers tell when they begin and end to
// listen on a worker's subjects, and as answers tell. What a loader has not
// heard of does not run.
type running struct {
	mu       sync.Mutex
	managers map[schemas.WorkerRef][]string
}

// hear takes what a manager tells.
func (r *running) hear(p schemas.Presence, _ bus.Params) {
	ref := schemas.WorkerRef{Scope: p.Scope, Version: p.Version}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.managers == nil {
		r.managers = map[schemas.WorkerRef][]string{}
	}
	at := slices.Index(r.managers[ref], p.Manager)
	switch {
	case p.Running && at < 0:
		r.managers[ref] = append(r.managers[ref], p.Manager)
	case !p.Running && at >= 0:
		r.managers[ref] = slices.Delete(r.managers[ref], at, at+1)
		if len(r.managers[ref]) == 0 {
			delete(r.managers, ref)
		}
	}
}

// keep forgets what managers that are gone have told.
func (r *running) keep(live func(manager string) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for ref, managers := range r.managers {
		managers = slices.DeleteFunc(managers, func(id string) bool { return !live(id) })
		if r.managers[ref] = managers; len(managers) == 0 {
			delete(r.managers, ref)
		}
	}
}

// is says whether a worker runs.
func (r *running) is(scope, version string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.managers[schemas.WorkerRef{Scope: scope, Version: version}]) > 0
}
