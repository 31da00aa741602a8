package push

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

// Install exposes PushManager and gives registrations their pushManager. Call it
// before the realm's registration objects are made.
func Install(r *js.Realm, host Host) {
	x := &realm{r, host}
	r.Attach(realmKey{}, x)
	for _, class := range []js.Described{managerClass, subscriptionClass, optionsClass} {
		r.Expose(class)
	}
	r.Extend(serviceworker.RegistrationClass, registrationMembers)
}

// InstallWorker adds what only service workers have. Call it before the scope is
// made.
func InstallWorker(r *js.Realm) {
	for _, class := range []js.Described{eventClass, dataClass, changeClass} {
		r.Expose(class)
	}
	r.Extend(serviceworker.ScopeClass, scopeMembers)
}

type realmKey struct{}

func realmOf(r *js.Realm) *realm { return r.Slot(realmKey{}).(*realm) }

var registrationMembers = &js.Partial[*serviceworker.Registration]{
	Attrs: []js.Attr[*serviceworker.Registration]{{Name: "pushManager", Get: func(t *serviceworker.Registration, c js.Call) goja.Value {
		return t.Extra(realmKey{}, func() *goja.Object { return c.Wrap(managerClass, &manager{realmOf(c.Realm), t}) })
	}}},
}

var scopeMembers = &js.Partial[*serviceworker.Scope]{
	Attrs: events.Handlers[*serviceworker.Scope]("push", "pushsubscriptionchange"),
}
