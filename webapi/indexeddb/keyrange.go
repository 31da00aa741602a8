package indexeddb

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/dop251/goja"

	"asterism/js"
)

// https://w3c.github.io/IndexedDB/#keyrange
var rangeClass = &js.Class[*bounds]{
	Name: "IDBKeyRange",
	Attrs: []js.Attr[*bounds]{
		{Name: "lower", Get: func(b *bounds, c js.Call) goja.Value { return bound(c, b.lower) }},
		{Name: "upper", Get: func(b *bounds, c js.Call) goja.Value { return bound(c, b.upper) }},
		{Name: "lowerOpen", Get: func(b *bounds, c js.Call) goja.Value { return c.VM.ToValue(b.lowerOpen) }},
		{Name: "upperOpen", Get: func(b *bounds, c js.Call) goja.Value { return c.VM.ToValue(b.upperOpen) }},
	},
	Static: []js.Function{
		{Name: "only", Length: 1, Call: only},
		{Name: "lowerBound", Length: 1, Call: lowerBound},
		{Name: "upperBound", Length: 1, Call: upperBound},
		{Name: "bound", Length: 2, Call: between},
	},
	Methods: []js.Method[*bounds]{
		{Name: "includes", Length: 1, Call: func(b *bounds, c js.Call) goja.Value { return c.VM.ToValue(b.holds(mustKey(c, c.Arg(0)))) }},
	},
}

func only(c js.Call) goja.Value {
	key := mustKey(c, c.Arg(0))
	return makeRange(c, &bounds{lower: key, upper: key})
}

func lowerBound(c js.Call) goja.Value {
	return makeRange(c, &bounds{lower: mustKey(c, c.Arg(0)), lowerOpen: c.Arg(1).ToBoolean(), upperOpen: true})
}

func upperBound(c js.Call) goja.Value {
	return makeRange(c, &bounds{upper: mustKey(c, c.Arg(0)), lowerOpen: true, upperOpen: c.Arg(1).ToBoolean()})
}

func between(c js.Call) goja.Value {
	b := &bounds{lower: mustKey(c, c.Arg(0)), upper: mustKey(c, c.Arg(1)), lowerOpen: c.Arg(2).ToBoolean(), upperOpen: c.Arg(3).ToBoolean()}
	if n := bytes.Compare(b.lower, b.upper); n > 0 || n == 0 && (b.lowerOpen || b.upperOpen) {
		c.Throw(c.DOMException("DataError", "the lower bound is above the upper one"))
	}
	return makeRange(c, b)
}

// makeRange is a new IDBKeyRange. The class is reached through the realm, because
// its own static members are made of this.
func makeRange(c js.Call, b *bounds) goja.Value { return realmOf(c.Realm).ranges(b) }

func bound(c js.Call, key []byte) goja.Value {
	if key == nil {
		return goja.Undefined()
	}
	return keyValue(c.Realm, key)
}

// rangeOf is a query: a key range or a key; nil for none, where that may be.
//
// https://w3c.github.io/IndexedDB/#convert-a-value-to-a-key-range
func rangeOf(c js.Call, v goja.Value, none bool) *bounds {
	if b, ok := js.Native[*bounds](c.Realm, v); ok {
		return b
	}
	if goja.IsUndefined(v) || goja.IsNull(v) {
		if none {
			return nil
		}
		c.Throw(c.DOMException("DataError", "a key or key range is needed"))
	}
	key := mustKey(c, v)
	return &bounds{lower: key, upper: key}
}

// names is a DOMStringList, sorted.
func names(r *js.Realm, list []string) goja.Value {
	list = slices.Clone(list)
	slices.Sort(list)
	o := r.Wrap(stringListClass, &list)
	for i, s := range list {
		_ = o.DefineDataProperty(strconv.Itoa(i), r.VM.ToValue(s), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	if values, ok := r.VM.Get("Array").(*goja.Object).Get("prototype").(*goja.Object); ok {
		_ = o.DefineDataPropertySymbol(goja.SymIterator, values.Get("values"), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	return o
}

// https://html.spec.whatwg.org/multipage/common-dom-interfaces.html#the-domstringlist-interface
var stringListClass = &js.Class[*[]string]{
	Name: "DOMStringList",
	Attrs: []js.Attr[*[]string]{
		{Name: "length", Get: func(l *[]string, c js.Call) goja.Value { return c.VM.ToValue(len(*l)) }},
	},
	Methods: []js.Method[*[]string]{
		{Name: "item", Length: 1, Call: func(l *[]string, c js.Call) goja.Value {
			if i := c.Integer(c.Arg(0), "index", 32); i < uint64(len(*l)) {
				return c.VM.ToValue((*l)[i])
			}
			return goja.Null()
		}},
		{Name: "contains", Length: 1, Call: func(l *[]string, c js.Call) goja.Value {
			return c.VM.ToValue(slices.Contains(*l, c.String(c.Arg(0), "string")))
		}},
	},
}
