package dom

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// Parser brings the nodes of a page into a document, piece by piece. x/net/html
// has no hook for scripts, so the page is parsed whole first and then revealed
// in document order; each script element stops it (Next) until its owner has
// run the script. Where the final tree differs from the one at an earlier
// moment (misnested formatting, content fostered out of tables) a script sees
// the final shape.
type Parser struct {
	doc   *Document
	stack []frame
}

// frame is a position: src is the next node to copy, into parent before ref.
type frame struct {
	src    *html.Node
	parent *Node
	self   *Node // the element that is complete once src runs out; nil: none
}

// NewParser parses src, a page in UTF-8.
func NewParser(doc *Document, src string) *Parser {
	root, err := html.ParseWithOptions(strings.NewReader(src), html.ParseOptionEnableScripting(true))
	if err != nil {
		// More than 512 open elements: without the deepest the rest is still a page.
		root, err = html.Parse(strings.NewReader(flatten(src)))
	}
	if err != nil {
		root, _ = html.Parse(strings.NewReader(html.EscapeString(fmt.Sprintf("This page cannot be parsed: %v.", err))))
	}
	p := &Parser{doc: doc}
	doc.Quirks = true
	for c := root.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.DoctypeNode && strings.EqualFold(c.Data, "html") {
			doc.Quirks = false
		}
	}
	p.stack = append(p.stack, frame{src: root.FirstChild, parent: &doc.Node})
	return p
}

// Next adds nodes up to and including the next script element that is to be
// looked at (its end tag has just been seen), or to the end of the page: nil.
func (p *Parser) Next() *Node {
	for len(p.stack) > 0 {
		top := &p.stack[len(p.stack)-1]
		if top.src == nil {
			done := top.self
			p.stack = p.stack[:len(p.stack)-1]
			if done.Is("script") && done.Connected() {
				return done
			}
			continue
		}
		src := top.src
		top.src = src.NextSibling
		p.reveal(top.parent, src)
	}
	return nil
}

// reveal copies one node without its children, which are pushed as a frame.
func (p *Parser) reveal(parent *Node, src *html.Node) {
	n := p.doc.copyOf(src)
	parent.h.AppendChild(&n.h)
	n.contentHandlers()
	if connected := parent.Connected(); n.Is("script") {
		n.started = connected // its owner runs it, once, not its insertion
	} else if connected && n.Kind() == ElementKind {
		p.doc.host.Inserted(n)
	}
	if src.FirstChild == nil && !n.Is("script") {
		return
	}
	into := n
	if n.content != nil {
		into = n.content
	}
	p.stack = append(p.stack, frame{src: src.FirstChild, parent: into, self: n})
}

// copyOf makes an unattached Node of a parsed html.Node, without children.
func (d *Document) copyOf(src *html.Node) *Node {
	var n *Node
	if src.Type == html.ElementNode {
		n = d.element(src.Data, src.Namespace)
	} else {
		n = &Node{doc: d}
	}
	n.h.Type, n.h.Data, n.h.DataAtom = src.Type, src.Data, src.DataAtom
	n.h.Attr = append([]html.Attribute(nil), src.Attr...)
	return n
}

// Write opens document.write for the script that runs now; the returned
// function closes it and puts what was written at the parser's position.
func (p *Parser) Write(script *Node) (done func()) {
	d := p.doc
	d.writing, d.written = true, nil
	return func() {
		text := string(d.written)
		d.writing, d.written = false, nil
		parent := script.Parent()
		if text == "" || parent == nil {
			return
		}
		nodes := parseFragment(parent, text)
		if len(nodes) == 0 {
			return
		}
		p.stack = append(p.stack, frame{src: nodes[0], parent: parent})
	}
}

// maxDepth is how many elements flatten leaves open: x/net/html refuses 512.
const maxDepth = 480

// flatten drops the start and end tags nested deeper than maxDepth.
func flatten(src string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(src))
	depth := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.StartTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			if voidElements[string(name)] {
				b.WriteString(raw)
				continue
			}
			if depth++; depth <= maxDepth {
				b.WriteString(raw)
			}
		case html.EndTagToken:
			if depth <= maxDepth {
				b.Write(z.Raw())
			}
			depth = max(depth-1, 0)
		default:
			b.Write(z.Raw())
		}
	}
}
