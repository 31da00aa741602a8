package webworker

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
	"asterism/webapi/events"
	"asterism/webapi/messaging"
	"asterism/webapi/weburl"
)

// Worker is a Worker object's value. Loop only.
//
// https://html.spec.whatwg.org/multipage/workers.html#dedicated-workers-and-the-worker-interface
type Worker struct {
	events.Target
	realm  *js.Realm
	host   Host
	thread Thread
	over   bool // terminated
}

type hostKey struct{}

// Install exposes Worker and, in windows, SharedWorker, whose workers host starts.
func Install(r *js.Realm, host Host, window bool) {
	r.Attach(hostKey{}, host)
	r.Expose(workerClass)
	if window {
		r.Expose(sharedWorkerClass)
	}
}

// workerClass is the interface Worker.
//
// https://html.spec.whatwg.org/multipage/workers.html#worker
var workerClass = &js.Class[*Worker]{
	Name:   "Worker",
	Parent: events.TargetClass,
	Length: 1,
	New: func(c js.Call) *Worker {
		host := c.Realm.Slot(hostKey{}).(Host)
		url := c.USVString(c.Arg(0), "scriptURL")
		o := options(c, c.Dict(c.Arg(1), "options"))
		o.URL = resolve(c, host, url) // 3, 4
		w := &Worker{realm: c.Realm, host: host}
		w.Bind(c.This.(*goja.Object))
		w.thread = host.StartWorker(o, w) // 5 to 9
		return w
	},
	Attrs: []js.Attr[*Worker]{
		events.Handler[*Worker]("message"),
		events.Handler[*Worker]("messageerror"),
		events.Handler[*Worker]("error"),
	},
	Methods: []js.Method[*Worker]{
		{Name: "terminate", Call: func(w *Worker, _ js.Call) goja.Value {
			w.over = true
			w.thread.Terminate()
			return goja.Undefined()
		}},
		{Name: "postMessage", Length: 1, Call: func(w *Worker, c js.Call) goja.Value {
			w.thread.Post(clone.SerializeCall(c, c.Arg(0), clone.TransferOption(c, 1)))
			return goja.Undefined()
		}},
	},
}

// options reads a WorkerOptions dictionary.
//
// https://html.spec.whatwg.org/multipage/workers.html#workeroptions
func options(c js.Call, dict *goja.Object) Options {
	o := Options{Type: "classic", Credentials: "same-origin"}
	if v := c.Member(dict, "credentials"); v != nil {
		o.Credentials = c.Enum(v, "credentials", "omit", "same-origin", "include")
	}
	if v := c.Member(dict, "name"); v != nil {
		o.Name = c.String(v, "name")
	}
	if v := c.Member(dict, "type"); v != nil {
		o.Type = c.Enum(v, "type", "classic", "module")
	}
	return o
}

// resolve parses a script's URL, or throws a SyntaxError. A scheme that no script
// can have is a SecurityError, as in browsers; the standard has the fetch fail.
func resolve(c js.Call, host Host, url string) string {
	base, err := weburl.Parse(host.Base())
	if err != nil {
		base = nil
	}
	u, err := weburl.ParseRef(url, base)
	if err != nil {
		c.Throw(c.DOMException("SyntaxError", "the script URL '%s' does not parse", url))
	}
	switch u.Scheme() {
	case "http", "https", "blob", "data":
		return u.Href()
	}
	c.Throw(c.DOMException("SecurityError", "workers have no scripts with %s: URLs", u.Scheme()))
	return ""
}

// Deliver fires a message event for what the worker posted.
func (w *Worker) Deliver(data []byte) {
	if !w.over {
		deliver(w.realm, w, data, w.host.Fatal)
	}
}

// deliver fires a message event at a target, or messageerror for what cannot be
// read.
//
// https://html.spec.whatwg.org/multipage/web-messaging.html#message-port-post-message-steps
func deliver(r *js.Realm, target events.Node, data []byte, fatal func(error)) {
	e := &events.MessageEvent{Event: events.Event{Type: "message"}}
	v, transferred, err := clone.DeserializeTransfer(r, data)
	if err != nil {
		e.Type = "messageerror"
	} else {
		e.Data, e.Ports = v, messaging.Ports(r, transferred)
	}
	if _, err := events.Fire(r, target, events.MessageEventClass, e); err != nil {
		fatal(err)
	}
}

// Failed fires error: the worker's script could not be fetched or parsed.
func (w *Worker) Failed() {
	if w.over {
		return
	}
	if err := events.FireSimple(w.realm, w, "error"); err != nil {
		w.host.Fatal(err)
	}
}

// Reported fires error for an exception that nothing in the worker dealt with;
// nor does anything here, and it is the realm's.
//
// https://html.spec.whatwg.org/multipage/webappapis.html#report-an-exception step 5.2
func (w *Worker) Reported(e *events.ErrorEvent) {
	if w.over {
		return
	}
	here := &events.ErrorEvent{Message: e.Message, Filename: e.Filename, Line: e.Line, Column: e.Column, Error: goja.Null()}
	here.Type, here.Cancelable = "error", true
	notCanceled, err := events.Fire(w.realm, w, events.ErrorEventClass, here)
	if err != nil {
		w.host.Fatal(err)
	} else if notCanceled {
		w.host.Unhandled(here)
	}
}
