package timers

import (
	"errors"

	"asterism/js"
)

// report hands on what a callback ended with: an exception is reported as
// uncaught; a fault of the engine ends the loop; a stopped loop needs nothing.
func report(r *js.Realm, err error) {
	var thrown *js.Exception
	var syntax *js.SyntaxError
	switch {
	case err == nil || errors.Is(err, js.ErrStopped):
	case errors.As(err, &thrown):
		r.ReportThrown(thrown)
	case errors.As(err, &syntax):
		r.Report(r.SyntaxErrorValue("%s", syntax.Error()))
	default:
		r.Loop.Stop(err)
	}
}
