package serviceworker

import (
	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// ReportException fires an error event for what nobody caught, and says
// whether it should be logged: nobody called preventDefault.
func (s *Scope) ReportException(v goja.Value) (log bool) {
	handled, err := events.ReportException(s.realm, s, v)
	return !handled && err == nil
}

// ReportRejection fires an unhandledrejection event, and says whether the
// rejection should be logged.
func (s *Scope) ReportRejection(p *goja.Promise) (log bool) {
	handled, err := events.ReportRejection(s.realm, s, p)
	return !handled && err == nil
}

// ReportHandled fires a rejectionhandled event for a rejection reported
// earlier.
func (s *Scope) ReportHandled(p *goja.Promise) {
	_ = events.ReportHandled(s.realm, s, p) // an error is the loop's end, and the loop knows
}
