package dom

import (
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
)

// parentAttrs and parentMethods are the ParentNode mixin: elements, documents
// and fragments have them.
//
// https://dom.spec.whatwg.org/#parentnode
var parentAttrs = []nodeAttr{
	{Name: "children", Get: func(n *Node, c js.Call) goja.Value {
		return n.extra("children", func() *goja.Object { return newCollection(c.Realm, n.Elements) })
	}},
	link("firstElementChild", func(n *Node) *Node { return toElement(n.First(), (*Node).Next) }),
	link("lastElementChild", func(n *Node) *Node { return toElement(n.Last(), (*Node).Previous) }),
	{Name: "childElementCount", Get: func(n *Node, c js.Call) goja.Value { return c.VM.ToValue(len(n.Elements())) }},
}

var parentMethods = []nodeMethod{
	{Name: "querySelector", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
		found, err := n.Query(c.String(c.Arg(0), "selectors"))
		check(c, err)
		return Wrap(c.Realm, found)
	}},
	{Name: "querySelectorAll", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
		found, err := n.QueryAll(c.String(c.Arg(0), "selectors"))
		check(c, err)
		return newNodeList(c.Realm, func() []*Node { return found })
	}},
	{Name: "append", Call: func(n *Node, c js.Call) goja.Value {
		check(c, n.Insert(nodes(c, n), nil))
		return goja.Undefined()
	}},
	{Name: "prepend", Call: func(n *Node, c js.Call) goja.Value {
		check(c, n.Insert(nodes(c, n), n.First()))
		return goja.Undefined()
	}},
	{Name: "replaceChildren", Call: func(n *Node, c js.Call) goja.Value {
		f := nodes(c, n)
		n.Clear()
		check(c, n.Insert(f, nil))
		return goja.Undefined()
	}},
}

// lookupMethods are what elements and documents share beyond that.
var lookupMethods = []nodeMethod{
	{Name: "getElementsByTagName", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
		name := c.String(c.Arg(0), "qualifiedName")
		lower := strings.ToLower(name)
		return newCollection(c.Realm, func() []*Node {
			return n.all(func(e *Node) bool {
				return name == "*" || e.h.Data == lower && e.h.Namespace == "" || e.h.Data == name && e.h.Namespace != ""
			})
		})
	}},
	{Name: "getElementsByClassName", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
		want := tokens(c.String(c.Arg(0), "classNames"))
		return newCollection(c.Realm, func() []*Node {
			return n.all(func(e *Node) bool { return len(want) > 0 && e.hasClasses(want) })
		})
	}},
}

func (n *Node) hasClasses(want []string) bool {
	have := tokens(n.AttrOr("class"))
	for _, w := range want {
		found := false
		for _, h := range have {
			found = found || h == w
		}
		if !found {
			return false
		}
	}
	return true
}

// childMethods is the ChildNode mixin: elements, text and comments have them.
//
// https://dom.spec.whatwg.org/#childnode
var childMethods = []nodeMethod{
	{Name: "remove", Call: func(n *Node, c js.Call) goja.Value {
		n.Remove()
		return goja.Undefined()
	}},
	{Name: "before", Call: beside(func(p, n, f *Node) error { return p.Insert(f, n) })},
	{Name: "after", Call: beside(func(p, n, f *Node) error { return p.Insert(f, n.Next()) })},
	{Name: "replaceWith", Call: beside(func(p, n, f *Node) error {
		if n.Parent() != p { // n is one of the new nodes
			return p.Insert(f, nil)
		}
		return p.Replace(f, n)
	})},
}

func beside(do func(parent, n, f *Node) error) func(*Node, js.Call) goja.Value {
	return func(n *Node, c js.Call) goja.Value {
		if p := n.Parent(); p != nil {
			f := nodes(c, n)
			if n.Parent() != p {
				check(c, p.Insert(f, nil))
				return goja.Undefined()
			}
			check(c, do(p, n, f))
		}
		return goja.Undefined()
	}
}

// siblings are the element siblings of elements and character data.
var siblings = []nodeAttr{
	link("nextElementSibling", func(n *Node) *Node { return toElement(n.Next(), (*Node).Next) }),
	link("previousElementSibling", func(n *Node) *Node { return toElement(n.Previous(), (*Node).Previous) }),
}

func toElement(n *Node, step func(*Node) *Node) *Node {
	for n != nil && n.Kind() != ElementKind {
		n = step(n)
	}
	return n
}

// nodeName is an element's qualified name, in upper case for HTML elements of
// HTML documents.
//
// https://dom.spec.whatwg.org/#element-html-uppercased-qualified-name
func nodeName(n *Node) string {
	name := n.Name()
	if n.prefix != "" {
		name = n.prefix + ":" + name
	}
	if n.Kind() == ElementKind && n.h.Namespace == "" && !n.doc.XML {
		return strings.ToUpper(name)
	}
	return name
}
