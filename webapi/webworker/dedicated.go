package webworker

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
	"asterism/webapi/events"
	"asterism/webapi/messaging"
)

// Inside is the world of a dedicated or shared worker's global scope. Loop only.
type Inside interface {
	// Post delivers a structured clone to the Worker object, in order. A shared
	// worker has no such object, and does not call it.
	Post(data []byte)
	// Close ends the worker after the running task: the closing flag.
	Close()
	// Fatal hears what an event's dispatch broke: a limit, or the engine.
	Fatal(err error)
}

// Dedicated is the value of a DedicatedWorkerGlobalScope. Loop only.
//
// https://html.spec.whatwg.org/multipage/workers.html#dedicatedworkerglobalscope
type Dedicated struct{ own }

// own is what dedicated and shared workers have and service workers have not.
type own struct {
	Base
	realm *js.Realm
	in    Inside
	name  string
}

// NewDedicated makes the realm's global object a DedicatedWorkerGlobalScope.
func NewDedicated(r *js.Realm, cfg Config, name string, in Inside) *Dedicated {
	d := &Dedicated{own{realm: r, in: in, name: name}}
	d.Init(r, cfg)
	r.SetGlobal(dedicatedClass, d)
	r.Expose(dedicatedClass)
	return d
}

// Deliver fires a message event for what the Worker object posted.
func (d *Dedicated) Deliver(data []byte) { deliver(d.realm, d, data, d.in.Fatal) }

var dedicatedClass = &js.Class[*Dedicated]{
	Name:   "DedicatedWorkerGlobalScope",
	Parent: ScopeClass,
	Global: true,
	Attrs: append([]js.Attr[*Dedicated]{
		{Name: "name", Replaceable: true, Get: func(d *Dedicated, c js.Call) goja.Value { return c.VM.ToValue(d.name) }},
	}, events.Handlers[*Dedicated]("message", "messageerror")...),
	Methods: []js.Method[*Dedicated]{
		{Name: "postMessage", Length: 1, Call: func(d *Dedicated, c js.Call) goja.Value {
			d.in.Post(clone.SerializeCall(c, c.Arg(0), clone.TransferOption(c, 1)))
			return goja.Undefined()
		}},
		{Name: "close", Call: func(d *Dedicated, _ js.Call) goja.Value {
			d.in.Close()
			return goja.Undefined()
		}},
	},
}

// Shared is the value of a SharedWorkerGlobalScope. Loop only.
//
// https://html.spec.whatwg.org/multipage/workers.html#sharedworkerglobalscope
type Shared struct{ own }

// NewShared makes the realm's global object a SharedWorkerGlobalScope.
func NewShared(r *js.Realm, cfg Config, name string, in Inside) *Shared {
	s := &Shared{own{realm: r, in: in, name: name}}
	s.Init(r, cfg)
	r.SetGlobal(sharedClass, s)
	r.Expose(sharedClass)
	return s
}

// Connect fires connect with the worker's end of a new connection: what
// [Host.ConnectWorker] was given.
//
// https://html.spec.whatwg.org/multipage/workers.html#dom-sharedworker step 11.5
func (s *Shared) Connect(port []byte) {
	e := &events.MessageEvent{Event: events.Event{Type: "connect"}, Data: s.realm.VM.ToValue("")}
	v, transferred, err := clone.DeserializeTransfer(s.realm, port)
	if err != nil {
		return // of a realm that is gone
	}
	e.Source, e.Ports = v, messaging.Ports(s.realm, transferred)
	if _, err := events.Fire(s.realm, s, events.MessageEventClass, e); err != nil {
		s.in.Fatal(err)
	}
}

var sharedClass = &js.Class[*Shared]{
	Name:   "SharedWorkerGlobalScope",
	Parent: ScopeClass,
	Global: true,
	Attrs: []js.Attr[*Shared]{
		{Name: "name", Replaceable: true, Get: func(s *Shared, c js.Call) goja.Value { return c.VM.ToValue(s.name) }},
		events.Handler[*Shared]("connect"),
	},
	Methods: []js.Method[*Shared]{{Name: "close", Call: func(s *Shared, _ js.Call) goja.Value {
		s.in.Close()
		return goja.Undefined()
	}}},
}
