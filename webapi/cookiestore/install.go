package cookiestore

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
	"asterism/webapi/serviceworker"
)

// Config describes the global scope.
type Config struct {
	Host Host
	URL  func() string // the creation URL, without fragment
	// Scope is a service worker's registration's; "": a document, whose URL is the
	// only one it may read cookies for.
	Scope string
	// Opaque: the origin is opaque, and has no cookies.
	Opaque bool
}

// realm is the package's state in one realm.
type realm struct {
	*js.Realm
	Config
	object *goja.Object // cookieStore, once asked for
}

type realmKey struct{}

func realmOf(r *js.Realm) *realm { return r.Slot(realmKey{}).(*realm) }

// Install exposes the API. Call it in secure contexts, before a service worker's
// scope is made.
func Install(r *js.Realm, cfg Config) {
	x := &realm{Realm: r, Config: cfg}
	r.Attach(realmKey{}, x)
	r.Expose(storeClass)
	r.Expose(managerClass)
	r.Extend(serviceworker.RegistrationClass, registrationMembers)
	if cfg.Scope != "" {
		r.Extend(serviceworker.ScopeClass, globalMembers)
		r.Expose(extendableEventClass)
		r.Extend(serviceworker.ScopeClass, scopeMembers)
		return
	}
	r.Attribute(js.Attr[*js.Realm]{Name: "cookieStore", Get: func(r *js.Realm, _ js.Call) goja.Value { return realmOf(r).store() }})
	r.Expose(eventClass)
	r.Extend(storeClass, documentMembers)
}

var globalMembers = &js.Partial[*serviceworker.Scope]{Attrs: []js.Attr[*serviceworker.Scope]{{Name: "cookieStore", Get: func(_ *serviceworker.Scope, c js.Call) goja.Value {
	return realmOf(c.Realm).store()
}}}}

// store is cookieStore.
func (x *realm) store() *goja.Object {
	if x.object == nil {
		s := &store{realm: x}
		x.object = x.Wrap(storeClass, s)
		s.Bind(x.object)
		s.OnListeners(s.watch)
	}
	return x.object
}

var scopeMembers = &js.Partial[*serviceworker.Scope]{Attrs: events.Handlers[*serviceworker.Scope]("cookiechange")}

var documentMembers = &js.Partial[*store]{Attrs: events.Handlers[*store]("change")}

var registrationMembers = &js.Partial[*serviceworker.Registration]{
	Attrs: []js.Attr[*serviceworker.Registration]{{Name: "cookies", Get: func(t *serviceworker.Registration, c js.Call) goja.Value {
		return t.Extra(realmKey{}, func() *goja.Object { return c.Wrap(managerClass, &manager{realmOf(c.Realm), t}) })
	}}},
}
