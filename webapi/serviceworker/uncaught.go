package serviceworker

import (
	"strconv"
	"strings"

	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// ReportException fires an error event for what nobody caught, and says
// whether it should be logged: nobody called preventDefault.
//
// https://html.spec.whatwg.org/multipage/webappapis.html#report-an-exception
func (s *Scope) ReportException(v goja.Value) (log bool) {
	e := &events.ErrorEvent{Error: v, Global: true}
	e.Type, e.Cancelable = "error", true
	var stack string
	e.Message, stack = s.realm.Describe(v)
	e.Filename, e.Line, e.Column = position(stack)
	notCanceled, err := events.Fire(s.realm, s, events.ErrorEventClass, e)
	return notCanceled && err == nil
}

// ReportRejection fires an unhandledrejection event, and says whether the
// rejection should be logged.
//
// https://html.spec.whatwg.org/multipage/webappapis.html#notify-about-rejected-promises
func (s *Scope) ReportRejection(p *goja.Promise) (log bool) {
	e := &events.PromiseRejectionEvent{Reason: p.Result()}
	e.Promise, _ = s.realm.VM.ToValue(p).(*goja.Object)
	e.Type, e.Cancelable = "unhandledrejection", true
	notCanceled, err := events.Fire(s.realm, s, events.PromiseRejectionEventClass, e)
	return notCanceled && err == nil
}

// ReportHandled fires a rejectionhandled event for a rejection reported
// earlier.
func (s *Scope) ReportHandled(p *goja.Promise) {
	e := &events.PromiseRejectionEvent{Reason: p.Result()}
	e.Promise, _ = s.realm.VM.ToValue(p).(*goja.Object)
	e.Type = "rejectionhandled"
	_, _ = events.Fire(s.realm, s, events.PromiseRejectionEventClass, e) // an error is the loop's end, and the loop knows
}

// position reads "name:line:column" of the first frame of a stack.
func position(stack string) (name string, line, column int) {
	frame, _, _ := strings.Cut(stack, "\n")
	frame = strings.TrimSuffix(strings.TrimSpace(frame), ")")
	if i := strings.LastIndexAny(frame, "( "); i >= 0 {
		frame = frame[i+1:]
	}
	parts := strings.Split(frame, ":")
	if len(parts) < 3 {
		return "", 0, 0
	}
	line, err := strconv.Atoi(parts[len(parts)-2])
	column, err2 := strconv.Atoi(parts[len(parts)-1])
	if err != nil || err2 != nil {
		return "", 0, 0
	}
	return strings.Join(parts[:len(parts)-2], ":"), line, column
}
