package manager

import (
	"asterism/bus/features"
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/cookiestore"
)

// cookieHost is a worker's way to its origin's cookies; it implements
// cookiestore.Host.
type cookieHost struct{ *features.Features }

// WatchCookies: a service worker hears of changes by the event cookiechange.
func (cookieHost) WatchCookies(string, func(schemas.CookieChange)) (stop func()) { return func() {} }

// installCookieStore gives the worker its cookieStore.
func (w *worker) installCookieStore(r *js.Realm, f *features.Features) {
	cookiestore.Install(r, cookiestore.Config{
		Host: cookieHost{f}, Scope: w.key.scope, URL: func() string { return w.self.ScriptURL },
	})
}
