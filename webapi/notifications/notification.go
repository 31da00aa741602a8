package notifications

import (
	"context"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/clone"
	"asterism/webapi/events"
)

// notification is the native value of a Notification.
type notification struct {
	events.Target
	*realm
	n       schemas.Notification
	closing bool // close() was called before that

	data, actions, vibrate goja.Value // once asked for
}

// https://notifications.spec.whatwg.org/#api
var class = &js.Class[*notification]{
	Name:   "Notification",
	Parent: events.TargetClass,
	Length: 1,
	New:    construct,
	StaticAttrs: []js.StaticAttr{
		{Name: "permission", Get: func(c js.Call) goja.Value {
			return c.VM.ToValue(permission(realmOf(c.Realm).Host.PermissionNow("notifications")))
		}},
		{Name: "maxActions", Get: func(c js.Call) goja.Value { return c.VM.ToValue(maxActions) }},
	},
	Attrs: append(events.Handlers[*notification]("click", "show", "error", "close"),
		text("title", func(n *schemas.Notification) string { return n.Title }),
		text("dir", func(n *schemas.Notification) string { return n.Dir }),
		text("lang", func(n *schemas.Notification) string { return n.Lang }),
		text("body", func(n *schemas.Notification) string { return n.Body }),
		text("tag", func(n *schemas.Notification) string { return n.Tag }),
		text("image", func(n *schemas.Notification) string { return n.Image }),
		text("icon", func(n *schemas.Notification) string { return n.Icon }),
		text("badge", func(n *schemas.Notification) string { return n.Badge }),
		js.Attr[*notification]{Name: "vibrate", Get: (*notification).getVibrate},
		js.Attr[*notification]{Name: "timestamp", Get: func(t *notification, c js.Call) goja.Value { return c.VM.ToValue(t.n.Timestamp.UnixMilli()) }},
		js.Attr[*notification]{Name: "renotify", Get: func(t *notification, c js.Call) goja.Value { return c.VM.ToValue(t.n.Renotify) }},
		js.Attr[*notification]{Name: "silent", Get: func(t *notification, c js.Call) goja.Value {
			if t.n.Silent == nil {
				return goja.Null()
			}
			return c.VM.ToValue(*t.n.Silent)
		}},
		js.Attr[*notification]{Name: "requireInteraction", Get: func(t *notification, c js.Call) goja.Value { return c.VM.ToValue(t.n.RequireInteraction) }},
		js.Attr[*notification]{Name: "data", Get: (*notification).getData},
		js.Attr[*notification]{Name: "actions", Get: (*notification).getActions},
	),
	Methods: []js.Method[*notification]{{Name: "close", Call: (*notification).close}},
}

// windowMembers are what only documents have.
var windowMembers = &js.Partial[*notification]{Static: []js.Function{{Name: "requestPermission", Async: true, Call: requestPermission}}}

func text(name string, get func(*schemas.Notification) string) js.Attr[*notification] {
	return js.Attr[*notification]{Name: name, Get: func(t *notification, c js.Call) goja.Value { return c.VM.ToValue(get(&t.n)) }}
}

// permission is a NotificationPermission for a permission's state.
func permission(state string) string {
	if state == "prompt" {
		return "default"
	}
	return state
}

// requestPermission asks nobody: the operator has decided.
//
// https://notifications.spec.whatwg.org/#dom-notification-requestpermission
func requestPermission(c js.Call) goja.Value {
	var callback goja.Callable
	if v := c.Arg(0); !goja.IsUndefined(v) {
		callback = c.Callback(v, "deprecatedCallback")
	}
	x := realmOf(c.Realm)
	return c.VM.ToValue(js.Async(c.Realm, func(ctx context.Context) (string, error) {
		return x.Host.Permission(ctx, "notifications")
	}, func(state string) goja.Value {
		v := x.VM.ToValue(permission(state))
		if callback != nil {
			if _, err := callback(goja.Undefined(), v); err != nil {
				panic(err)
			}
		}
		return v
	}, nil))
}

// construct is the constructor: a notification without a registration.
//
// https://notifications.spec.whatwg.org/#dom-notification-notification
func construct(c js.Call) *notification {
	x := realmOf(c.Realm)
	title := c.String(c.Arg(0), "title")
	d := c.Dict(c.Arg(1), "options")
	if x.worker { // 1
		c.Throw(c.TypeError("a service worker shows notifications with registration.showNotification()"))
	}
	n := x.create(c, title, d)
	if len(n.Actions) > 0 { // 2
		c.Throw(c.TypeError("only notifications of a registration can have actions"))
	}
	n.Client = x.Client
	t := &notification{realm: x, n: n}
	t.Bind(c.This.(*goja.Object))
	t.showAside() // 5
	return t
}

// showAside shows a notification without a registration and fires show or error.
func (t *notification) showAside() {
	x, n := t.realm, t.n
	js.Async(x.Realm, func(ctx context.Context) (string, error) {
		a, err := x.Host.Notify(ctx, schemas.NotificationAsk{Op: "show", Notification: &n})
		if err != nil || len(a.Notifications) == 0 {
			return "", nil // error, and not an exception
		}
		return a.Notifications[0].ID, nil
	}, func(id string) goja.Value {
		if id == "" {
			_ = events.FireSimple(x.Realm, t, "error") // an error is the loop's end, and the loop knows
			return goja.Undefined()
		}
		t.n.ID = id
		if t.closing {
			t.withdraw()
		} else {
			x.open[id] = t
		}
		_ = events.FireSimple(x.Realm, t, "show") // as above
		return goja.Undefined()
	}, nil)
}

// close is Notification.close().
//
// https://notifications.spec.whatwg.org/#dom-notification-close
func (t *notification) close(js.Call) goja.Value {
	if t.n.ID == "" {
		t.closing = true
	} else {
		t.withdraw()
	}
	return goja.Undefined()
}

func (t *notification) withdraw() {
	x, id := t.realm, t.n.ID
	js.Async(x.Realm, func(ctx context.Context) (struct{}, error) {
		_, _ = x.Host.Notify(ctx, schemas.NotificationAsk{Op: "withdraw", ID: id, Origin: x.Origin}) // gone already, or nobody can be asked
		return struct{}{}, nil
	}, func(struct{}) goja.Value { return goja.Undefined() }, nil)
}

func (t *notification) getVibrate(c js.Call) goja.Value {
	if t.vibrate == nil {
		list := make([]goja.Value, len(t.n.Vibrate))
		for i, ms := range t.n.Vibrate {
			list[i] = c.VM.ToValue(ms)
		}
		t.vibrate = events.FrozenArray(c.Realm, list)
	}
	return t.vibrate
}

func (t *notification) getData(c js.Call) goja.Value {
	if t.data == nil {
		t.data = goja.Null()
		if t.n.Data != nil {
			if v, err := clone.Deserialize(c.Realm, t.n.Data); err == nil {
				t.data = v
			}
		}
	}
	return t.data
}

func (t *notification) getActions(c js.Call) goja.Value {
	if t.actions == nil {
		list := make([]goja.Value, len(t.n.Actions))
		for i, a := range t.n.Actions {
			o := c.VM.NewObject()
			members := []error{o.Set("action", a.Action), o.Set("title", a.Title)}
			if a.Icon != "" {
				members = append(members, o.Set("icon", a.Icon))
			}
			for _, err := range members {
				if err != nil {
					panic(err)
				}
			}
			list[i] = events.Frozen(c.Realm, o)
		}
		t.actions = events.FrozenArray(c.Realm, list)
	}
	return t.actions
}
