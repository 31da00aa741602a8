package dom

import (
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
)

// nodesAttr is an attribute that is a live HTMLCollection.
func nodesAttr(name string, nodes func(*Node) []*Node) nodeAttr {
	return nodeAttr{Name: name, Get: func(n *Node, c js.Call) goja.Value {
		return n.extra(name, func() *goja.Object { return newCollection(c.Realm, func() []*Node { return nodes(n) }) })
	}}
}

// indexAttr is where in a list the node itself is, -1 when it is not in it.
func indexAttr(name string, in func(*Node) []*Node) nodeAttr {
	return nodeAttr{Name: name, Get: func(n *Node, c js.Call) goja.Value { return c.VM.ToValue(slices.Index(in(n), n)) }}
}

// childrenOf is the child elements with one of these names; nil has none.
func (n *Node) childrenOf(names ...string) (list []*Node) {
	if n == nil {
		return nil
	}
	for _, e := range n.Elements() {
		if slices.ContainsFunc(names, e.Is) {
			list = append(list, e)
		}
	}
	return list
}

// above is the nearest ancestor with this name, or nil.
func (n *Node) above(name string) *Node {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Is(name) {
			return p
		}
	}
	return nil
}

// tableRows is a table's rows: those of its heads first, of its feet last.
//
// https://html.spec.whatwg.org/#dom-table-rows
func (n *Node) tableRows() (rows []*Node) {
	var feet []*Node
	for _, head := range n.childrenOf("thead") {
		rows = append(rows, head.childrenOf("tr")...)
	}
	for _, e := range n.childrenOf("tr", "tbody", "tfoot") {
		switch {
		case e.Is("tr"):
			rows = append(rows, e)
		case e.Is("tbody"):
			rows = append(rows, e.childrenOf("tr")...)
		default:
			feet = append(feet, e.childrenOf("tr")...)
		}
	}
	return append(rows, feet...)
}
