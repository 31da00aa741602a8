package dom

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
)

// NodeClass is Node.
//
// https://dom.spec.whatwg.org/#interface-node
var NodeClass = &js.Class[*Node]{
	Name:   "Node",
	Parent: events.TargetClass,
	Attrs: []nodeAttr{
		{Name: "nodeType", Get: func(n *Node, c js.Call) goja.Value { return c.VM.ToValue(int(n.Kind())) }},
		textAttr("nodeName", nodeName, nil),
		textAttr("baseURI", func(n *Node) string { return n.doc.Base() }, nil),
		flagAttr("isConnected", (*Node).Connected),
		link("ownerDocument", func(n *Node) *Node {
			if n.Kind() == DocumentKind {
				return nil
			}
			return &n.doc.Node
		}),
		link("parentNode", (*Node).Parent),
		link("parentElement", func(n *Node) *Node {
			if p := n.Parent(); p != nil && p.Kind() == ElementKind {
				return p
			}
			return nil
		}),
		link("firstChild", (*Node).First),
		link("lastChild", (*Node).Last),
		link("previousSibling", (*Node).Previous),
		link("nextSibling", (*Node).Next),
		{Name: "childNodes", Get: func(n *Node, c js.Call) goja.Value {
			return n.extra("childNodes", func() *goja.Object { return newNodeList(c.Realm, n.Children) })
		}},
		{Name: "nodeValue", Get: nodeValue, Set: func(n *Node, c js.Call, v goja.Value) {
			if k := n.Kind(); k == TextKind || k == CommentKind {
				setText(n, c, v)
			}
		}},
		{Name: "textContent", Get: func(n *Node, c js.Call) goja.Value {
			if k := n.Kind(); k == DocumentKind || k == DoctypeKind {
				return goja.Null()
			}
			return c.VM.ToValue(n.Text())
		}, Set: setText},
	},
	Methods: []nodeMethod{
		{Name: "hasChildNodes", Call: func(n *Node, c js.Call) goja.Value { return c.VM.ToValue(n.First() != nil) }},
		{Name: "getRootNode", Call: func(n *Node, c js.Call) goja.Value { return Wrap(c.Realm, n.Root()) }},
		{Name: "contains", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
			other := argOrNil(c, 0, "other")
			return c.VM.ToValue(other != nil && n.Contains(other))
		}},
		{Name: "isSameNode", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
			return c.VM.ToValue(argOrNil(c, 0, "other") == n)
		}},
		{Name: "isEqualNode", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
			other := argOrNil(c, 0, "other")
			return c.VM.ToValue(other != nil && other.Kind() == n.Kind() && other.OuterHTML() == n.OuterHTML())
		}},
		{Name: "compareDocumentPosition", Length: 1, Call: comparePosition},
		{Name: "cloneNode", Call: func(n *Node, c js.Call) goja.Value {
			if n.Kind() == DocumentKind {
				c.Throw(c.DOMException("NotSupportedError", "documents cannot be cloned"))
			}
			return Wrap(c.Realm, n.Clone(c.Arg(0).ToBoolean()))
		}},
		{Name: "appendChild", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
			check(c, n.Insert(arg(c, 0, "the new child"), nil))
			return c.Arg(0)
		}},
		{Name: "insertBefore", Length: 2, Call: func(n *Node, c js.Call) goja.Value {
			check(c, n.Insert(arg(c, 0, "the new child"), argOrNil(c, 1, "the reference child")))
			return c.Arg(0)
		}},
		{Name: "removeChild", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
			check(c, n.RemoveChild(arg(c, 0, "the child")))
			return c.Arg(0)
		}},
		{Name: "replaceChild", Length: 2, Call: func(n *Node, c js.Call) goja.Value {
			check(c, n.Replace(arg(c, 0, "the new child"), arg(c, 1, "the old child")))
			return c.Arg(1)
		}},
		{Name: "normalize", Call: func(n *Node, c js.Call) goja.Value {
			n.normalize()
			return goja.Undefined()
		}},
	},
	Consts: map[string]int{
		"ELEMENT_NODE": 1, "ATTRIBUTE_NODE": 2, "TEXT_NODE": 3, "CDATA_SECTION_NODE": 4,
		"PROCESSING_INSTRUCTION_NODE": 7, "COMMENT_NODE": 8, "DOCUMENT_NODE": 9,
		"DOCUMENT_TYPE_NODE": 10, "DOCUMENT_FRAGMENT_NODE": 11,
	},
}

func setText(n *Node, c js.Call, v goja.Value) {
	if goja.IsNull(v) || goja.IsUndefined(v) {
		n.SetText("")
		return
	}
	n.SetText(c.String(v, "textContent"))
}

func nodeValue(n *Node, c js.Call) goja.Value {
	if k := n.Kind(); k == TextKind || k == CommentKind {
		return c.VM.ToValue(n.h.Data)
	}
	return goja.Null()
}

// comparePosition is https://dom.spec.whatwg.org/#dom-node-comparedocumentposition
func comparePosition(n *Node, c js.Call) goja.Value {
	const disconnected, preceding, following, contains, containedBy, specific = 1, 2, 4, 8, 16, 32
	other := arg(c, 0, "other")
	order := func() int {
		switch {
		case n == other:
			return 0
		case n.Root() != other.Root():
			return disconnected | specific | preceding
		case other.Contains(n):
			return contains | preceding
		case n.Contains(other):
			return containedBy | following
		}
		first := 0
		n.Root().Walk(func(x *Node) bool {
			if x == n {
				first = following
			} else if x == other {
				first = preceding
			}
			return first == 0
		})
		return first
	}
	return c.VM.ToValue(order())
}

// normalize joins adjacent text and drops empty text.
//
// https://dom.spec.whatwg.org/#dom-node-normalize
func (n *Node) normalize() {
	for c := n.First(); c != nil; {
		next := c.Next()
		switch {
		case c.Kind() != TextKind:
			c.normalize()
		case c.h.Data == "":
			c.Remove()
		case next != nil && next.Kind() == TextKind:
			c.h.Data += next.h.Data
			next.Remove()
			next = c
		}
		c = next
	}
}

// extra is an object n always gives the same.
func (n *Node) extra(name string, make func() *goja.Object) goja.Value {
	if o, ok := n.extras[name]; ok {
		return o
	}
	if n.extras == nil {
		n.extras = map[string]*goja.Object{}
	}
	o := make()
	n.extras[name] = o
	return o
}
