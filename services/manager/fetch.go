package manager

import (
	"errors"
	"strings"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/serviceworker"
)

// fetchFlight is a fetch event on its way through a worker.
type fetchFlight struct {
	flight
	s     *Service
	msg   bus.Msg
	frame schemas.FetchEvent
	event *serviceworker.FetchEvent // once dispatched
	gone  bool                      // the client hung up before that
	over  bool                      // no lifetime promise is pending

	dispatched int64 // nanoseconds since 1970
}

func newFetch(s *Service, m bus.Msg) *fetchFlight {
	f := &fetchFlight{s: s, msg: m}
	f.do, f.functional, f.limit = f, true, s.cfg.EventTimeout
	return f
}

// run dispatches the event; it implements deed.
func (f *fetchFlight) run() error {
	w := f.w
	if f.gone {
		if f.answer() {
			f.refuse(&schemas.Error{Code: schemas.CodeAborted, Message: "the client hung up"})
		}
		f.settle()
		return nil
	}
	if f.frame.Loader != "" {
		if hint := w.hint.Load(); hint == nil || *hint != f.frame.Loader {
			loader := strings.Clone(f.frame.Loader) // not the whole message
			w.hint.Store(&loader)
		}
	}
	if f.frame.ClientID != "" || f.frame.ResultingClientID != "" { // somebody may look at the times
		f.dispatched = time.Now().UnixNano()
	}
	request := requestFrom(w.loop.Context(), f.s.conn, &f.frame.Request)
	request.Origin, request.Relation = f.frame.Origin, f.frame.Relation
	event, err := w.scope.DispatchFetch(serviceworker.FetchInit{
		Request:           request,
		ClientID:          f.frame.ClientID,
		ResultingClientID: f.frame.ResultingClientID,
		ReplacesClientID:  f.frame.ReplacesClientID,
		Preload:           f.preload(),
	}, f)
	f.event = event
	if err == nil && f.over {
		f.dropPreload()
	}
	return err
}

// Answer sends what the worker made of the request; it implements
// serviceworker.FetchHandler.
func (f *fetchFlight) Answer(a serviceworker.Answer) {
	if f.w.broken() || !f.answer() {
		return
	}
	switch {
	case a.Network:
		f.reply(&schemas.FetchReply{Outcome: schemas.FetchNetwork})
	case a.Response == nil:
		f.fail(a.Reason)
	default:
		f.respond(a)
	}
}

// Settled implements serviceworker.FetchHandler.
func (f *fetchFlight) Settled() {
	f.over = true
	if f.event != nil { // else run looks after it
		f.dropPreload()
	}
	f.settle()
}

// fail answers with a network error and tells the worker's log why.
func (f *fetchFlight) fail(reason string) {
	f.w.print("error", f.describe()+": "+reason, "")
	f.reply(&schemas.FetchReply{Outcome: schemas.FetchFailed, Error: schemas.Error{Code: schemas.CodeScript, Message: reason}})
}

// respond sends a custom response. Its body goes along when it is small and
// whole, otherwise as a stream.
func (f *fetchFlight) respond(a serviceworker.Answer) {
	w, p := f.w, a.Response
	w.headers = w.headers[:0]
	for name, value := range p.Headers.All() {
		w.headers.Append(name, value)
	}
	body, offered, err := offer(w.loop.Context(), f.s.conn, p.Body, func(error) { f.body(-1) })
	if err != nil {
		f.refuse(&schemas.Error{Code: schemas.CodeInternal, Message: "the response's body could not be sent"})
		f.s.log.Error("body not offered", "scope", w.key.scope, "error", err)
		return
	}
	if offered {
		f.body(1)
	}
	w.reply = schemas.FetchReply{Outcome: schemas.FetchResponse, Response: schemas.Response{
		Status: uint16(p.Status), StatusText: p.StatusText, Type: p.Type, URLs: p.URLs, Headers: w.headers, Body: body,
	}}
	f.reply(&w.reply)
	w.reply = schemas.FetchReply{}
}

// reply sends r. It is used on the loop: the worker's buffer is written to.
func (f *fetchFlight) reply(r *schemas.FetchReply) {
	r.Manager, r.Timing.Dispatched = f.s.id, f.dispatched
	frame, err := r.AppendBinary(f.w.buf[:0])
	if err == nil && len(frame) > f.s.conn.MaxPayload() {
		err = errors.New("its headers are longer than a message may be")
	}
	if err != nil {
		f.refuse(&schemas.Error{Code: schemas.CodeLimit, Message: "the worker's response cannot be sent: " + err.Error()})
		return
	}
	f.w.buf = frame[:0]
	if err := f.msg.Respond(frame); err != nil {
		f.s.log.Warn("fetch event not answered", "scope", f.w.key.scope, "error", err)
	}
	var failed error
	if r.Outcome == schemas.FetchFailed {
		failed = &r.Error
	}
	f.s.meters.fetch.Count(f.s.now()-f.began, failed)
}

// abort and expire implement deed.
func (f *fetchFlight) abort() error {
	if f.event == nil {
		f.gone = true
		return nil
	}
	return f.event.Abort()
}

func (f *fetchFlight) expire() error {
	if f.event == nil {
		return nil
	}
	return f.event.Expire()
}

func (f *fetchFlight) refuse(e *schemas.Error) {
	f.send(&schemas.FetchReply{Outcome: schemas.FetchFailed, Error: *e}, e)
}
func (f *fetchFlight) busy() { f.send(&schemas.FetchReply{Outcome: schemas.FetchBusy}, nil) }
func (f *fetchFlight) missing() {
	e := schemas.Error{Code: schemas.CodeNotFound, Message: "the registry does not know this version of the worker"}
	f.send(&schemas.FetchReply{Outcome: schemas.FetchMissing, Error: e}, &e)
}

func (f *fetchFlight) claim() {
	r := &schemas.FetchReply{Outcome: schemas.FetchClaim, Manager: f.s.id}
	if frame, err := r.AppendBinary(nil); err == nil {
		_ = f.msg.Respond(frame) // the answer itself follows
	}
}

// send answers from any goroutine.
func (f *fetchFlight) send(r *schemas.FetchReply, failed error) {
	r.Manager = f.s.id
	frame, err := r.AppendBinary(nil)
	if err == nil {
		err = f.msg.Respond(frame)
	}
	if err != nil {
		f.s.log.Warn("fetch event not answered", "scope", f.frame.Scope, "error", err)
	}
	took := time.Duration(0)
	if f.w != nil {
		took = f.s.now() - f.began
	}
	f.s.meters.fetch.Count(took, failed)
}

func (f *fetchFlight) id() string { return f.frame.ID }

func (f *fetchFlight) describe() string {
	return "fetch event for " + f.frame.Request.Method + " " + f.frame.Request.URL
}

var _ interface {
	deed
	serviceworker.FetchHandler
} = (*fetchFlight)(nil)
