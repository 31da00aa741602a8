package scripthost

import (
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
)

// storage is a Storage that lives as long as its document.
type storage struct {
	keys   []string
	values map[string]string
}

func newStorage(r *js.Realm) goja.Value {
	return r.Wrap(storageClass, &storage{values: map[string]string{}})
}

// storageClass is Storage, by its methods; items are not properties.
//
// https://html.spec.whatwg.org/#the-storage-interface
var storageClass = &js.Class[*storage]{
	Name: "Storage",
	Attrs: []js.Attr[*storage]{
		{Name: "length", Get: func(s *storage, c js.Call) goja.Value { return c.VM.ToValue(len(s.keys)) }},
	},
	Methods: []js.Method[*storage]{
		{Name: "getItem", Length: 1, Call: func(s *storage, c js.Call) goja.Value {
			if v, ok := s.values[c.String(c.Arg(0), "key")]; ok {
				return c.VM.ToValue(v)
			}
			return goja.Null()
		}},
		{Name: "setItem", Length: 2, Call: func(s *storage, c js.Call) goja.Value {
			key := c.String(c.Arg(0), "key")
			if _, ok := s.values[key]; !ok {
				s.keys = append(s.keys, key)
			}
			s.values[key] = c.String(c.Arg(1), "value")
			return goja.Undefined()
		}},
		{Name: "removeItem", Length: 1, Call: func(s *storage, c js.Call) goja.Value {
			key := c.String(c.Arg(0), "key")
			delete(s.values, key)
			s.keys = slices.DeleteFunc(s.keys, func(k string) bool { return k == key })
			return goja.Undefined()
		}},
		{Name: "clear", Call: func(s *storage, c js.Call) goja.Value {
			s.keys, s.values = nil, map[string]string{}
			return goja.Undefined()
		}},
		{Name: "key", Length: 1, Call: func(s *storage, c js.Call) goja.Value {
			if i := c.Arg(0).ToInteger(); i >= 0 && i < int64(len(s.keys)) {
				return c.VM.ToValue(s.keys[i])
			}
			return goja.Null()
		}},
	},
}
