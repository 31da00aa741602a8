package dom

import (
	"strings"
	"unsafe"

	"github.com/dop251/goja"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"asterism/js"
	"asterism/webapi/blob"
	"asterism/webapi/events"
)

// Kind is a node's type, with the numbers scripts see as nodeType.
//
// https://dom.spec.whatwg.org/#dom-node-nodetype
type Kind int

const (
	ElementKind  Kind = 1
	TextKind     Kind = 3
	CommentKind  Kind = 8
	DocumentKind Kind = 9
	DoctypeKind  Kind = 10
	FragmentKind Kind = 11
)

// Node is one node of a document's tree. Every html.Node in a tree of this
// package is the first field of a Node, which is how selectors and the
// serializer, which work on html.Node, lead back to it: see of.
type Node struct {
	h html.Node // first field: see of

	events.Target // a node is an EventTarget

	doc      *Document
	prefix   string       // of an element's namespace, as written
	fragment bool         // a DocumentFragment rather than a Document
	content  *Node        // a template's contents
	wrapper  *goja.Object // the JavaScript object, once a script has seen the node
	home     *js.Realm    // the wrapper's
	started  bool         // a script: "already started", it will not run again
	value    *string      // form controls: the value once a script has set it
	checked  *bool
	files    []*blob.File            // of an input: what was chosen
	extras   map[string]*goja.Object // objects an element always gives the same: style, classList
	image    *Image
	busy     bool   // a form: its entry list is being made
	firing   bool   // a form: its submit event is being fired
	custom   string // a control: the custom validity message
	// Frame is the nested browsing context of an iframe, kept by the host.
	Frame Frame
}

// of is the Node around h, nil for nil. Sound because the package never links
// an html.Node into a tree that is not the first field of a Node.
func of(h *html.Node) *Node {
	return (*Node)(unsafe.Pointer(h))
}

// Kind is the node's type.
func (n *Node) Kind() Kind {
	switch n.h.Type {
	case html.ElementNode:
		return ElementKind
	case html.TextNode:
		return TextKind
	case html.CommentNode:
		return CommentKind
	case html.DoctypeNode:
		return DoctypeKind
	}
	if n.fragment {
		return FragmentKind
	}
	return DocumentKind
}

// Document is the node document.
func (n *Node) Document() *Document { return n.doc }

// Name is an element's local name, in lower case for HTML; "#text" and the like
// for others.
func (n *Node) Name() string {
	switch n.Kind() {
	case ElementKind, DoctypeKind:
		return n.h.Data
	case TextKind:
		return "#text"
	case CommentKind:
		return "#comment"
	case FragmentKind:
		return "#document-fragment"
	}
	return "#document"
}

// Is says whether n is an HTML element of that name.
func (n *Node) Is(name string) bool {
	return n != nil && n.h.Type == html.ElementNode && n.h.Namespace == "" && n.h.Data == name
}

func (n *Node) Parent() *Node   { return of(n.h.Parent) }
func (n *Node) First() *Node    { return of(n.h.FirstChild) }
func (n *Node) Last() *Node     { return of(n.h.LastChild) }
func (n *Node) Next() *Node     { return of(n.h.NextSibling) }
func (n *Node) Previous() *Node { return of(n.h.PrevSibling) }

// Children is the list of child nodes as it is now.
func (n *Node) Children() []*Node {
	var out []*Node
	for c := n.First(); c != nil; c = c.Next() {
		out = append(out, c)
	}
	return out
}

// Elements is the list of child elements as it is now.
func (n *Node) Elements() []*Node {
	var out []*Node
	for c := n.First(); c != nil; c = c.Next() {
		if c.Kind() == ElementKind {
			out = append(out, c)
		}
	}
	return out
}

// Root is the top of the tree n is in.
func (n *Node) Root() *Node {
	for n.h.Parent != nil {
		n = n.Parent()
	}
	return n
}

// Connected says whether n is in its document's tree.
func (n *Node) Connected() bool {
	return n.doc != nil && n.Root() == &n.doc.Node
}

// Contains says whether other is n or below it.
func (n *Node) Contains(other *Node) bool {
	for ; other != nil; other = other.Parent() {
		if other == n {
			return true
		}
	}
	return false
}

// Walk calls f for n and everything below it in tree order, until f says false.
func (n *Node) Walk(f func(*Node) bool) bool {
	if !f(n) {
		return false
	}
	for c := n.First(); c != nil; c = c.Next() {
		if !c.Walk(f) {
			return false
		}
	}
	return true
}

// Text is the concatenation of all text below n, or a text node's own data.
//
// https://dom.spec.whatwg.org/#concept-descendant-text-content
func (n *Node) Text() string {
	if k := n.Kind(); k == TextKind || k == CommentKind {
		return n.h.Data
	}
	var b strings.Builder
	n.Walk(func(c *Node) bool {
		if c.Kind() == TextKind {
			b.WriteString(c.h.Data)
		}
		return true
	})
	return b.String()
}

// ChildText is the text of n's own text children: a script's source.
//
// https://dom.spec.whatwg.org/#concept-child-text-content
func (n *Node) ChildText() string {
	var b strings.Builder
	for c := n.First(); c != nil; c = c.Next() {
		if c.Kind() == TextKind {
			b.WriteString(c.h.Data)
		}
	}
	return b.String()
}

// element makes an unattached element.
func (d *Document) element(name, namespace string) *Node {
	n := &Node{doc: d}
	n.h = html.Node{Type: html.ElementNode, Data: name, Namespace: namespace, DataAtom: atom.Lookup([]byte(name))}
	if name == "template" && namespace == "" {
		n.content = d.newFragment()
	}
	return n
}

func (d *Document) text(data string) *Node {
	n := &Node{doc: d}
	n.h = html.Node{Type: html.TextNode, Data: data}
	return n
}

func (d *Document) comment(data string) *Node {
	n := &Node{doc: d}
	n.h = html.Node{Type: html.CommentNode, Data: data}
	return n
}

func (d *Document) newFragment() *Node {
	n := &Node{doc: d, fragment: true}
	n.h = html.Node{Type: html.DocumentNode}
	return n
}

// StartScript marks a script element as started; false: it was already, or
// comes from markup that must not run.
func (n *Node) StartScript() bool {
	if n.started {
		return false
	}
	n.started = true
	return true
}
