package dom

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// parseFragment parses markup as it would be inside context. The nodes are
// siblings of each other, not yet of this package.
//
// https://html.spec.whatwg.org/#html-fragment-parsing-algorithm
func parseFragment(context *Node, markup string) []*html.Node {
	name := "body"
	if context != nil && context.Kind() == ElementKind && context.h.Namespace == "" {
		name = context.h.Data
	}
	ctx := &html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name))}
	nodes, err := html.ParseFragment(strings.NewReader(markup), ctx)
	if err != nil {
		nodes, err = html.ParseFragment(strings.NewReader(flatten(markup)), ctx)
	}
	if err != nil {
		nodes = []*html.Node{{Type: html.TextNode, Data: markup}}
	}
	// ParseFragment hands them out unlinked: link them as siblings again.
	holder := &html.Node{Type: html.DocumentNode}
	for _, n := range nodes {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
		holder.AppendChild(n)
	}
	return nodes
}

// Fragment parses markup into a fragment whose scripts will not run.
func (d *Document) Fragment(context *Node, markup string) *Node {
	f := d.newFragment()
	for _, h := range parseFragment(context, markup) {
		f.h.AppendChild(&d.deepCopy(h).h)
	}
	f.handlersBelow()
	return f
}

func (d *Document) deepCopy(src *html.Node) *Node {
	n := d.copyOf(src)
	n.started = n.Is("script") // "already started": never runs
	into := n
	if n.content != nil {
		into = n.content
	}
	for c := src.FirstChild; c != nil; c = c.NextSibling {
		into.h.AppendChild(&d.deepCopy(c).h)
	}
	return n
}

// InnerHTML serializes what is inside n.
func (n *Node) InnerHTML() string {
	from := n
	if n.content != nil {
		from = n.content
	}
	var b strings.Builder
	raw := rawText[n.h.Data] && n.Kind() == ElementKind && n.h.Namespace == ""
	for c := from.First(); c != nil; c = c.Next() {
		if raw && c.Kind() == TextKind {
			b.WriteString(c.h.Data)
			continue
		}
		c.serialize(&b)
	}
	return b.String()
}

// OuterHTML serializes n with what is inside.
func (n *Node) OuterHTML() string {
	var b strings.Builder
	n.serialize(&b)
	return b.String()
}

// SetInnerHTML replaces the children by parsed markup.
func (n *Node) SetInnerHTML(markup string) {
	f := n.doc.Fragment(n, markup)
	into := n
	if n.content != nil {
		into = n.content
	}
	into.Clear()
	_ = into.Insert(f, nil)
}

// InsertHTML is insertAdjacentHTML. The error is a *TreeError.
//
// https://html.spec.whatwg.org/#dom-element-insertadjacenthtml
func (n *Node) InsertHTML(where, markup string) error {
	context := n
	switch strings.ToLower(where) {
	case "beforebegin", "afterend":
		if context = n.Parent(); context == nil || context.Kind() == DocumentKind {
			return &TreeError{"NoModificationAllowedError", "the element has no parent element"}
		}
	case "afterbegin", "beforeend":
	default:
		return &TreeError{"SyntaxError", "'" + where + "' is not a position: beforebegin, afterbegin, beforeend or afterend"}
	}
	return n.insertAdjacent(where, n.doc.Fragment(context, markup))
}

func (n *Node) insertAdjacent(where string, what *Node) error {
	switch strings.ToLower(where) {
	case "beforebegin":
		return n.Parent().Insert(what, n)
	case "afterbegin":
		return n.Insert(what, n.First())
	case "beforeend":
		return n.Insert(what, nil)
	}
	return n.Parent().Insert(what, n.Next())
}
