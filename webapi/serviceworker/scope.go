package serviceworker

import (
	"time"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/weburl"
	"asterism/webapi/webworker"

	"github.com/dop251/goja"
)

// Config says which worker a scope is of.
type Config struct {
	Registration schemas.Registration
	Worker       schemas.Worker
	UserAgent    string // navigator.userAgent
}

// Scope is a worker's global scope: the value behind its global object. Use it
// on the loop only.
//
// https://w3c.github.io/ServiceWorker/#serviceworkerglobalscope-interface
type Scope struct {
	webworker.Base
	realm   *js.Realm
	host    ScopeHost
	objects *Objects
	base    *weburl.URL // of relative URLs: the script's URL
	reg     schemas.Registration
	self    schemas.Worker
	routes  []schemas.Route // added so far
	state   schemas.State   // of self, as last heard

	// windowClientClass makes WindowClients; here because their methods make some.
	windowClientClass js.Described

	clients *goja.Object // once asked for
	// container is navigator.serviceWorker, once asked for, and containerHost its
	// host.
	container     *Container
	containerHost ClientHost
	clicked       time.Time // loop's time of the last notificationclick event
}

// New makes the realm's global object a ServiceWorkerGlobalScope with all that
// this package exposes. The error is a script URL that does not parse.
func New(r *js.Realm, cfg Config, host ScopeHost) (*Scope, error) {
	base, err := weburl.Parse(cfg.Worker.ScriptURL)
	if err != nil {
		return nil, err
	}
	s := &Scope{
		realm: r, host: host, objects: NewObjects(r, host), base: base,
		reg: cfg.Registration, self: cfg.Worker, state: cfg.Worker.State, windowClientClass: windowClientClass,
	}
	s.objects.self = cfg.Worker.Version
	s.Init(r, webworker.Config{
		URL: base, Origin: base.Origin(), Module: cfg.Worker.Type == "module", Secure: true,
		UserAgent: cfg.UserAgent, Importer: host,
	})
	r.SetGlobal(scopeClass, s)
	for _, class := range []js.Described{
		scopeClass,
		clientsClass, clientClass, windowClientClass,
		extendableClass, installClass, fetchClass, messageClass,
	} {
		r.Expose(class)
	}
	return s, nil
}

// SetRegistration tells the scope what its registration is now: the workers
// behind registration.installing, waiting and active, and their states. It
// fires updatefound and statechange where these changed. A registration as it was
// before the worker entered its present state comes late, and changes nothing.
func (s *Scope) SetRegistration(reg schemas.Registration) {
	if state, known := versions(reg)[s.self.Version]; known && progress[state] < progress[s.state] {
		return
	}
	found := reg.Installing != nil && (s.reg.Installing == nil || s.reg.Installing.Version != reg.Installing.Version)
	gone := versions(s.reg)
	if reg.ID != s.reg.ID {
		s.objects.rename(s.reg.ID, reg.ID)
	}
	s.reg = reg
	s.objects.SetRegistration(reg)
	if found {
		s.objects.FireUpdateFound(reg.ID)
	}
	for version, state := range versions(reg) {
		delete(gone, version)
		s.setState(version, state)
	}
	for version := range gone {
		s.setState(version, schemas.StateRedundant)
	}
}

func (s *Scope) setState(version string, state schemas.State) {
	if version == s.self.Version {
		s.state = state
	}
	s.objects.SetState(version, state)
}

// versions is the state of each of the registration's workers.
func versions(reg schemas.Registration) map[string]schemas.State {
	m := map[string]schemas.State{}
	for _, w := range []*schemas.Worker{reg.Installing, reg.Waiting, reg.Active} {
		if w != nil {
			m[w.Version] = w.State
		}
	}
	return m
}

// Activating makes the worker its registration's active worker, before the
// registry does.
//
// https://w3c.github.io/ServiceWorker/#activation-algorithm step 4
func (s *Scope) Activating() {
	s.SetState(schemas.StateActivating)
	if s.reg.Active != nil && s.reg.Active.Version == s.self.Version {
		return
	}
	reg, self := s.reg, s.self
	self.State = schemas.StateActivating
	reg.Active = &self
	if w := reg.Waiting; w != nil && w.Version == self.Version {
		reg.Waiting = nil
	}
	if w := reg.Installing; w != nil && w.Version == self.Version {
		reg.Installing = nil
	}
	s.SetRegistration(reg)
}

// SetState says what state the worker itself is in, before the registry does.
func (s *Scope) SetState(state schemas.State) { s.setState(s.self.Version, state) }
