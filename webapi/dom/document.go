package dom

import (
	"github.com/dop251/goja"
	"golang.org/x/net/html"

	"asterism/js"
	"asterism/webapi/events"
)

// Document is a document: the root of a tree and what scripts read from
// `document`. Host does what needs the outside.
type Document struct {
	Node
	URL          string
	BaseURL      string // of the URL, before any <base>
	Referrer     string
	ContentType  string // "text/html"
	Encoding     string // "UTF-8"
	LastModified string
	ReadyState   string // "loading", "interactive", "complete"
	Quirks       bool
	XML          bool  // of its kind; otherwise it is an HTML document
	Current      *Node // the classic script that runs now: document.currentScript

	// Window is the document's global object and the parent of its events; nil:
	// a document without a browsing context (DOMParser, templates).
	Window events.Node
	// Location makes document.location; nil: null.
	Location func() goja.Value

	realm   *js.Realm // of the wrappers; nil: nobody scripts it
	host    Host
	based   *string // href of the first base element when it was settled; nil: none
	barred  bool    // it does not count
	written []byte  // by document.write, during a script of the parser
	writing bool    // document.write is open: a script of the parser runs
}

// Host is what the tree tells the document's owner and asks from it. All calls
// come on the document's loop; an element is told of when its subtree is
// complete.
type Host interface {
	// Inserted: n (an element) has just become connected.
	Inserted(n *Node)
	// Removed: n (an element) has just been disconnected.
	Removed(n *Node)
	// Changed: an attribute of a connected element has a new value; of img, video
	// and audio also when they are not connected.
	Changed(n *Node, attr string)
	// Cookie and SetCookie are document.cookie.
	Cookie() string
	SetCookie(string)
	// Navigate goes to a URL, as location.href = … and links do.
	Navigate(url string)
	// Activate performs the default action of a click that nobody prevented.
	Activate(n *Node)
	// AllowInline: a "script", "script attribute", "style" or "style attribute" of
	// an element may be used.
	AllowInline(n *Node, kind, source string) bool
	// Submit sends a form's entries where it says.
	Submit(s *Submission)
}

// NewDocument makes an empty document. host may be nil: nobody is told.
func NewDocument(url string, host Host) *Document {
	d := &Document{
		URL: url, BaseURL: url, ContentType: "text/html", Encoding: "UTF-8",
		ReadyState: "loading", host: host,
	}
	if host == nil {
		d.host = nobody{}
	}
	d.doc = d
	d.h = html.Node{Type: html.DocumentNode}
	return d
}

// Element is documentElement: the html element, or nil.
func (d *Document) Element() *Node {
	for c := d.First(); c != nil; c = c.Next() {
		if c.Kind() == ElementKind {
			return c
		}
	}
	return nil
}

// Head is the head element, or nil.
func (d *Document) Head() *Node { return d.child("head") }

// Body is the body (or frameset) element, or nil.
func (d *Document) Body() *Node {
	if b := d.child("body"); b != nil {
		return b
	}
	return d.child("frameset")
}

func (d *Document) child(name string) *Node {
	root := d.Element()
	if root == nil {
		return nil
	}
	for c := root.First(); c != nil; c = c.Next() {
		if c.Is(name) {
			return c
		}
	}
	return nil
}

// Title is the text of the title element with white space collapsed.
//
// https://html.spec.whatwg.org/#document.title
func (d *Document) Title() string {
	if t := d.find(func(n *Node) bool { return n.Is("title") }); t != nil {
		return collapse(t.ChildText())
	}
	return ""
}

// SetTitle changes the title element, making one in head where there is none.
func (d *Document) SetTitle(s string) {
	t := d.find(func(n *Node) bool { return n.Is("title") })
	if t == nil {
		head := d.Head()
		if head == nil {
			return
		}
		t = d.element("title", "")
		_ = head.Insert(t, nil)
	}
	t.SetText(s)
}

// ByID is the first element with that id in tree order, or nil.
func (d *Document) ByID(id string) *Node { return d.byID(id) }

func (n *Node) byID(id string) *Node {
	if id == "" {
		return nil
	}
	return n.find(func(c *Node) bool {
		v, ok := c.Attr("id")
		return ok && v == id
	})
}

// find is the first element below n, in tree order, that f accepts.
func (n *Node) find(f func(*Node) bool) *Node {
	var found *Node
	n.Walk(func(c *Node) bool {
		if c != n && c.Kind() == ElementKind && f(c) {
			found = c
		}
		return found == nil
	})
	return found
}

// all is every element below n, in tree order, that f accepts.
func (n *Node) all(f func(*Node) bool) []*Node {
	var found []*Node
	n.Walk(func(c *Node) bool {
		if c != n && c.Kind() == ElementKind && f(c) {
			found = append(found, c)
		}
		return true
	})
	return found
}

// nobody is a Host for documents that have none.
type nobody struct{}

func (nobody) Inserted(*Node)        {}
func (nobody) Removed(*Node)         {}
func (nobody) Changed(*Node, string) {}
func (nobody) Cookie() string        { return "" }
func (nobody) SetCookie(string)      {}
func (nobody) Navigate(string)       {}
func (nobody) Activate(*Node)        {}

func (nobody) Submit(*Submission) {}

func (nobody) AllowInline(*Node, string, string) bool { return true }
