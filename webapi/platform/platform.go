// Package platform is the list of the web standards that every global scope
// has, window and worker alike.
//
// What only one kind of scope has, its owner installs: the DOM is a document's,
// ServiceWorkerGlobalScope a worker's.
package platform

import (
	"asterism/js"
	"asterism/webapi/abort"
	"asterism/webapi/base64"
	"asterism/webapi/blob"
	"asterism/webapi/cachestorage"
	"asterism/webapi/clone"
	"asterism/webapi/compression"
	"asterism/webapi/connect"
	"asterism/webapi/console"
	"asterism/webapi/crypto"
	"asterism/webapi/csp"
	"asterism/webapi/encoding"
	"asterism/webapi/events"
	"asterism/webapi/eventsource"
	"asterism/webapi/fetch"
	"asterism/webapi/formdata"
	"asterism/webapi/indexeddb"
	"asterism/webapi/messaging"
	"asterism/webapi/notifications"
	"asterism/webapi/performance"
	"asterism/webapi/permissions"
	"asterism/webapi/push"
	"asterism/webapi/storage"
	"asterism/webapi/streams"
	"asterism/webapi/sync"
	"asterism/webapi/timers"
	"asterism/webapi/urlpattern"
	"asterism/webapi/wasm"
	"asterism/webapi/websocket"
	"asterism/webapi/weburl"
	"asterism/webapi/webworker"
)

// Host is what the standards need of the world.
type Host interface {
	fetch.Host
	console.Host
}

// Caches is an origin's cache storage, and what there is to know of its size.
type Caches interface {
	cachestorage.Host
	storage.Host
}

// Features is what the powerful features need of the world.
type Features interface {
	connect.Host
	notifications.Host
	push.Host
	sync.Host
}

// Config describes one global scope.
type Config struct {
	Host  Host
	Fetch fetch.Options
	// Secure says that the scope is a secure context.
	Secure bool
	// Caches is the origin's cache storage; nil outside secure contexts.
	Caches Caches
	// Databases is the origin's IndexedDB databases; nil: there is no indexedDB.
	Databases indexeddb.Host
	// Navigator is the class of the scope's navigator; nil: WorkerNavigator.
	Navigator js.Described
	// Features keeps what powerful features want to be kept; nil: there are none.
	// They are there in secure contexts only.
	Features Features
	Client   string // the scope's client id; "": it is no client
	// Blobs is the store of blob: URLs; nil: URL.createObjectURL does not exist, as
	// in service workers.
	Blobs *blob.Store
	// Messages is the way to the origin's other realms; nil: there is none.
	Messages messaging.Host
	// Sockets opens WebSocket connections; nil: they all fail.
	Sockets websocket.Host
}

// Install puts the standards into a realm. Nothing is made before a script
// touches it.
func Install(r *js.Realm, c Config) {
	events.Install(r)
	abort.Install(r)
	streams.Install(r)
	blob.Install(r)
	formdata.Install(r)
	weburl.Install(r)
	if c.Blobs != nil {
		c.Fetch.Blobs = c.Blobs
		blob.InstallURLs(r, c.Blobs, c.Fetch.Origin)
	}
	urlpattern.Install(r)
	encoding.Install(r)
	compression.Install(r)
	timers.Install(r)
	performance.Install(r)
	base64.Install(r)
	clone.Install(r)
	messaging.Install(r, c.Fetch.Origin, c.Messages)
	console.Install(r, c.Host)
	r.Expose(csp.ViolationEventClass)
	crypto.Install(r, c.Secure)
	fetch.Install(r, c.Host, c.Fetch)
	wasm.Install(r)
	eventsource.Install(r, c.Host)
	base := c.Fetch.Base
	if base == nil {
		base = func() string { return c.Fetch.BaseURL }
	}
	websocket.Install(r, c.Sockets, base)
	if c.Caches != nil {
		installStorage(r, c)
	}
	if c.Features != nil && c.Secure {
		base := c.Fetch.Base
		if base == nil {
			base = func() string { return c.Fetch.BaseURL }
		}
		notifications.Install(r, notifications.Config{Host: c.Features, Origin: c.Fetch.Origin, Client: c.Client, Base: base})
		navigator := c.Navigator
		if navigator == nil {
			navigator = webworker.NavigatorClass
		}
		permissions.Install(r, c.Features, navigator)
		connect.Install(r, c.Features, navigator, base)
		push.Install(r, c.Features)
		sync.Install(r, c.Features)
	}
}

// InstallFunctional adds the functional events of a service worker. Call it
// before the scope is made.
func InstallFunctional(r *js.Realm) {
	connect.InstallWorker(r)
	notifications.InstallWorker(r)
	push.InstallWorker(r)
	sync.InstallWorker(r)
}

// installStorage is what a secure context stores for its origin.
func installStorage(r *js.Realm, c Config) {
	opaque := c.Fetch.Origin == "null"
	var caches cachestorage.Host = c.Caches
	if opaque {
		caches = cachestorage.Denied{}
	}
	cachestorage.Install(r, caches, c.Host)
	o := storage.Options{Host: c.Caches, Opaque: opaque, Window: c.Navigator != nil}
	if c.Navigator == nil {
		c.Navigator = webworker.NavigatorClass
	}
	storage.Install(r, c.Navigator, o)
	if c.Databases != nil {
		indexeddb.Install(r, c.Databases, opaque)
	}
}
