package scripthost

import (
	"github.com/dop251/goja"

	"asterism/js"
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
	var handled bool
	var err error
	if !e.reporting {
		e.reporting = true // what a handler of error throws is only written down
		handled, err = events.ReportException(e.realm, e.self.global(), v)
		e.reporting = false
	}
	if !handled {
		e.self.unhandled(v)
	}
	e.self.fatal(err)
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
	e.self.fatal(err)
}

// handledLate hears that a promise told of by rejected has a handler now.
func (e *environment) handledLate(p *goja.Promise) {
	if !e.self.over() {
		e.self.fatal(events.ReportHandled(e.realm, e.self.global(), p))
	}
}

// complain writes what was thrown to the console.
func (e *environment) complain(what string, v goja.Value) {
	message, stack := e.realm.Describe(v)
	if stack != "" {
		stack = "\n" + stack
	}
	e.Console(console.Error, what+message+stack, "")
}
