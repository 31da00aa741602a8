package webworker

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
	"asterism/webapi/weburl"
)

// Config says which worker a global scope is of.
type Config struct {
	URL       *weburl.URL // of its script; relative URLs are resolved against it
	Origin    string      // serialized; "null" for an opaque one
	Module    bool
	Secure    bool   // a secure context
	UserAgent string // navigator.userAgent
	Importer  Importer
}

// Base is a worker's global scope, as far as all kinds of workers have the same:
// the value behind the global object embeds it. Use it on the loop only.
//
// https://html.spec.whatwg.org/multipage/workers.html#the-workerglobalscope-common-interface
type Base struct {
	events.Target
	cfg                 Config
	location, navigator *goja.Object // once asked for
}

// Init says which worker it is, and exposes what all of them have.
func (b *Base) Init(r *js.Realm, cfg Config) {
	if cfg.UserAgent == "" {
		cfg.UserAgent = "asterism"
	}
	b.cfg = cfg
	b.Bind(r.VM.GlobalObject())
	for _, class := range []js.Described{ScopeClass, LocationClass, NavigatorClass} {
		r.Expose(class)
	}
}

// Origin is the worker's origin, such as "https://shop.example".
func (b *Base) Origin() string { return b.cfg.Origin }

func (b *Base) worker() *Base { return b }

// global is the receiver of WorkerGlobalScope's members.
type global interface {
	events.Node
	worker() *Base
}

// ScopeClass is the interface WorkerGlobalScope, with what
// WindowOrWorkerGlobalScope says of the environment.
//
// https://html.spec.whatwg.org/multipage/workers.html#workerglobalscope
var ScopeClass = &js.Class[global]{
	Name:   "WorkerGlobalScope",
	Parent: events.TargetClass,
	Shared: true,
	Attrs: append([]js.Attr[global]{
		{Name: "self", Get: func(_ global, c js.Call) goja.Value { return c.VM.GlobalObject() }},
		{Name: "location", Get: func(g global, c js.Call) goja.Value {
			b := g.worker()
			if b.location == nil {
				b.location = c.Wrap(LocationClass, b.cfg.URL)
			}
			return b.location
		}},
		{Name: "navigator", Get: func(g global, c js.Call) goja.Value {
			b := g.worker()
			if b.navigator == nil {
				b.navigator = c.Wrap(NavigatorClass, &Navigator{Base: b})
			}
			return b.navigator
		}},
		{Name: "origin", Replaceable: true, Get: func(g global, c js.Call) goja.Value { return c.VM.ToValue(g.worker().cfg.Origin) }},
		{Name: "isSecureContext", Get: func(g global, c js.Call) goja.Value { return c.VM.ToValue(g.worker().cfg.Secure) }},
		{Name: "crossOriginIsolated", Get: func(_ global, c js.Call) goja.Value { return c.VM.ToValue(false) }},
	}, events.Handlers[global]("error", "languagechange", "offline", "online", "rejectionhandled", "unhandledrejection")...),
	Methods: []js.Method[global]{{Name: "importScripts", Call: importScripts}},
}
