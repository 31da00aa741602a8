package fetch

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// HeadersClass is Headers.
//
// https://fetch.spec.whatwg.org/#headers-class
var HeadersClass = &js.Class[*Headers]{
	Name: "Headers",
	New: func(c js.Call) *Headers {
		h := NewHeaders(GuardNone)
		if init := c.Arg(0); !goja.IsUndefined(init) {
			h.fillFrom(c, init)
		}
		return h
	},
	Methods: []js.Method[*Headers]{
		{Name: "append", Length: 2, Call: func(h *Headers, c js.Call) goja.Value {
			name, value := c.ByteString(c.Arg(0), "name"), c.ByteString(c.Arg(1), "value")
			return check(c, h.Append(name, value))
		}},
		{Name: "delete", Length: 1, Call: func(h *Headers, c js.Call) goja.Value {
			return check(c, h.Delete(c.ByteString(c.Arg(0), "name")))
		}},
		{Name: "get", Length: 1, Call: func(h *Headers, c js.Call) goja.Value {
			name := c.ByteString(c.Arg(0), "name")
			check(c, checkName(name)) // 1
			value, ok := h.Get(name)  // 2
			if !ok {
				return goja.Null()
			}
			return ByteString(c.VM, value)
		}},
		{Name: "getSetCookie", Call: func(h *Headers, c js.Call) goja.Value {
			values := []any{}
			for _, value := range h.GetSetCookie() {
				values = append(values, ByteString(c.VM, value))
			}
			return c.VM.NewArray(values...)
		}},
		{Name: "has", Length: 1, Call: func(h *Headers, c js.Call) goja.Value {
			name := c.ByteString(c.Arg(0), "name")
			check(c, checkName(name)) // 1
			return c.VM.ToValue(h.Has(name))
		}},
		{Name: "set", Length: 2, Call: func(h *Headers, c js.Call) goja.Value {
			name, value := c.ByteString(c.Arg(0), "name"), c.ByteString(c.Arg(1), "value")
			return check(c, h.Set(name, value))
		}},
	},
	Iterate: func(h *Headers, c js.Call) js.Pairs {
		return func(i int) (key, value goja.Value, ok bool) {
			fields := h.Sorted()
			if i >= len(fields) {
				return nil, nil, false
			}
			return ByteString(c.VM, fields[i].Name), ByteString(c.VM, fields[i].Value), true
		}
	},
}

// check throws err, when there is one, as a TypeError.
func check(c js.Call, err error) goja.Value {
	if err != nil {
		c.Throw(c.TypeError("%s", err.Error()))
	}
	return goja.Undefined()
}

// fillFrom appends what a HeadersInit holds.
//
// https://fetch.spec.whatwg.org/#concept-headers-fill
func (h *Headers) fillFrom(c js.Call, init goja.Value) {
	fields := headersInit(c, init)
	for _, f := range fields {
		check(c, h.Append(f.Name, f.Value))
	}
}

// headersInit converts a HeadersInit: a sequence of pairs, or a record.
//
// https://fetch.spec.whatwg.org/#typedefdef-headersinit
func headersInit(c js.Call, init goja.Value) []Field {
	o, ok := init.(*goja.Object)
	if !ok {
		c.Throw(c.TypeError("headers must be a Headers, an array of pairs or an object"))
	}
	if method := o.GetSymbol(goja.SymIterator); method != nil && !goja.IsUndefined(method) && !goja.IsNull(method) {
		return headerSequence(c, o)
	}
	return headerRecord(c, o)
}

// headerSequence converts a sequence<sequence<ByteString>>.
func headerSequence(c js.Call, o *goja.Object) []Field {
	var fields []Field
	c.VM.ForOf(o, func(item goja.Value) bool {
		if _, ok := item.(*goja.Object); !ok {
			c.Throw(c.TypeError("headers: an item of the array is not a pair"))
		}
		var pair []string
		c.VM.ForOf(item, func(v goja.Value) bool {
			pair = append(pair, c.ByteString(v, "header"))
			return true
		})
		if len(pair) != 2 {
			c.Throw(c.TypeError("headers: an item of the array has %d values, not a name and a value", len(pair)))
		}
		fields = append(fields, Field{pair[0], pair[1]})
		return true
	})
	return fields
}

// headerRecord converts a record<ByteString, ByteString>.
//
// https://webidl.spec.whatwg.org/#js-record
func headerRecord(c js.Call, o *goja.Object) []Field {
	var fields []Field
	seen := map[string]int{}
	c.Record(o, func(key goja.Value, get func() goja.Value) {
		name := c.ByteString(key, "header name")
		value := c.ByteString(get(), "header "+clip(name))
		if i, twice := seen[name]; twice {
			fields[i].Value = value
			return
		}
		seen[name] = len(fields)
		fields = append(fields, Field{name, value})
	})
	return fields
}
