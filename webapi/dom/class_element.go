package dom

import (
	"slices"
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
)

// ElementClass is Element.
//
// https://dom.spec.whatwg.org/#interface-element
var ElementClass = &js.Class[*Node]{
	Name:   "Element",
	Parent: NodeClass,
	Attrs: slices.Concat(parentAttrs, siblings, []nodeAttr{
		textAttr("tagName", nodeName, nil),
		textAttr("localName", (*Node).Name, nil),
		{Name: "namespaceURI", Get: func(n *Node, c js.Call) goja.Value { return nullable(c.VM, namespaceURI(n.h.Namespace)) }},
		{Name: "prefix", Get: func(n *Node, c js.Call) goja.Value { return nullable(c.VM, n.prefix) }},
		reflected("id", "id"),
		reflected("className", "class"),
		reflected("slot", "slot"),
		{Name: "classList", Get: func(n *Node, c js.Call) goja.Value {
			return n.extra("classList", func() *goja.Object { return newTokenList(c.Realm, n, "class") })
		}, Set: func(n *Node, c js.Call, v goja.Value) { n.SetAttr("class", c.String(v, "classList")) }},
		{Name: "attributes", Get: attributes},
		textAttr("innerHTML", (*Node).InnerHTML, (*Node).SetInnerHTML),
		textAttr("outerHTML", (*Node).OuterHTML, setOuterHTML),
		zero("clientWidth"), zero("clientHeight"), zero("scrollTop"), zero("scrollLeft"), zero("scrollWidth"), zero("scrollHeight"),
	}),
	Methods: slices.Concat(parentMethods, childMethods, lookupMethods, []nodeMethod{
		{Name: "getAttribute", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
			if v, ok := n.Attr(attrName(n, c)); ok {
				return c.VM.ToValue(v)
			}
			return goja.Null()
		}},
		{Name: "hasAttribute", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
			_, ok := n.Attr(attrName(n, c))
			return c.VM.ToValue(ok)
		}},
		{Name: "hasAttributes", Call: func(n *Node, c js.Call) goja.Value { return c.VM.ToValue(len(n.h.Attr) > 0) }},
		{Name: "getAttributeNames", Call: func(n *Node, c js.Call) goja.Value { return stringArray(c, n.AttrNames()) }},
		{Name: "setAttribute", Length: 2, Call: func(n *Node, c js.Call) goja.Value {
			name, value := attrName(n, c), c.String(c.Arg(1), "value")
			if !ValidName(name) {
				c.Throw(c.DOMException("InvalidCharacterError", "'%s' is not a valid attribute name", name))
			}
			n.SetAttr(name, value)
			return goja.Undefined()
		}},
		{Name: "removeAttribute", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
			n.RemoveAttr(attrName(n, c))
			return goja.Undefined()
		}},
		{Name: "toggleAttribute", Length: 1, Call: toggleAttribute},
		{Name: "matches", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
			ok, err := n.Matches(c.String(c.Arg(0), "selectors"))
			check(c, err)
			return c.VM.ToValue(ok)
		}},
		{Name: "closest", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
			found, err := n.Closest(c.String(c.Arg(0), "selectors"))
			check(c, err)
			return Wrap(c.Realm, found)
		}},
		{Name: "insertAdjacentHTML", Length: 2, Call: func(n *Node, c js.Call) goja.Value {
			check(c, n.InsertHTML(c.String(c.Arg(0), "position"), c.String(c.Arg(1), "text")))
			return goja.Undefined()
		}},
		{Name: "insertAdjacentElement", Length: 2, Call: func(n *Node, c js.Call) goja.Value {
			where, e := c.String(c.Arg(0), "where"), arg(c, 1, "the element")
			if w := strings.ToLower(where); (w == "beforebegin" || w == "afterend") && n.Parent() == nil {
				return goja.Null()
			}
			check(c, n.insertAdjacent(where, e))
			return c.Arg(1)
		}},
		{Name: "getBoundingClientRect", Call: func(n *Node, c js.Call) goja.Value {
			o := c.VM.NewObject()
			for _, k := range []string{"x", "y", "width", "height", "top", "left", "right", "bottom"} {
				_ = o.Set(k, 0)
			}
			return o
		}},
		{Name: "scrollIntoView", Call: func(n *Node, c js.Call) goja.Value { return goja.Undefined() }},
	}),
}

// attrName is the first argument as an attribute's name: HTML elements lower-case it.
func attrName(n *Node, c js.Call) string {
	name := c.String(c.Arg(0), "qualifiedName")
	if n.h.Namespace == "" && !n.doc.XML {
		return strings.ToLower(name)
	}
	return name
}

// toggleAttribute is https://dom.spec.whatwg.org/#dom-element-toggleattribute
func toggleAttribute(n *Node, c js.Call) goja.Value {
	name := attrName(n, c)
	if !ValidName(name) {
		c.Throw(c.DOMException("InvalidCharacterError", "'%s' is not a valid attribute name", name))
	}
	_, has := n.Attr(name)
	want := !has
	if len(c.Args) > 1 {
		want = c.Arg(1).ToBoolean()
	}
	if want && !has {
		n.SetAttr(name, "")
	} else if !want && has {
		n.RemoveAttr(name)
	}
	return c.VM.ToValue(want)
}

// attributes is a list of {name, value} as they are now, not a live NamedNodeMap.
func attributes(n *Node, c js.Call) goja.Value {
	list := make([]any, 0, len(n.h.Attr))
	for _, a := range n.h.Attr {
		o := c.VM.NewObject()
		_ = o.Set("name", a.Key)
		_ = o.Set("value", a.Val)
		_ = o.Set("nodeValue", a.Val)
		list = append(list, o)
	}
	return c.VM.NewArray(list...)
}

func setOuterHTML(n *Node, markup string) {
	p := n.Parent()
	if p == nil || p.Kind() == DocumentKind {
		return
	}
	_ = p.Replace(n.doc.Fragment(p, markup), n)
}

// zero is a measure of a layout that is not there.
func zero(name string) nodeAttr {
	return nodeAttr{Name: name, Get: func(_ *Node, c js.Call) goja.Value { return c.VM.ToValue(0) },
		Set: func(*Node, js.Call, goja.Value) {}}
}
