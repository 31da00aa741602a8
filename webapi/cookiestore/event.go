package cookiestore

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"
	"asterism/webapi/serviceworker"
)

// lists is what both events tell.
type lists struct {
	changed, deleted         []schemas.Cookie
	changedList, deletedList goja.Value // the frozen arrays, once asked for, or of a constructor
}

// changeEvent is the native value of a CookieChangeEvent.
type changeEvent struct {
	events.Event
	lists
}

// extendableChange is the native value of an ExtendableCookieChangeEvent.
type extendableChange struct {
	serviceworker.ExtendableEvent
	lists
}

// told is any event with lists.
type told interface{ all() *lists }

func (l *lists) all() *lists { return l }

// https://cookiestore.spec.whatwg.org/#CookieChangeEvent
var eventClass = &js.Class[*changeEvent]{
	Name:   "CookieChangeEvent",
	Parent: events.EventClass,
	Length: 1,
	New: func(c js.Call) *changeEvent {
		e := &changeEvent{}
		e.read(c, e.Construct(c))
		return e
	},
	Attrs: attrs[*changeEvent](),
}

// https://cookiestore.spec.whatwg.org/#ExtendableCookieChangeEvent
var extendableEventClass = &js.Class[*extendableChange]{
	Name:   "ExtendableCookieChangeEvent",
	Parent: serviceworker.ExtendableClass,
	Length: 1,
	New: func(c js.Call) *extendableChange {
		e := &extendableChange{}
		e.read(c, e.Construct(c))
		return e
	},
	Attrs: attrs[*extendableChange](),
}

func attrs[T told]() []js.Attr[T] {
	return []js.Attr[T]{
		{Name: "changed", Get: func(e T, c js.Call) goja.Value {
			l := e.all()
			return frozen(c.Realm, &l.changedList, l.changed, item)
		}},
		{Name: "deleted", Get: func(e T, c js.Call) goja.Value {
			l := e.all()
			return frozen(c.Realm, &l.deletedList, l.deleted, gone)
		}},
	}
}

func frozen(r *js.Realm, slot *goja.Value, list []schemas.Cookie, item func(*js.Realm, schemas.Cookie) goja.Value) goja.Value {
	if *slot == nil {
		values := make([]goja.Value, len(list))
		for i, k := range list {
			values[i] = item(r, k)
		}
		*slot = events.FrozenArray(r, values)
	}
	return *slot
}

// read converts the dictionary of a constructor.
func (l *lists) read(c js.Call, init *goja.Object) {
	member := func(name string) goja.Value {
		var values []goja.Value
		if v := c.Member(init, name); v != nil {
			for _, entry := range c.Sequence(v, name) {
				values = append(values, copied(c, c.Dict(entry, name)))
			}
		}
		return events.FrozenArray(c.Realm, values)
	}
	l.changedList, l.deletedList = member("changed"), member("deleted")
}

// copied converts a CookieListItem that a script gave.
func copied(c js.Call, d *goja.Object) goja.Value {
	o := c.VM.NewObject()
	for _, name := range []string{"domain", "expires", "name", "partitioned", "path", "sameSite", "secure", "value"} {
		v := c.Member(d, name)
		if v == nil {
			continue
		}
		switch {
		case name == "sameSite":
			v = c.VM.ToValue(c.Enum(v, name, "strict", "lax", "none"))
		case name == "secure" || name == "partitioned":
			v = c.VM.ToValue(v.ToBoolean())
		case goja.IsNull(v) && (name == "domain" || name == "expires"):
		case name == "expires":
			v = c.VM.ToValue(c.Double(v, name))
		default:
			v = c.VM.ToValue(c.USVString(v, name))
		}
		put(o, name, v)
	}
	return o
}

// item is a CookieListItem.
//
// https://cookiestore.spec.whatwg.org/#create-a-cookielistitem
func item(r *js.Realm, k schemas.Cookie) goja.Value {
	o := r.VM.NewObject()
	put(o, "name", k.Name)
	put(o, "value", k.Value)
	put(o, "domain", goja.Null())
	if k.Domain != "" {
		put(o, "domain", k.Domain)
	}
	put(o, "path", k.Path)
	put(o, "expires", goja.Null())
	if k.Expires != 0 {
		put(o, "expires", k.Expires)
	}
	put(o, "secure", k.Secure)
	put(o, "sameSite", k.SameSite)
	put(o, "partitioned", k.Partitioned)
	return o
}

// gone is the CookieListItem of a cookie that was deleted: it has no value.
func gone(r *js.Realm, k schemas.Cookie) goja.Value {
	o := item(r, k).(*goja.Object)
	if err := o.Delete("value"); err != nil {
		panic(err)
	}
	return o
}

func items(r *js.Realm, list []schemas.Cookie) []any {
	out := make([]any, len(list))
	for i, k := range list {
		out[i] = item(r, k)
	}
	return out
}

func put(o *goja.Object, name string, v any) {
	if err := o.Set(name, v); err != nil {
		panic(err)
	}
}

// Dispatch fires the event cookiechange.
//
// https://cookiestore.spec.whatwg.org/#process-cookie-changes
func Dispatch(s *serviceworker.Scope, d *schemas.Detail, done serviceworker.Done) (*serviceworker.Pending, error) {
	return s.Dispatch(extendableEventClass, &extendableChange{lists: lists{changed: d.Changed, deleted: d.Deleted}}, "cookiechange", done)
}
