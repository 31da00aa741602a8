package scripthost

import (
	"time"

	"github.com/dop251/goja"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/console"
	"asterism/webapi/events"
)

// Console publishes a line on the page's console and logs it; it implements
// console.Host.
func (d *document) Console(level console.Level, text, source string) {
	s := d.page.s
	s.log.Debug("console", "client", d.id, "url", d.dom.URL, "level", string(level), "text", text, "source", source)
	if d.page.console == "" {
		return
	}
	line := schemas.Log{Scope: d.creationURL, Client: d.id, Level: string(level), Text: text, Source: source, At: time.Now().UTC()}
	if err := bus.DocumentLog.Publish(s.conn, bus.Params{"console": d.page.console}, line); err != nil {
		s.log.Warn("console line not published", "error", err)
	}
}

// uncaught fires error at the window and, unless a
// listener prevented it, writes the exception to the console. The page goes on.
//
// https://html.spec.whatwg.org/#report-an-exception
func (d *document) uncaught(v goja.Value, _ bool) {
	if d.over() {
		return
	}
	var handled bool
	var err error
	if !d.loading.reporting {
		d.loading.reporting = true // what a handler of error throws is only written down
		handled, err = events.ReportException(d.realm, d.window, v)
		d.loading.reporting = false
	}
	if !handled {
		d.complain("Uncaught ", v)
	}
	d.fatal(err)
}

// rejected is uncaught for a promise that nobody handles.
func (d *document) rejected(p *goja.Promise) {
	if d.over() {
		return
	}
	handled, err := events.ReportRejection(d.realm, d.window, p)
	if !handled {
		d.complain("Uncaught (in promise) ", p.Result())
	}
	d.fatal(err)
}

// handledLate hears that a promise told of by rejected has a handler now.
func (d *document) handledLate(p *goja.Promise) {
	if !d.over() {
		d.fatal(events.ReportHandled(d.realm, d.window, p))
	}
}

// complain writes what was thrown to the console.
func (d *document) complain(what string, v goja.Value) {
	message, stack := d.realm.Describe(v)
	if stack != "" {
		stack = "\n" + stack
	}
	d.Console(console.Error, what+message+stack, "")
}

// fire fires a simple event at the window.
func (d *document) fire(typ string) {
	if err := events.FireSimple(d.realm, d.window, typ); err != nil {
		d.fatal(err)
	}
}
