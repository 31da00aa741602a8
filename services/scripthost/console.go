package scripthost

import (
	"fmt"
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

// uncaught fires error or unhandledrejection at the window and, unless a
// listener prevented it, writes the exception to the console. The page goes on.
//
// https://html.spec.whatwg.org/#report-an-exception
func (d *document) uncaught(v goja.Value, rejection bool) {
	if d.over() {
		return
	}
	message, stack := d.realm.Describe(v)
	var handled bool
	var err error
	if rejection {
		e := &events.PromiseRejectionEvent{Event: events.Event{Type: "unhandledrejection", Cancelable: true}, Reason: v,
			Promise: d.realm.VM.NewObject()}
		notCanceled, ferr := events.Fire(d.realm, d.window, events.PromiseRejectionEventClass, e)
		handled, err = !notCanceled, ferr
	} else if !d.loading.reporting {
		d.loading.reporting = true // what a handler of error throws is only written down
		e := &events.ErrorEvent{Event: events.Event{Type: "error", Cancelable: true}, Message: "Uncaught " + message, Filename: d.dom.URL,
			Error: v, Global: true}
		notCanceled, ferr := events.Fire(d.realm, d.window, events.ErrorEventClass, e)
		handled, err = !notCanceled, ferr
		d.loading.reporting = false
	}
	if !handled {
		text := "Uncaught " + message
		if rejection {
			text = "Uncaught (in promise) " + message
		}
		if stack != "" {
			text = fmt.Sprintf("%s\n%s", text, stack)
		}
		d.Console(console.Error, text, "")
	}
	d.fatal(err)
}

// fire fires a simple event at the window.
func (d *document) fire(typ string) {
	if err := events.FireSimple(d.realm, d.window, typ); err != nil {
		d.fatal(err)
	}
}
