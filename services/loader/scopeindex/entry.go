package scopeindex

import (
	"slices"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/loader/routes"
)

// Entry is one scope and the worker that is active for it. It is immutable.
type Entry struct {
	Scope        string // scope URL
	Registration string // its id
	Version      string // of the active worker
	// Subject is where the version's running instances listen for fetch events.
	Subject string
	// Activating: the worker is active but its activate event has not settled;
	// wait for Changed before asking it.
	Activating bool
	// Fetches: the worker listens to fetch events, or may.
	Fetches bool
	// Preload is the registration's navigation preload, enabled only where the
	// worker listens to fetch events.
	Preload schemas.NavigationPreload
	// Routes is the worker's static routes, nil for none.
	Routes *routes.Table

	// Canary is the waiting version that is being tried out, nil for none; Share
	// is how many of 100 clients of the front door get it. Counted: what its
	// requests come to is counted.
	Canary  *Entry
	Share   uint32
	Counted bool

	changed chan struct{}
}

// For is the entry for a client of the front door: e, or its canary. client is
// any number that stays the same for one client.
func (e *Entry) For(client uint32) *Entry {
	if e.Canary != nil && client%100 < e.Share {
		return e.Canary
	}
	return e
}

// Changed closes when the entry is no longer the one in the index.
func (e *Entry) Changed() <-chan struct{} { return e.changed }

// newEntry is nil when the registration has no active worker, or a scope that
// cannot be named on the bus (which the constellation never stores).
//
// The spec's matching also finds registrations without an active worker, whose
// requests then go to the network; here such a registration does not hide a
// shorter scope, so that a site is not left unserved while a worker for a part
// of it installs. Chromium does the same: it finds a registration once stored.
//
// A worker that listens to other events but not to fetch is indexed, because it
// controls documents, with Fetches false: its requests go to the network. An
// empty list of events means that nobody has said.
func newEntry(reg *schemas.Registration) *Entry {
	e := workerEntry(reg, reg.Active)
	if e == nil || reg.Canary == nil {
		return e
	}
	e.Counted = true
	if reg.Waiting == nil || reg.Canary.Percent <= 0 {
		return e
	}
	if e.Canary = workerEntry(reg, reg.Waiting); e.Canary != nil {
		e.Share = uint32(min(reg.Canary.Percent, 100))
		e.Canary.Counted, e.Canary.changed = true, e.changed
	}
	return e
}

// workerEntry is the entry of one of a registration's workers.
func workerEntry(reg *schemas.Registration, w *schemas.Worker) *Entry {
	if w == nil || Origin(reg.Scope) == "" {
		return nil
	}
	subject, err := bus.Fetch.SubjectFor(bus.Params{"scope": reg.Scope, "version": w.Version})
	if err != nil {
		return nil
	}
	e := &Entry{
		Scope: reg.Scope, Registration: reg.ID,
		Version:    w.Version,
		Subject:    subject,
		Activating: w.State == schemas.StateActivating,
		Fetches:    len(w.Events) == 0 || slices.Contains(w.Events, "fetch"),
		changed:    make(chan struct{}),
	}
	if e.Routes, err = routes.Compile(w.Routes); err != nil {
		e.Routes = nil // a pattern of a later version: as without routes
	}
	e.Preload = reg.PreloadState()
	e.Preload.Enabled = e.Preload.Enabled && e.Fetches
	return e
}
