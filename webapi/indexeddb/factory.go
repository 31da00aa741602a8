package indexeddb

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"

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
			_ = o.Set("name", text(d.Name))
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
func nameOf(c js.Call, v goja.Value) []byte {
	s := c.DOMString(v, "name")
	name := []byte{}
	for i := 0; i < s.Length(); i++ {
		r := rune(s.CharAt(i))
		if utf16.IsSurrogate(r) {
			if i+1 < s.Length() {
				if pair := utf16.DecodeRune(r, rune(s.CharAt(i+1))); pair != utf8.RuneError {
					name = utf8.AppendRune(name, pair)
					i++
					continue
				}
			}
			name = append(name, 0xE0|byte(r>>12), 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
			continue
		}
		name = utf8.AppendRune(name, r)
	}
	return name
}

// text is the string of a name in WTF-8.
func text(name []byte) goja.Value {
	var units []uint16
	for i := 0; i < len(name); {
		r, n := utf8.DecodeRune(name[i:])
		if r == utf8.RuneError && n == 1 && i+2 < len(name) { // a surrogate
			units = append(units, uint16(name[i]&0x0F)<<12|uint16(name[i+1]&0x3F)<<6|uint16(name[i+2]&0x3F))
			i += 3
			continue
		}
		units = utf16.AppendRune(units, r)
		i += n
	}
	return goja.StringFromUTF16(units)
}
