package manager

import (
	"fmt"
	"strings"

	"asterism/bus"
	"asterism/schemas"
)

// receive handles one message on the inlet's goroutine: it finds the worker and
// puts the event on its loop. It does not block.
func (s *Service) receive(m bus.Msg) {
	subject := m.Subject()
	if r, ok := s.table.find(subject); ok {
		switch r.kind {
		case toFetch:
			s.fetch(m, r.w)
		case toEvent:
			s.event(m, r.w)
		case toAbort:
			s.abort(m, r.w)
		}
		return
	}
	switch {
	case subject == s.subjects.fetch:
		s.fetch(m, nil)
	case subject == s.subjects.event:
		s.event(m, nil)
	case subject == s.subjects.ping:
		s.pong(m)
	case subject == s.subjects.pending:
		s.pending(m)
	case strings.HasPrefix(subject, terminatePrefix):
		s.terminate(m)
	case strings.HasPrefix(subject, abortPrefix): // its worker ended
	default:
		// A worker that has ended meanwhile: start it again.
		if strings.HasPrefix(subject, eventPrefix) {
			s.event(m, nil)
			return
		}
		s.fetch(m, nil)
	}
}

// fetch takes a fetch event for the worker w that the subject names; nil: the
// frame says which, and it is started.
func (s *Service) fetch(m bus.Msg, w *worker) {
	f := newFetch(s, m)
	if err := f.frame.UnmarshalBinary(m.Data()); err != nil {
		s.malformed(m, err)
		f.refuse(&schemas.Error{Code: schemas.CodeBadMessage, Message: err.Error()})
		return
	}
	f.outside = f.frame.ClientID == "" && f.frame.ResultingClientID == ""
	k := workerKey{f.frame.Scope, f.frame.Version}
	if w != nil && w.key != k {
		err := fmt.Errorf("the frame is for version %q of %q, the subject for %q of %q", k.version, k.scope, w.key.version, w.key.scope)
		s.malformed(m, err)
		f.refuse(&schemas.Error{Code: schemas.CodeBadMessage, Message: err.Error()})
		return
	}
	if w == nil || !w.take(&f.flight) {
		s.start(&f.flight, k)
	}
}

// event takes any other event, likewise.
func (s *Service) event(m bus.Msg, w *worker) {
	f := newEvent(s, m)
	ev, err := bus.Decode[schemas.Event](m)
	if err != nil {
		s.malformed(m, err)
		f.refuse(&schemas.Error{Code: schemas.CodeBadMessage, Message: err.Error()})
		return
	}
	f.set(ev)
	k := workerKey{ev.Scope, ev.Version}
	if w != nil && w.key != k {
		err := fmt.Errorf("the event is for version %q of %q, the subject for %q of %q", k.version, k.scope, w.key.version, w.key.scope)
		s.malformed(m, err)
		f.refuse(&schemas.Error{Code: schemas.CodeBadMessage, Message: err.Error()})
		return
	}
	if w == nil || !w.take(&f.flight) {
		s.start(&f.flight, k)
	}
}

// abort tells a worker that the client of one of its events hung up.
func (s *Service) abort(m bus.Msg, w *worker) {
	a, err := bus.Decode[schemas.Abort](m)
	if err != nil {
		s.malformed(m, err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for f := w.flights.head; f != nil; f = f.next {
		if f.do.id() == a.ID {
			w.loop.Post(w.guard(func() {
				if err := f.do.abort(); err != nil {
					w.loop.Stop(err)
				}
			}))
			return
		}
	}
}

// pong answers a ping: this manager lives.
func (s *Service) pong(m bus.Msg) {
	data, err := bus.Encode(schemas.Pong{ID: s.id})
	if err == nil {
		err = m.Respond(data)
	}
	if err != nil {
		s.log.Warn("ping not answered", "error", err)
	}
}

// malformed reports a message that does not follow its schema.
func (s *Service) malformed(m bus.Msg, err error) {
	s.log.Warn("bad message", "subject", m.Subject(), "error", err)
	s.conn.Advise(schemas.Advisory{Kind: "bad-message", Subject: m.Subject(), Message: err.Error()})
}
