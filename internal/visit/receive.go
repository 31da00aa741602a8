package visit

import (
	"strings"

	"asterism/bus"
	"asterism/schemas"
)

// receive takes one message: what does not follow the schema is passed over.
func (v *Visit) receive(m bus.Msg) {
	switch subject := m.Subject(); {
	case strings.HasPrefix(subject, "sw.log."):
		if l, err := bus.Decode[schemas.Log](m); err == nil {
			v.line(l, "worker")
		}
	case strings.HasPrefix(subject, "sw.lifecycle."):
		if l, err := bus.Decode[schemas.Lifecycle](m); err == nil {
			v.change(l)
		}
	default:
		if h, err := bus.Decode[schemas.Happening](m); err == nil {
			v.happening(h)
		}
	}
}

func (v *Visit) happening(h schemas.Happening) {
	switch {
	case h.Kind == schemas.HappeningConsole && h.Log != nil:
		v.line(*h.Log, "document")
	case h.Kind == schemas.HappeningRequest && h.Exchange != nil:
		x := h.Exchange
		r := Request{Method: x.Method, URL: x.URL, Destination: x.Destination, Status: x.Status, Type: x.Type, To: x.To,
			By: x.By, Worker: worker(x.Worker), Failed: x.Failed, Took: Milli(x.Duration)}
		v.learn(Fact{Request: &r}, func() { v.record.Requests = append(v.record.Requests, r) })
	case h.Kind == schemas.HappeningController:
		c := worker(h.Controller)
		v.learn(Fact{Controlled: true, Controller: c}, func() { v.record.Controller = c })
	case h.Kind == schemas.HappeningLoaded:
		v.learn(Fact{Loaded: h.URL}, func() {})
	case h.Kind == schemas.HappeningEnd && h.Error != nil:
		v.learn(Fact{Ended: h.Error.Message}, func() { v.record.Failures = append(v.record.Failures, "the page ended: "+h.Error.Message) })
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.told = max(v.told, h.N); h.Kind == mark {
		v.marks++
	}
	close(v.news)
	v.news = make(chan struct{})
}

// line takes a console line or an uncaught error.
func (v *Visit) line(l schemas.Log, in string) {
	out := Line{In: in, Where: l.Scope, Level: l.Level, Text: l.Text, Source: l.Source}
	v.learn(Fact{Line: &out, Uncaught: l.Uncaught}, func() {
		if l.Uncaught {
			v.record.Errors = append(v.record.Errors, out)
		} else {
			v.record.Console = append(v.record.Console, out)
		}
	})
}

// change takes a worker's new state. One that becomes redundant out of the state
// installing has failed to install.
func (v *Visit) change(l schemas.Lifecycle) {
	c := Change{Worker: Worker{Scope: l.Scope, Version: l.Version, Script: l.ScriptURL}, State: l.State, Reason: l.Reason}
	v.learn(Fact{Change: &c}, func() {
		v.record.Workers = append(v.record.Workers, c)
		if l.State == schemas.StateRedundant && v.states[l.Version] == schemas.StateInstalling {
			v.record.Failures = append(v.record.Failures, "the worker "+l.ScriptURL+" was not installed: "+l.Reason)
		}
		v.states[l.Version] = l.State
	})
}

// learn notes a fact and tells of it.
func (v *Visit) learn(f Fact, note func()) {
	v.mu.Lock()
	note()
	v.mu.Unlock()
	v.hear(f)
}

func worker(a *schemas.Answerer) *Worker {
	if a == nil {
		return nil
	}
	return &Worker{Scope: a.Scope, Version: a.Version, Script: a.ScriptURL}
}
