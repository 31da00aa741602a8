package notifications

import (
	"time"

	"github.com/dop251/goja"
	"golang.org/x/text/language"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/clone"
	"asterism/webapi/weburl"
)

const (
	maxActions = 8
	maxVibrate = 99    // numbers of a pattern
	maxPulse   = 10000 // milliseconds of one
)

// create makes a notification of the arguments title and options.
//
// https://notifications.spec.whatwg.org/#create-a-notification
func (x *realm) create(c js.Call, title string, d *goja.Object) schemas.Notification {
	n := schemas.Notification{Origin: x.Origin, Title: title, Dir: "auto", Timestamp: c.Loop.Now().UTC()}
	text := func(name string, to *string) {
		if v := c.Member(d, name); v != nil {
			*to = c.String(v, name)
		}
	}
	url := func(name string, to *string) {
		if v := c.Member(d, name); v != nil {
			if u, err := x.resolve(c.USVString(v, name)); err == nil { // 13 – 15: what does not parse is ignored
				*to = u
			}
		}
	}
	// The members in the order in which Web IDL reads them.
	if v := c.Member(d, "actions"); v != nil {
		n.Actions = x.actions(c, v)
	}
	url("badge", &n.Badge)
	text("body", &n.Body)
	data := goja.Value(goja.Null())
	if v := c.Member(d, "data"); v != nil {
		data = v
	}
	if v := c.Member(d, "dir"); v != nil {
		n.Dir = c.Enum(v, "dir", "auto", "ltr", "rtl")
	}
	url("icon", &n.Icon)
	url("image", &n.Image)
	text("lang", &n.Lang)
	if _, err := language.Parse(n.Lang); err != nil { // 9: what is no language tag is ignored
		n.Lang = ""
	}
	flag := func(name string) bool {
		v := c.Member(d, name)
		return v != nil && v.ToBoolean()
	}
	n.Renotify, n.RequireInteraction = flag("renotify"), flag("requireInteraction")
	if v := c.Member(d, "silent"); v != nil && !goja.IsNull(v) {
		silent := v.ToBoolean()
		n.Silent = &silent
	}
	text("tag", &n.Tag)
	if v := c.Member(d, "timestamp"); v != nil {
		n.Timestamp = time.UnixMilli(int64(c.Integer(v, "timestamp", 64))).UTC()
	}
	if v := c.Member(d, "vibrate"); v != nil {
		n.Vibrate = vibrate(c, v)
	}
	if n.Silent != nil && *n.Silent && n.Vibrate != nil { // 2
		c.Throw(c.TypeError("a silent notification cannot vibrate"))
	}
	if n.Renotify && n.Tag == "" { // 3
		c.Throw(c.TypeError("renotify needs a tag"))
	}
	n.Data = clone.SerializeCall(c, data, goja.Undefined()) // 5
	return n
}

// actions converts a sequence of NotificationAction; those beyond the most that
// are shown are left out.
func (x *realm) actions(c js.Call, v goja.Value) []schemas.NotificationAction {
	var list []schemas.NotificationAction
	for i, item := range c.Sequence(v, "actions") {
		d := c.Dict(item, "an action")
		var a schemas.NotificationAction
		name, icon, title := c.Member(d, "action"), c.Member(d, "icon"), c.Member(d, "title")
		if name == nil || title == nil {
			c.Throw(c.TypeError("an action needs the members action and title"))
		}
		a.Action, a.Title = c.String(name, "action"), c.String(title, "title")
		if icon != nil {
			a.Icon, _ = x.resolve(c.USVString(icon, "icon"))
		}
		if i < maxActions {
			list = append(list, a)
		}
	}
	return list
}

// vibrate converts and normalizes a VibratePattern.
//
// https://www.w3.org/TR/vibration/#dfn-validate-and-normalize
func vibrate(c js.Call, v goja.Value) []int {
	items := []goja.Value{v}
	if o, ok := v.(*goja.Object); ok {
		items = c.Sequence(o, "vibrate")
	}
	list := []int{}
	for _, item := range items {
		list = append(list, min(int(c.Integer(item, "vibrate", 32)), maxPulse))
	}
	if len(list) > maxVibrate {
		list = list[:maxVibrate]
	}
	if len(list) > 0 && len(list)%2 == 0 { // a pause at the end is none
		list = list[:len(list)-1]
	}
	return list
}

func (x *realm) resolve(ref string) (string, error) {
	base, err := weburl.Parse(x.Base())
	if err != nil {
		return "", err
	}
	u, err := weburl.ParseRef(ref, base)
	if err != nil {
		return "", err
	}
	return u.Href(), nil
}
