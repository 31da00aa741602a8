package serviceworker

import (
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/clone"
	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// worker is a ServiceWorker object's value.
type worker struct {
	events.Target
	owner     *Objects
	object    *goja.Object
	scope     string
	version   string
	scriptURL string
	state     schemas.State
}

// workerClass is the interface ServiceWorker.
//
// https://w3c.github.io/ServiceWorker/#serviceworker-interface
var workerClass = &js.Class[*worker]{
	Name:   "ServiceWorker",
	Parent: events.TargetClass,
	Attrs: []js.Attr[*worker]{
		{Name: "scriptURL", Get: func(t *worker, c js.Call) goja.Value { return c.VM.ToValue(t.scriptURL) }},
		{Name: "state", Get: func(t *worker, c js.Call) goja.Value { return c.VM.ToValue(string(t.state)) }},
		events.Handler[*worker]("statechange"),
		events.Handler[*worker]("error"),
	},
	Methods: []js.Method[*worker]{{Name: "postMessage", Length: 1, Call: workerPostMessage}},
}

// workerPostMessage is worker.postMessage(message, options). The host runs the
// steps that start the worker.
//
// https://w3c.github.io/ServiceWorker/#service-worker-postmessage-options
func workerPostMessage(t *worker, c js.Call) goja.Value {
	if h, ok := t.owner.host.(Ending); ok && h.Ended() {
		c.Throw(c.DOMException("InvalidStateError", "the document of this ServiceWorker object is gone"))
	}
	t.owner.host.PostToWorker(schemas.WorkerRef{Scope: t.scope, Version: t.version}, serialize(c))
	return goja.Undefined()
}

// serialize clones the first argument of a postMessage; the second is the
// transfer list, or an options dictionary that holds one. It throws what
// cannot be cloned.
func serialize(c js.Call) []byte {
	return clone.SerializeCall(c, c.Arg(0), clone.TransferOption(c, 1))
}
