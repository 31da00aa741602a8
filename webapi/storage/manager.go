package storage

import (
	"context"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
)

// Host knows what one origin stores. Estimate is called on goroutines of its own,
// Persistent on the loop.
type Host interface {
	// Estimate is how many bytes the origin keeps and how many it may.
	Estimate(ctx context.Context) (usage, quota int64, err error)
	// Persistent says whether what it keeps is never evicted.
	Persistent() bool
}

// manager is the native value of a StorageManager.
type manager struct {
	*js.Realm
	host   Host
	opaque bool
}

// https://storage.spec.whatwg.org/#storagemanager
var persisted = js.Method[*manager]{Name: "persisted", Async: true, Call: (*manager).persisted}

var estimate = js.Method[*manager]{Name: "estimate", Async: true, Call: (*manager).estimate}

// windowClass has what is exposed in windows only too.
var windowClass = &js.Class[*manager]{
	Name:    "StorageManager",
	Methods: []js.Method[*manager]{persisted, {Name: "persist", Async: true, Call: (*manager).persisted}, estimate},
}

var workerClass = &js.Class[*manager]{Name: "StorageManager", Methods: []js.Method[*manager]{persisted, estimate}}

// refuse throws a TypeError in a realm without an origin: it has no storage shelf.
func (m *manager) refuse(c js.Call) {
	if m.opaque {
		c.Throw(c.TypeError("a document without an origin of its own stores nothing: a sandbox needs allow-same-origin"))
	}
}

// persisted is persist as well: whether storage is persistent is not for a script
// to say, so asking for it changes nothing.
//
// https://storage.spec.whatwg.org/#dom-storagemanager-persisted
func (m *manager) persisted(c js.Call) goja.Value {
	m.refuse(c)
	return m.Resolved(m.VM.ToValue(m.host.Persistent()))
}

type estimated struct{ usage, quota int64 }

// https://storage.spec.whatwg.org/#dom-storagemanager-estimate
func (m *manager) estimate(c js.Call) goja.Value {
	m.refuse(c)
	return m.VM.ToValue(js.Async(m.Realm, func(ctx context.Context) (e estimated, err error) {
		e.usage, e.quota, err = m.host.Estimate(ctx)
		return e, err
	}, func(e estimated) goja.Value {
		o := m.VM.NewObject()
		_ = o.Set("quota", e.quota)
		_ = o.Set("usage", e.usage)
		return o
	}, func(err error) goja.Value {
		if _, known := err.(*schemas.Error); known {
			return m.TypeError("%s", err.Error())
		}
		return m.TypeError("what is stored is not known: %s", err.Error())
	}))
}
