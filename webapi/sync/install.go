package sync

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
	"asterism/webapi/serviceworker"
)

// realm is the package's state in one realm.
type realm struct {
	*js.Realm
	host Host
}

// Install exposes the managers and gives registrations their sync and
// periodicSync. Call it before the realm's registration objects are made.
func Install(r *js.Realm, host Host) {
	r.Attach(realmKey{}, &realm{r, host})
	r.Expose(managerClass)
	r.Expose(periodicClass)
	r.Extend(serviceworker.RegistrationClass, registrationMembers)
}

// InstallWorker adds what only service workers have. Call it before the scope is
// made.
func InstallWorker(r *js.Realm) {
	r.Expose(eventClass)
	r.Expose(periodicEventClass)
	r.Extend(serviceworker.ScopeClass, scopeMembers)
}

type realmKey struct{}

type slot struct{ periodic bool }

var registrationMembers = &js.Partial[*serviceworker.Registration]{
	Attrs: []js.Attr[*serviceworker.Registration]{member("sync", managerClass, false), member("periodicSync", periodicClass, true)},
}

// member is the attribute of a registration that gives one of its managers.
func member(name string, class js.Described, periodic bool) js.Attr[*serviceworker.Registration] {
	return js.Attr[*serviceworker.Registration]{Name: name, Get: func(t *serviceworker.Registration, c js.Call) goja.Value {
		return t.Extra(slot{periodic}, func() *goja.Object {
			return c.Wrap(class, &manager{c.Slot(realmKey{}).(*realm), t, periodic})
		})
	}}
}

var scopeMembers = &js.Partial[*serviceworker.Scope]{
	Attrs: events.Handlers[*serviceworker.Scope]("sync", "periodicsync"),
}
