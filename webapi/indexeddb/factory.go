package indexeddb

import (
	"bytes"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
)

// https://w3c.github.io/IndexedDB/#factory-interface
var factoryClass = &js.Class[*realm]{
	Name: "IDBFactory",
	Methods: []js.Method[*realm]{
		{Name: "open", Length: 1, Call: func(x *realm, c js.Call) goja.Value {
			o := &opening{}
			name := nameOf(c, c.Arg(0))
			if v := c.Arg(1); !goja.IsUndefined(v) {
				o.version = uint64(c.EnforceRange(v, "version", 0, 1<<53-1))
				if o.version == 0 {
					c.Throw(c.TypeError("the version 0 is not one"))
				}
			}
			return x.ask(c, name, o)
		}},
		{Name: "deleteDatabase", Length: 1, Call: func(x *realm, c js.Call) goja.Value {
			return x.ask(c, nameOf(c, c.Arg(0)), &opening{delete: true})
		}},
		{Name: "databases", Async: true, Call: (*realm).list},
		{Name: "cmp", Length: 2, Call: func(x *realm, c js.Call) goja.Value {
			return c.VM.ToValue(bytes.Compare(mustKey(c, c.Arg(0)), mustKey(c, c.Arg(1))))
		}},
	},
}

func (x *realm) refuse(c js.Call) {
	if x.opaque {
		c.Throw(c.DOMException("SecurityError", "a document without an origin of its own has no databases"))
	}
}

// ask queues an opening and gives its request.
func (x *realm) ask(c js.Call, name []byte, o *opening) goja.Value {
	x.refuse(c)
	q := &request{x: x, source: goja.Null(), result: goja.Undefined(), err: goja.Null(), open: true}
	object := x.Wrap(x.classes.openRequest, q)
	q.Bind(object)
	o.queue, o.request = x.queue(name), q
	o.queue.add(o)
	return object
}

// list is https://w3c.github.io/IndexedDB/#dom-idbfactory-databases
func (x *realm) list(c js.Call) goja.Value {
	x.refuse(c)
	return x.VM.ToValue(js.Async(x.Realm, x.host.List, func(all []schemas.Database) goja.Value {
		items := make([]any, len(all))
		for i, d := range all {
			o := x.VM.NewObject()
			_ = o.Set("name", js.FromWTF8(string(d.Name)))
			_ = o.Set("version", d.Version)
			items[i] = o
		}
		return x.VM.NewArray(items...)
	}, func(err error) goja.Value { return x.failure(err) }))
}

// mustKey is keyOf; a DataError when it is none.
func mustKey(c js.Call, v goja.Value) []byte {
	key, err := keyOf(c, v)
	if err != nil {
		c.Throw(c.DOMException("DataError", "that is not a valid key"))
	}
	return key
}

// nameOf is a name in WTF-8.
func nameOf(c js.Call, v goja.Value) []byte { return js.WTF8(c.DOMString(v, "name")) }
