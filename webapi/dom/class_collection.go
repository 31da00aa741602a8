package dom

import (
	"strconv"

	"github.com/dop251/goja"

	"asterism/js"
)

// collection is a NodeList or HTMLCollection: nodes is asked again whenever the
// length, an item or an iteration is, and the indexed properties follow then.
type collection struct {
	nodes  func() []*Node
	object *goja.Object
	shown  []*Node // what the indexed properties are
}

func newNodeList(r *js.Realm, nodes func() []*Node) *goja.Object {
	return newList(r, nodeListClass, nodes)
}

func newCollection(r *js.Realm, nodes func() []*Node) *goja.Object {
	return newList(r, collectionClass, nodes)
}

func newList(r *js.Realm, class js.Described, nodes func() []*Node) *goja.Object {
	l := &collection{nodes: nodes}
	l.object = r.Wrap(class, l)
	l.now(r)
	return l.object
}

// now is the nodes as they are; it brings the indexed properties up to date.
func (l *collection) now(r *js.Realm) []*Node {
	list := l.nodes()
	for i, n := range list {
		if i >= len(l.shown) || l.shown[i] != n {
			_ = l.object.DefineDataProperty(strconv.Itoa(i), Wrap(r, n), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_TRUE)
		}
	}
	for i := len(list); i < len(l.shown); i++ {
		_ = l.object.Delete(strconv.Itoa(i))
	}
	l.shown = list
	return list
}

func collectionAttrs() []js.Attr[*collection] {
	return []js.Attr[*collection]{
		{Name: "length", Get: func(l *collection, c js.Call) goja.Value { return c.VM.ToValue(len(l.now(c.Realm))) }},
	}
}

var itemMethod = js.Method[*collection]{Name: "item", Length: 1, Call: func(l *collection, c js.Call) goja.Value {
	list, i := l.now(c.Realm), c.Arg(0).ToInteger()
	if i < 0 || i >= int64(len(list)) {
		return goja.Null()
	}
	return Wrap(c.Realm, list[i])
}}

// nodeListClass is NodeList.
//
// https://dom.spec.whatwg.org/#interface-nodelist
var nodeListClass = &js.Class[*collection]{
	Name:  "NodeList",
	Attrs: collectionAttrs(),
	Methods: []js.Method[*collection]{itemMethod, forEachMethod, listIterator("values"),
		listView("keys"), listView("entries")},
}

// collectionClass is HTMLCollection.
//
// https://dom.spec.whatwg.org/#interface-htmlcollection
var collectionClass = &js.Class[*collection]{
	Name:  "HTMLCollection",
	Attrs: collectionAttrs(),
	Methods: []js.Method[*collection]{itemMethod, listIterator(""),
		{Name: "namedItem", Length: 1, Call: func(l *collection, c js.Call) goja.Value {
			name := c.String(c.Arg(0), "name")
			for _, n := range l.now(c.Realm) {
				if name != "" && (n.AttrOr("id") == name || n.AttrOr("name") == name) {
					return Wrap(c.Realm, n)
				}
			}
			return goja.Null()
		}},
	},
}

// listIterator iterates an array of the nodes as they are when it starts.
func listIterator(name string) js.Method[*collection] {
	return js.Method[*collection]{Name: name, Symbol: "iterator", Call: func(l *collection, c js.Call) goja.Value {
		return callMethod(c, arrayOf(c, l), "values")
	}}
}

// listView is an iterator of an array's method of the same name.
func listView(name string) js.Method[*collection] {
	return js.Method[*collection]{Name: name, Call: func(l *collection, c js.Call) goja.Value {
		return callMethod(c, arrayOf(c, l), name)
	}}
}

func arrayOf(c js.Call, l *collection) *goja.Object {
	var items []any
	for _, n := range l.now(c.Realm) {
		items = append(items, Wrap(c.Realm, n))
	}
	return c.VM.NewArray(items...)
}

func callMethod(c js.Call, o *goja.Object, name string, args ...goja.Value) goja.Value {
	fn, _ := goja.AssertFunction(o.Get(name))
	v, err := fn(o, args...)
	if err != nil {
		panic(err)
	}
	return v
}

// forEach calls back with (node, index, list).
var forEachMethod = js.Method[*collection]{Name: "forEach", Length: 1, Call: func(l *collection, c js.Call) goja.Value {
	fn := c.Callback(c.Arg(0), "callback")
	for i, n := range l.now(c.Realm) {
		if _, err := fn(c.Arg(1), Wrap(c.Realm, n), c.VM.ToValue(i), l.object); err != nil {
			panic(err)
		}
	}
	return goja.Undefined()
}}

func stringArray(c js.Call, list []string) *goja.Object {
	items := make([]any, len(list))
	for i, s := range list {
		items[i] = s
	}
	return c.VM.NewArray(items...)
}
