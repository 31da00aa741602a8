package lifecycle

import (
	"maps"
	"slices"

	"asterism/schemas"
)

// Newest is Get Newest Worker; nil when there is none.
//
// https://w3c.github.io/ServiceWorker/#get-newest-worker-algorithm
func Newest(r *schemas.Registration) *schemas.Worker {
	switch {
	case r == nil:
		return nil
	case r.Installing != nil:
		return r.Installing
	case r.Waiting != nil:
		return r.Waiting
	}
	return r.Active
}

// Find is the worker of that version in any slot; nil when there is none.
func Find(r *schemas.Registration, version string) *schemas.Worker {
	for _, w := range []*schemas.Worker{r.Installing, r.Waiting, r.Active} {
		if w != nil && w.Version == version {
			return w
		}
	}
	return nil
}

func clone(r *schemas.Registration) *schemas.Registration {
	c := *r
	c.History = slices.Clone(r.History)
	c.Installing, c.Waiting, c.Active = cloneWorker(r.Installing), cloneWorker(r.Waiting), cloneWorker(r.Active)
	if r.Preload != nil {
		preload := *r.Preload
		c.Preload = &preload
	}
	return &c
}

func cloneWorker(w *schemas.Worker) *schemas.Worker {
	if w == nil {
		return nil
	}
	c := *w
	c.Events, c.Imports, c.Routes = slices.Clone(w.Events), maps.Clone(w.Imports), slices.Clone(w.Routes)
	return &c
}
