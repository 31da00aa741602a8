package cachestorage

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/fetch"
)

// realm is the package's state in one realm.
type realm struct {
	*js.Realm
	host Host
	net  fetch.Host

	storage turns // operations on the names of caches
	entries turns // changes whose bodies are at hand
}

// Install exposes Cache, CacheStorage and caches. Package fetch must be
// installed too; net performs the fetches of add and addAll.
func Install(r *js.Realm, h Host, net fetch.Host) {
	x := &realm{Realm: r, host: h, net: net}
	r.Expose(cacheClass)
	r.Expose(storageClass)
	var caches goja.Value
	r.Attribute(js.Attr[*js.Realm]{Name: "caches", Get: func(*js.Realm, js.Call) goja.Value {
		if caches == nil {
			caches = r.Wrap(storageClass, &storage{x})
		}
		return caches
	}})
}
