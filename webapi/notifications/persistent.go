package notifications

import (
	"context"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/serviceworker"
)

// object is the Notification object of a notification of a registration.
func (x *realm) object(n schemas.Notification) *goja.Object {
	t := &notification{realm: x, n: n}
	o := x.Wrap(class, t)
	t.Bind(o)
	return o
}

// showNotification is ServiceWorkerRegistration.showNotification.
//
// https://notifications.spec.whatwg.org/#dom-serviceworkerregistration-shownotification
func (x *realm) showNotification(t *serviceworker.Registration, c js.Call) goja.Value {
	title := c.String(c.Arg(0), "title")
	d := c.Dict(c.Arg(1), "options")
	reg := t.State()
	if reg.Active == nil { // 3
		c.Throw(c.TypeError("showNotification(): the registration has no active worker yet; await navigator.serviceWorker.ready"))
	}
	n := x.create(c, title, d) // 4, 5
	n.Scope, n.Registration = reg.Scope, reg.ID
	return c.VM.ToValue(js.Async(c.Realm, func(ctx context.Context) (bool, error) {
		state, err := x.Host.Permission(ctx, "notifications")
		if err != nil || state != "granted" {
			return false, err
		}
		_, err = x.Host.Notify(ctx, schemas.NotificationAsk{Op: "show", Notification: &n})
		return true, err
	}, func(granted bool) goja.Value {
		if !granted { // 5.1
			x.Throw(x.TypeError("showNotification(): the operator does not let this origin show notifications"))
		}
		return goja.Undefined()
	}, x.exception))
}

// getNotifications is ServiceWorkerRegistration.getNotifications.
//
// https://notifications.spec.whatwg.org/#dom-serviceworkerregistration-getnotifications
func (x *realm) getNotifications(t *serviceworker.Registration, c js.Call) goja.Value {
	reg := t.State()
	q := schemas.NotificationAsk{Op: "list", Origin: x.Origin, Registration: reg.ID}
	if v := c.Member(c.Dict(c.Arg(0), "filter"), "tag"); v != nil {
		q.Tag = c.String(v, "tag")
	}
	return c.VM.ToValue(js.Async(c.Realm, func(ctx context.Context) (schemas.Notifications, error) {
		return x.Host.Notify(ctx, q)
	}, func(a schemas.Notifications) goja.Value {
		list := make([]any, len(a.Notifications))
		for i, n := range a.Notifications {
			list[i] = x.object(n)
		}
		return x.VM.NewArray(list...)
	}, x.exception))
}

func (x *realm) exception(err error) goja.Value { return serviceworker.Exception(x.Realm, err) }

// event is the native value of a NotificationEvent.
type event struct {
	serviceworker.ExtendableEvent
	notification goja.Value
	action       string
}

// https://notifications.spec.whatwg.org/#notificationevent
var eventClass = &js.Class[*event]{
	Name:   "NotificationEvent",
	Parent: serviceworker.ExtendableClass,
	Length: 2,
	New: func(c js.Call) *event {
		e := &event{}
		init := e.Construct(c)
		if v := c.Member(init, "action"); v != nil {
			e.action = c.String(v, "action")
		}
		e.notification = c.Member(init, "notification")
		if _, ok := js.Native[*notification](c.Realm, e.notification); !ok {
			c.Throw(c.TypeError("the member notification is required, and must be a Notification"))
		}
		return e
	},
	Attrs: []js.Attr[*event]{
		{Name: "notification", Get: func(e *event, _ js.Call) goja.Value { return e.notification }},
		{Name: "action", Get: func(e *event, c js.Call) goja.Value { return c.VM.ToValue(e.action) }},
	},
}

// DispatchClick fires the event notificationclick.
//
// https://notifications.spec.whatwg.org/#activating-a-notification
func DispatchClick(s *serviceworker.Scope, d *schemas.Detail, done serviceworker.Done) (*serviceworker.Pending, error) {
	return dispatch(s, "notificationclick", d, done)
}

// DispatchClose fires the event notificationclose.
//
// https://notifications.spec.whatwg.org/#closing-a-notification
func DispatchClose(s *serviceworker.Scope, d *schemas.Detail, done serviceworker.Done) (*serviceworker.Pending, error) {
	return dispatch(s, "notificationclose", d, done)
}

func dispatch(s *serviceworker.Scope, typ string, d *schemas.Detail, done serviceworker.Done) (*serviceworker.Pending, error) {
	e := &event{notification: goja.Null(), action: d.Action}
	if d.Notification != nil {
		e.notification = realmOf(s.Realm()).object(*d.Notification)
	}
	return s.Dispatch(eventClass, e, typ, done)
}
