package events

import (
	"regexp"
	"strconv"

	"github.com/dop251/goja"

	"asterism/js"
)

// ReportException fires an error event at a global's target for what nobody
// caught, with the position where it was thrown. handled: a listener called
// preventDefault, and there is nothing to log.
//
// https://html.spec.whatwg.org/multipage/webappapis.html#report-an-exception
func ReportException(r *js.Realm, global Node, v goja.Value) (handled bool, err error) {
	return ReportError(r, global, ErrorOf(r, v))
}

// ErrorOf is the error event for what nobody caught: steps 2 to 4 of it.
func ErrorOf(r *js.Realm, v goja.Value) *ErrorEvent {
	message, stack := r.Describe(v)
	e := &ErrorEvent{Message: "Uncaught " + message, Error: v, Global: true}
	e.Type, e.Cancelable = "error", true
	e.Filename, e.Line, e.Column = position(stack)
	return e
}

// ReportError fires such an event.
func ReportError(r *js.Realm, global Node, e *ErrorEvent) (handled bool, err error) {
	notCanceled, err := Fire(r, global, ErrorEventClass, e)
	return !notCanceled, err
}

// ReportRejection fires an unhandledrejection event likewise.
//
// https://html.spec.whatwg.org/multipage/webappapis.html#notify-about-rejected-promises
func ReportRejection(r *js.Realm, global Node, p *goja.Promise) (handled bool, err error) {
	e := rejection(r, "unhandledrejection", p)
	e.Cancelable = true
	notCanceled, err := Fire(r, global, PromiseRejectionEventClass, e)
	return !notCanceled, err
}

// ReportHandled fires a rejectionhandled event for a rejection reported earlier.
func ReportHandled(r *js.Realm, global Node, p *goja.Promise) error {
	_, err := Fire(r, global, PromiseRejectionEventClass, rejection(r, "rejectionhandled", p))
	return err
}

func rejection(r *js.Realm, typ string, p *goja.Promise) *PromiseRejectionEvent {
	e := &PromiseRejectionEvent{Event: Event{Type: typ}, Reason: p.Result()}
	e.Promise, _ = r.VM.ToValue(p).(*goja.Object)
	return e
}

// place is a position in a stack frame: "at f (name:line:column)".
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
