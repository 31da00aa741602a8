package permissions

import (
	"context"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
	"asterism/webapi/serviceworker"
)

// Host knows the origin's permissions.
type Host interface {
	// Permission is the state of a permission: "granted", "denied", "prompt". It
	// may block.
	Permission(ctx context.Context, name string) (string, error)
}

// permissions is the native value of a Permissions object.
type permissions struct {
	*js.Realm
	host   Host
	object goja.Value // navigator.permissions, once asked for
}

type realmKey struct{}

// Install exposes the API and gives navigator, an object of the class given, its
// permissions.
func Install(r *js.Realm, host Host, navigator js.Described) {
	r.Attach(realmKey{}, &permissions{Realm: r, host: host})
	r.Expose(class)
	r.Expose(statusClass)
	r.Extend(navigator, navigatorMembers)
}

var navigatorMembers = &js.Partial[any]{Attrs: []js.Attr[any]{{Name: "permissions", Get: func(_ any, c js.Call) goja.Value {
	p := c.Realm.Slot(realmKey{}).(*permissions)
	if p.object == nil {
		p.object = c.Wrap(class, p)
	}
	return p.object
}}}}

// https://w3c.github.io/permissions/#permissions-interface
var class = &js.Class[*permissions]{
	Name:    "Permissions",
	Methods: []js.Method[*permissions]{{Name: "query", Length: 1, Async: true, Call: (*permissions).query}},
}

// names are the powerful features that can be asked for. Those that nothing here
// implements are denied.
var names = []string{
	"geolocation", "notifications", "push", "midi", "camera", "microphone", "speaker-selection", "device-info",
	"background-fetch", "background-sync", "periodic-background-sync", "bluetooth", "persistent-storage",
	"ambient-light-sensor", "accelerometer", "gyroscope", "magnetometer", "clipboard-read", "clipboard-write",
	"display-capture", "nfc", "screen-wake-lock", "storage-access",
}

// query is Permissions.query.
//
// https://w3c.github.io/permissions/#query-method
func (p *permissions) query(c js.Call) goja.Value {
	d, ok := c.Arg(0).(*goja.Object)
	if !ok {
		c.Throw(c.TypeError("query(): the descriptor is no object"))
	}
	v := c.Member(d, "name") // 3
	if v == nil {
		c.Throw(c.TypeError("query(): the descriptor has no name"))
	}
	name := c.Enum(v, "name", names...) // 4, 5
	return c.VM.ToValue(js.Async(c.Realm, func(ctx context.Context) (string, error) {
		return p.host.Permission(ctx, name)
	}, func(state string) goja.Value {
		s := &status{name: name, state: state}
		o := p.Wrap(statusClass, s)
		s.Bind(o)
		return o
	}, func(err error) goja.Value { return serviceworker.Exception(p.Realm, err) }))
}

// status is the native value of a PermissionStatus.
type status struct {
	events.Target
	name, state string
}

// https://w3c.github.io/permissions/#permissionstatus-interface
var statusClass = &js.Class[*status]{
	Name:   "PermissionStatus",
	Parent: events.TargetClass,
	Attrs: []js.Attr[*status]{
		{Name: "state", Get: func(s *status, c js.Call) goja.Value { return c.VM.ToValue(s.state) }},
		{Name: "name", Get: func(s *status, c js.Call) goja.Value { return c.VM.ToValue(s.name) }},
		events.Handler[*status]("change"),
	},
}
