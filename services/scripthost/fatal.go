package scripthost

import (
	"errors"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
)

// fatal ends the page or worker when err broke a limit or the engine; exceptions
// do not.
func (e *environment) fatal(err error) {
	var thrown *js.Exception
	var syntax *js.SyntaxError
	var fault *js.EngineFault
	switch {
	case err == nil, errors.As(err, &syntax):
	case errors.Is(err, js.ErrStopped):
		e.broken = true
	case errors.As(err, &thrown):
		if thrown.Overflow {
			e.line(schemas.Log{Scope: e.creationURL, Client: e.id, Level: "error", Text: "Uncaught RangeError: Maximum call stack size exceeded", Uncaught: true})
		}
	case errors.As(err, &fault):
		e.broken = true
		e.s.log.Error("engine fault", "reason", fault.Reason, "stack", fault.Stack)
		e.say("error", "the script engine failed: "+fault.Reason+": the document or worker is discarded", "")
		e.loop.Stop(&schemas.Error{Code: schemas.CodeScript, Message: "the script engine failed: " + fault.Reason})
	default:
		e.broken = true
		e.loop.Stop(err)
	}
}

// run evaluates a classic script and reports what it throws.
func (e *environment) run(p *goja.Program) {
	if _, err := e.realm.Run(p); err != nil {
		e.thrown(err)
	}
}

// thrown reports an exception as uncaught.
func (e *environment) thrown(err error) {
	var thrown *js.Exception
	if errors.As(err, &thrown) && !thrown.Overflow {
		e.realm.ReportThrown(thrown)
		return
	}
	e.fatal(err)
}
