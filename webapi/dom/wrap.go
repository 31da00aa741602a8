package dom

import (
	"errors"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
	"asterism/webapi/formdata"
)

// Install exposes the DOM classes in the document's realm and makes it the realm
// of the document's wrappers.
func Install(r *js.Realm, d *Document) {
	d.realm = r
	r.Attach(classKey{}, classOf)
	for _, class := range []js.Described{
		NodeClass, ElementClass, DocumentClass, FragmentClass, TextClass, CommentClass, DoctypeClass,
		HTMLElementClass, collectionClass, nodeListClass, tokenListClass, styleClass, parserClass, serializerClass,
		UIEventClass, MouseEventClass, KeyboardEventClass, SubmitEventClass, FormDataEventClass,
		transferClass, itemListClass, transferItemClass,
	} {
		r.Expose(class)
	}
	for _, class := range htmlClasses {
		r.Expose(class)
	}
	formdata.OfForm(r, ofForm)
	r.Lazy("HTMLDocument", func() goja.Value { return r.Constructor(DocumentClass) })
	r.Lazy("Image", func() goja.Value { return imageConstructor(r) })
}

// Adopt makes r, in which Install was called for a document before, the realm of
// another document's wrappers.
func Adopt(r *js.Realm, d *Document) { d.realm = r }

// classKey is where a realm keeps classOf: Wrap calling it by name would make the
// classes' initialisation refer to itself.
type classKey struct{}

// Wrap is a node's one JavaScript object, as r sees it; null for nil. The object is
// of the realm of the document that the node was in at first, wherever it goes.
func Wrap(r *js.Realm, n *Node) goja.Value {
	if n == nil {
		return goja.Null()
	}
	if n.wrapper == nil {
		if n.home = n.doc.realm; n.home == nil {
			n.home = r
		}
		n.wrapper = n.home.Wrap(n.home.Slot(classKey{}).(func(*Node) js.Described)(n), n)
		n.Bind(n.wrapper)
	}
	return r.From(n.home, n.wrapper)
}

// NodeOf is the node behind a JavaScript value.
func NodeOf(r *js.Realm, v goja.Value) (*Node, bool) { return js.Native[*Node](r, v) }

func classOf(n *Node) js.Described {
	switch n.Kind() {
	case TextKind:
		return TextClass
	case CommentKind:
		return CommentClass
	case DoctypeKind:
		return DoctypeClass
	case DocumentKind:
		return DocumentClass
	case FragmentKind:
		return FragmentClass
	}
	if n.h.Namespace != "" {
		return ElementClass
	}
	if c, ok := htmlClasses[n.h.Data]; ok {
		return c
	}
	return HTMLElementClass
}

// EventParent is the next target of an event's path: the parent node, or the
// window for a document (not for its load event).
//
// https://dom.spec.whatwg.org/#get-the-parent
func (n *Node) EventParent(e *events.Event) events.Node {
	if p := n.Parent(); p != nil {
		if n.doc.realm != nil {
			Wrap(n.doc.realm, p)
		}
		return p
	}
	if n == &n.doc.Node && n.doc.Window != nil && e.Type != "load" {
		return n.doc.Window
	}
	return nil
}

// Fire fires a plain trusted event at n.
func Fire(n *Node, typ string, bubbles, cancelable bool) (notCanceled bool, err error) {
	r := n.doc.realm
	Wrap(r, n)
	return events.Fire(r, n, events.EventClass, &events.Event{Type: typ, Bubbles: bubbles, Cancelable: cancelable})
}

// arg is the i-th argument as a Node: a TypeError when it is none.
func arg(c js.Call, i int, what string) *Node {
	n, ok := js.Native[*Node](c.Realm, c.Arg(i))
	if !ok {
		c.Throw(c.TypeError("%s is not a Node", what))
	}
	return n
}

// argOrNil is arg, with nil for null and undefined.
func argOrNil(c js.Call, i int, what string) *Node {
	if v := c.Arg(i); goja.IsNull(v) || goja.IsUndefined(v) {
		return nil
	}
	return arg(c, i, what)
}

// check throws what the tree refused as the DOMException it is.
func check(c js.Call, err error) {
	var t *TreeError
	if errors.As(err, &t) {
		c.Throw(c.DOMException(t.Name, "%s", t.Message))
	}
}

// nodes is a call's arguments as a fragment: nodes as they are, anything else as
// text.
//
// https://dom.spec.whatwg.org/#converting-nodes-into-a-node
func nodes(c js.Call, n *Node) *Node {
	f := n.doc.newFragment()
	for i := range c.Args {
		child, ok := js.Native[*Node](c.Realm, c.Arg(i))
		if !ok {
			child = n.doc.text(c.String(c.Arg(i), "node"))
		}
		check(c, f.Insert(child, nil))
	}
	return f
}
