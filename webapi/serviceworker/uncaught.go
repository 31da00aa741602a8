package serviceworker

import (
	"regexp"
	"strconv"

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

// place is a position in a stack frame: "at f (name:line:column(pc))".
var place = regexp.MustCompile(`([^\s()]+):(\d+):(\d+)`)

// position is where a stack's first frame is.
func position(stack string) (name string, line, column int) {
	m := place.FindStringSubmatch(stack)
	if m == nil {
		return "", 0, 0
	}
	line, _ = strconv.Atoi(m[2]) // digits, and too many of them are no line
	column, _ = strconv.Atoi(m[3])
	return m[1], line, column
}
