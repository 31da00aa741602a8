package manager

import (
	"fmt"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/connect"

	"github.com/dop251/goja"
)

// eventFlight is any other event on its way through a worker.
type eventFlight struct {
	flight
	s       *Service
	msg     bus.Msg
	ev      schemas.Event
	pending interface{ Expire() } // once dispatched
}

func newEvent(s *Service, m bus.Msg) *eventFlight {
	f := &eventFlight{s: s, msg: m}
	f.do, f.limit = f, s.cfg.EventTimeout
	return f
}

// set says which event it is.
func (f *eventFlight) set(ev schemas.Event) {
	f.ev, f.self = ev, ev.Worker
	switch {
	case ev.Type == "install" || ev.Type == "activate":
		f.limit = f.s.cfg.LifecycleTimeout
	case functionals[ev.Type] != nil || ev.Type == "connect": // answered when its promises have settled
		f.functional, f.limit = true, f.s.cfg.WaitTimeout
	}
}

// run dispatches the event; it implements deed.
func (f *eventFlight) run() (err error) {
	scope := f.w.scope
	switch f.ev.Type {
	case "evaluate": // the script has been evaluated: that was all
		f.finish(nil, false)
	case "install":
		scope.SetState(schemas.StateInstalling)
		f.pending, err = scope.DispatchLifecycle("install", f.finish)
	case "activate":
		scope.Activating()
		f.pending, err = scope.DispatchLifecycle("activate", f.finish)
		f.w.activated()
	case "message":
		if f.ev.NoWait && f.answer() {
			f.reply(nil)
		}
		f.pending, err = scope.DispatchMessage(f.ev, f.finish)
	case "connect":
		f.pending, err = connect.Dispatch(scope, f.detail(), f.connected, f.finish)
	default:
		if dispatch := functionals[f.ev.Type]; dispatch != nil {
			f.pending, err = dispatch(scope, f.detail(), f.finish)
			break
		}
		if f.answer() {
			f.reply(&schemas.Error{Code: schemas.CodeRefused, Message: fmt.Sprintf("workers know no %q event", f.ev.Type)})
		}
		f.settle()
	}
	return err
}

// detail is what a functional event carries.
func (f *eventFlight) detail() *schemas.Detail {
	if f.ev.Detail == nil {
		return &schemas.Detail{}
	}
	return f.ev.Detail
}

// connected answers a connect event: with the caller's port, or none.
func (f *eventFlight) connected(port []byte) {
	if !f.w.broken() && f.answer() {
		f.send(schemas.EventReply{Port: port, Events: f.w.scope.Types()})
	}
}

// finish answers when no lifetime promise is pending any more.
func (f *eventFlight) finish(reason goja.Value, rejected bool) {
	if f.w.broken() {
		return
	}
	if f.answer() {
		var e *schemas.Error
		if rejected {
			text, _ := f.w.realm.Describe(reason)
			e = &schemas.Error{Code: schemas.CodeScript, Exception: "TypeError",
				Message: fmt.Sprintf("%s: the promise given to waitUntil() was rejected: %s", f.ev.Type, text)}
			f.w.print("error", e.Message, "")
		}
		f.reply(e)
	}
	f.settle()
}

// reply answers from the loop, with what is known of the worker's script.
func (f *eventFlight) reply(e *schemas.Error) {
	f.send(schemas.EventReply{Error: e, Events: f.w.scope.Types(), Imports: f.w.imports.used(), Routes: f.w.scope.Routes()})
}

func (f *eventFlight) refuse(e *schemas.Error) { f.send(schemas.EventReply{Error: e}) }
func (f *eventFlight) busy()                   { f.send(schemas.EventReply{Busy: true}) }
func (f *eventFlight) claim()                  {}
func (f *eventFlight) missing() {
	f.refuse(&schemas.Error{Code: schemas.CodeNotFound, Message: "the registry does not know this version of the worker"})
}

// send answers from any goroutine.
func (f *eventFlight) send(r schemas.EventReply) {
	if f.msg.Reply() == "" {
		return
	}
	r.Manager = f.s.id
	data, err := bus.Encode(r)
	if err == nil {
		err = f.msg.Respond(data)
	}
	if err != nil {
		f.s.log.Warn("event not answered", "type", f.ev.Type, "scope", f.ev.Scope, "error", err)
	}
	took := time.Duration(0)
	if f.w != nil {
		took = f.s.now() - f.began
	}
	if r.Error != nil {
		err = r.Error
	}
	f.s.meters.event.Count(took, err)
}

// abort and expire implement deed.
func (f *eventFlight) abort() error { return nil }

func (f *eventFlight) expire() error {
	if f.pending != nil {
		f.pending.Expire()
	}
	return nil
}

func (f *eventFlight) id() string       { return "" }
func (f *eventFlight) describe() string { return f.ev.Type + " event" }

var _ deed = (*eventFlight)(nil)
