package scripthost

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
)

// storage is a Storage of one document: it shows the area of its origin.
type storage struct {
	doc  *document
	area *area
	self *goja.Object
}

// newStorage is the Storage that shows the document's area of a shelf.
func (d *document) newStorage(c js.Call, s *shelf) goja.Value {
	if d.origin == "null" {
		c.Throw(c.DOMException("SecurityError", "a document without an origin of its own stores nothing"))
	}
	st := &storage{doc: d}
	s.join(st)
	st.self = c.Wrap(d.s.classes.storage, st)
	d.storages = append(d.storages, st)
	return st.self
}

// top is the top-level browsing context that b is in.
func (b *browsing) top() *browsing {
	for b.parent != nil {
		b = b.parent.browsing
	}
	return b
}

// told is what storage events tell of a change; nil: null.
type told struct {
	key, old, value *string
	url             string
}

// broadcast tells the other documents that show the area.
//
// https://html.spec.whatwg.org/#concept-storage-broadcast
func (st *storage) broadcast(t told) {
	t.url = st.doc.dom.URL
	for _, other := range st.area.others(st) {
		d := other.doc
		posted := d.page.post(func() {
			if d.over() {
				return
			}
			e := &storageEvent{Event: events.Event{Type: "storage"}, told: t, area: other.self}
			if _, err := events.Fire(d.realm, d.window, d.s.classes.storageEvent, e); err != nil {
				d.fatal(err)
			}
		})
		if !posted { // its page is gone
			other.area.leave(other)
		}
	}
}

// storageClass is Storage, by its methods; items are not properties.
//
// https://html.spec.whatwg.org/#the-storage-interface
var storageClass = &js.Class[*storage]{
	Name: "Storage",
	Attrs: []js.Attr[*storage]{
		{Name: "length", Get: func(st *storage, c js.Call) goja.Value { return c.VM.ToValue(len(st.area.names())) }},
	},
	Methods: []js.Method[*storage]{
		{Name: "getItem", Length: 1, Call: func(st *storage, c js.Call) goja.Value {
			if v, ok := st.area.get(c.String(c.Arg(0), "key")); ok {
				return c.VM.ToValue(v)
			}
			return goja.Null()
		}},
		{Name: "setItem", Length: 2, Call: func(st *storage, c js.Call) goja.Value {
			key, value := c.String(c.Arg(0), "key"), c.String(c.Arg(1), "value")
			old, had, full := st.area.set(key, value)
			if full {
				c.Throw(c.DOMException("QuotaExceededError", "setItem: the origin's storage is full"))
			}
			if !had {
				st.broadcast(told{key: &key, value: &value})
			} else if old != value {
				st.broadcast(told{key: &key, old: &old, value: &value})
			}
			return goja.Undefined()
		}},
		{Name: "removeItem", Length: 1, Call: func(st *storage, c js.Call) goja.Value {
			key := c.String(c.Arg(0), "key")
			if old, had := st.area.remove(key); had {
				st.broadcast(told{key: &key, old: &old})
			}
			return goja.Undefined()
		}},
		{Name: "clear", Call: func(st *storage, c js.Call) goja.Value {
			if st.area.clear() {
				st.broadcast(told{})
			}
			return goja.Undefined()
		}},
		{Name: "key", Length: 1, Call: func(st *storage, c js.Call) goja.Value {
			if names, i := st.area.names(), c.Integer(c.Arg(0), "index", 32); i < uint64(len(names)) {
				return c.VM.ToValue(names[i])
			}
			return goja.Null()
		}},
	},
}

// storageEvent is a StorageEvent's native value.
type storageEvent struct {
	events.Event
	told
	area goja.Value
}

func storageText(name string, get func(*storageEvent) *string) js.Attr[*storageEvent] {
	return js.Attr[*storageEvent]{Name: name, Get: func(e *storageEvent, c js.Call) goja.Value {
		if s := get(e); s != nil {
			return c.VM.ToValue(*s)
		}
		return goja.Null()
	}}
}

// storageEventClass is StorageEvent.
//
// https://html.spec.whatwg.org/#the-storageevent-interface
var storageEventClass = &js.Class[*storageEvent]{
	Name: "StorageEvent", Parent: events.EventClass, Length: 1,
	New: func(c js.Call) *storageEvent {
		e := &storageEvent{area: goja.Null()}
		init := e.Construct(c)
		text := func(name string) *string {
			if v := c.Member(init, name); v != nil && !goja.IsNull(v) {
				s := c.String(v, name)
				return &s
			}
			return nil
		}
		e.key, e.value, e.old = text("key"), text("newValue"), text("oldValue")
		if v := c.Member(init, "storageArea"); v != nil && !goja.IsNull(v) {
			if !c.Is(v, storageClass) {
				c.Throw(c.TypeError("StorageEvent: storageArea is not a Storage"))
			}
			e.area = v
		}
		if v := c.Member(init, "url"); v != nil {
			e.url = c.USVString(v, "url")
		}
		return e
	},
	Attrs: []js.Attr[*storageEvent]{
		storageText("key", func(e *storageEvent) *string { return e.key }),
		storageText("oldValue", func(e *storageEvent) *string { return e.old }),
		storageText("newValue", func(e *storageEvent) *string { return e.value }),
		{Name: "url", Get: func(e *storageEvent, c js.Call) goja.Value { return c.VM.ToValue(e.url) }},
		{Name: "storageArea", Get: func(e *storageEvent, _ js.Call) goja.Value { return e.area }},
	},
}
