package manager

import (
	"context"

	"asterism/schemas"
)

// start gives an event to the worker k, which is started when it does not run.
// It does not block; the event is answered in every case.
func (s *Service) start(f *flight, k workerKey) {
	s.starting.Lock()
	defer s.starting.Unlock()
	if w := s.table.worker(k); w != nil && w.accepts() && w.take(f) {
		return
	}
	if s.draining.Load() || s.table.size() >= s.cfg.MaxWorkers {
		f.do.busy()
		return
	}
	if e := s.quarantined(k); e != nil {
		f.do.refuse(e)
		return
	}
	found, reg, ok := s.registry.find(k)
	if f.self != nil && f.self.Version == k.version { // the registry may not have it yet
		found, ok = *f.self, true
	}
	if reg.Scope == "" {
		reg.Scope = k.scope
	}
	if ok {
		s.launch(f, k, found, reg)
		return
	}
	s.work.Go(func() { s.startUnknown(f, k) })
}

// launch makes the worker and gives it its first event. s.starting is held.
func (s *Service) launch(f *flight, k workerKey, self schemas.Worker, reg schemas.Registration) {
	w := s.newWorker(k, self, reg)
	if err := s.table.put(w); err != nil {
		f.do.refuse(&schemas.Error{Code: schemas.CodeBadMessage, Message: err.Error()})
		return
	}
	// The registry may have changed between the look and the put.
	if now, reg, ok := s.registry.find(k); ok && now.State != self.State {
		w.update(now, reg)
	}
	w.take(f)
	s.work.Go(func() { w.run(s.life) })
}

// startUnknown starts a version that the local copy of the registry does not
// know: it may be behind.
func (s *Service) startUnknown(f *flight, k workerKey) {
	self, reg, ok, err := s.registry.ask(s.life, k)
	switch {
	case err != nil:
		s.log.Warn("registry not readable", "scope", k.scope, "error", err)
		f.do.refuse(&schemas.Error{Code: schemas.CodeInternal, Message: "the registry cannot be read at the moment"})
	case !ok:
		f.do.missing()
	default:
		s.starting.Lock()
		defer s.starting.Unlock()
		if w := s.table.worker(k); w != nil && w.accepts() && w.take(f) {
			return
		}
		s.launch(f, k, self, reg)
	}
}

// accepts reports whether new events should go to the worker rather than to a
// fresh one.
func (w *worker) accepts() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.phase == starting || w.phase == running
}

// changed follows a change of the registry: workers of the scope hear of it, and
// those whose version is gone are drained.
func (s *Service) changed(scope string) {
	for _, w := range s.table.of(scope) {
		self, reg, ok := s.registry.find(w.key)
		switch {
		case ok:
			w.update(self, reg)
		case w.known():
			s.work.Go(func() { s.retire(w) })
		}
	}
}

// retire drains a worker whose version has left the registration map, unless it
// lingers: the news of that come on their own way, and may be later.
func (s *Service) retire(w *worker) {
	w.mu.Lock()
	id := w.reg.ID
	w.mu.Unlock()
	if self, reg, ok := s.registry.find(w.key); ok { // it has come meanwhile
		w.update(self, reg)
		return
	}
	ctx, cancel := context.WithTimeout(s.life, scriptTimeout)
	defer cancel()
	e, err := s.registry.lingering.Get(ctx, id)
	if err == nil {
		if _, ok := version(e.Value, w.key.version); ok {
			return // the watch brings it
		}
	}
	w.drain("its version is gone from the registry")
}

// known reports whether the registry has had the worker's version, so that its
// absence means that it is gone, not that it has yet to come.
func (w *worker) known() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, ok := version(w.reg, w.key.version)
	return ok
}

// update gives the worker its registration anew.
func (w *worker) update(self schemas.Worker, reg schemas.Registration) {
	w.mu.Lock()
	w.reg, w.state = reg, self.State
	if w.ready {
		w.replace()
	}
	w.mu.Unlock()
	w.loop.Post(w.guard(func() {
		if w.scope != nil {
			w.scope.SetRegistration(reg)
		}
	}))
}
