package scripthost

import (
	"fmt"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/console"
	"asterism/webapi/events"
)

// newRealm makes the realm, which reports to the environment.
func (e *environment) newRealm() {
	e.realm = js.NewRealm(e.loop, js.RealmConfig{Stack: e.s.cfg.Stack, Uncaught: e.uncaught, Rejected: e.rejected, Handled: e.handledLate})
}

// uncaught fires error at the global object; what no listener prevents goes on to
// the inhabitant. The page or worker goes on.
//
// https://html.spec.whatwg.org/#report-an-exception
func (e *environment) uncaught(v goja.Value, _ bool) {
	if e.self.over() {
		return
	}
	e.report(events.ErrorOf(e.realm, v))
}

func (e *environment) report(what *events.ErrorEvent) {
	var handled bool
	var err error
	if e.muted[what.Filename] { // https://html.spec.whatwg.org/#muted-errors
		what.Message, what.Filename, what.Line, what.Column, what.Error = "Script error.", "", 0, 0, goja.Null()
	}
	if !e.reporting {
		e.reporting = true // what a handler of error throws is only written down
		handled, err = events.ReportError(e.realm, e.self.global(), what)
		e.reporting = false
	}
	if !handled {
		e.self.unhandled(what)
	}
	e.fatal(err)
}

// rejected is uncaught for a promise that nobody handles.
func (e *environment) rejected(p *goja.Promise) {
	if e.self.over() {
		return
	}
	handled, err := events.ReportRejection(e.realm, e.self.global(), p)
	if !handled {
		e.complain("Uncaught (in promise) ", p.Result())
	}
	e.fatal(err)
}

// handledLate hears that a promise told of by rejected has a handler now.
func (e *environment) handledLate(p *goja.Promise) {
	if !e.self.over() {
		e.fatal(events.ReportHandled(e.realm, e.self.global(), p))
	}
}

// lament writes an exception that nobody dealt with to the console.
func (e *environment) lament(what *events.ErrorEvent) {
	if what.Error != nil && !goja.IsNull(what.Error) {
		e.complain("Uncaught ", what.Error)
		return
	}
	e.accuse(what.Message, what) // a worker's
}

// complain writes what was thrown to the console.
func (e *environment) complain(what string, v goja.Value) {
	message, stack := e.realm.Describe(v)
	if stack != "" {
		stack = "\n" + stack
	}
	e.accuse(what+message+stack, events.ErrorOf(e.realm, v))
}

// accuse writes an uncaught exception's text to the console, with the position
// that the event knows.
func (e *environment) accuse(text string, at *events.ErrorEvent) {
	l := schemas.Log{Scope: e.creationURL, Client: e.id, Level: string(console.Error), Text: text, Uncaught: true}
	if at.Filename != "" {
		l.Source = fmt.Sprintf("%s:%d:%d", at.Filename, at.Line, at.Column)
	}
	e.line(l)
}
