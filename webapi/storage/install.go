package storage

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// Options say what kind of realm it is.
type Options struct {
	Host   Host
	Opaque bool // the origin is opaque: everything is refused
	Window bool // persist is there
}

// realm is the package's state in one realm.
type realm struct {
	Options
	object goja.Value // navigator.storage, once asked for
}

type realmKey struct{}

// navigatorStorage is the mixin NavigatorStorage.
//
// https://storage.spec.whatwg.org/#navigatorstorage
var navigatorStorage = &js.Partial[any]{Attrs: []js.Attr[any]{{Name: "storage", Get: func(_ any, c js.Call) goja.Value {
	x, _ := c.Realm.Slot(realmKey{}).(*realm)
	if x.object == nil {
		m := &manager{c.Realm, x.Host, x.Opaque}
		if x.Window {
			x.object = c.Wrap(windowClass, m)
		} else {
			x.object = c.Wrap(workerClass, m)
		}
	}
	return x.object
}}}}

// Install exposes StorageManager and, on navigator, storage. It is for secure
// contexts.
func Install(r *js.Realm, navigator js.Described, o Options) {
	r.Attach(realmKey{}, &realm{Options: o})
	if o.Window {
		r.Expose(windowClass)
	} else {
		r.Expose(workerClass)
	}
	r.Extend(navigator, navigatorStorage)
}
