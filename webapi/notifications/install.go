package notifications

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"
	"asterism/webapi/serviceworker"
)

// Config says who shows notifications.
type Config struct {
	Host   Host
	Origin string
	Client string        // of a document or worker that is one; "": it cannot show any without a registration
	Base   func() string // what relative URLs are resolved against
}

// realm is the package's state in one realm.
type realm struct {
	*js.Realm
	Config
	worker bool                     // a service worker
	open   map[string]*notification // shown without a registration, by id
}

type realmKey struct{}

func realmOf(r *js.Realm) *realm { return r.Slot(realmKey{}).(*realm) }

// Install exposes Notification and gives registrations showNotification and
// getNotifications. Call it before the realm's registration objects are made.
func Install(r *js.Realm, cfg Config) {
	r.Attach(realmKey{}, &realm{Realm: r, Config: cfg, open: map[string]*notification{}})
	r.Expose(class)
	r.Extend(serviceworker.RegistrationClass, registrationMembers)
}

// InstallWindow adds what only documents have.
func InstallWindow(r *js.Realm) { r.Extend(class, windowMembers) }

// InstallWorker adds what only service workers have. Call it before the scope is
// made.
func InstallWorker(r *js.Realm) {
	if x, ok := r.Slot(realmKey{}).(*realm); ok {
		x.worker = true
	}
	r.Expose(eventClass)
	r.Extend(serviceworker.ScopeClass, scopeMembers)
}

var scopeMembers = &js.Partial[*serviceworker.Scope]{
	Attrs: events.Handlers[*serviceworker.Scope]("notificationclick", "notificationclose"),
}

// Hear tells the realm what became of a notification that it shows without a
// registration. The error is a broken limit or engine fault.
//
// https://notifications.spec.whatwg.org/#activating-a-notification
func Hear(r *js.Realm, news schemas.NotificationNews) error {
	x, ok := r.Slot(realmKey{}).(*realm)
	if !ok {
		return nil
	}
	n := x.open[news.Notification.ID]
	if n == nil {
		return nil
	}
	if news.Kind == "clicked" {
		_, err := events.Fire(r, n, events.EventClass, &events.Event{Type: "click", Cancelable: true})
		return err
	}
	delete(x.open, news.Notification.ID)
	return events.FireSimple(r, n, "close")
}

var registrationMembers = &js.Partial[*serviceworker.Registration]{Methods: []js.Method[*serviceworker.Registration]{
	{Name: "showNotification", Length: 1, Async: true, Call: func(t *serviceworker.Registration, c js.Call) goja.Value {
		return realmOf(c.Realm).showNotification(t, c)
	}},
	{Name: "getNotifications", Async: true, Call: func(t *serviceworker.Registration, c js.Call) goja.Value {
		return realmOf(c.Realm).getNotifications(t, c)
	}},
}}
