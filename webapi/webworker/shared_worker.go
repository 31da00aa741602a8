package webworker

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
	"asterism/webapi/events"
	"asterism/webapi/messaging"
)

// sharedWorker is a SharedWorker object's value.
//
// https://html.spec.whatwg.org/multipage/workers.html#shared-workers-and-the-sharedworker-interface
type sharedWorker struct {
	events.Target
	port *messaging.Port
}

// sharedWorkerClass is the interface SharedWorker.
//
// https://html.spec.whatwg.org/multipage/workers.html#sharedworker
var sharedWorkerClass = &js.Class[*sharedWorker]{
	Name:   "SharedWorker",
	Parent: events.TargetClass,
	Length: 1,
	New: func(c js.Call) *sharedWorker {
		host := c.Realm.Slot(hostKey{}).(Host)
		url := c.USVString(c.Arg(0), "scriptURL")
		o := sharedOptions(c) // 2, 3
		o.URL = resolve(c, host, url)
		outside, inside := messaging.NewChannel(c.Realm) // 7, 8
		w := &sharedWorker{port: outside}
		w.Bind(c.This.(*goja.Object))
		port, err := clone.Serialize(c.Realm, inside.Object(), c.VM.NewArray(inside.Object()))
		if err != nil {
			panic(err) // a port that was just made can be transferred
		}
		host.ConnectWorker(o, port, func() { // 11
			if err := events.FireSimple(c.Realm, w, "error"); err != nil {
				host.Fatal(err)
			}
		})
		return w
	},
	Attrs: []js.Attr[*sharedWorker]{
		{Name: "port", Get: func(w *sharedWorker, _ js.Call) goja.Value { return w.port.Object() }},
		events.Handler[*sharedWorker]("error"),
	},
}

// sharedOptions converts (DOMString or WorkerOptions): a string is the name.
func sharedOptions(c js.Call) Options {
	v := c.Arg(1)
	if _, object := v.(*goja.Object); object || goja.IsUndefined(v) || goja.IsNull(v) {
		return options(c, c.Dict(v, "options"))
	}
	return Options{Type: "classic", Credentials: "same-origin", Name: c.String(v, "name")}
}
