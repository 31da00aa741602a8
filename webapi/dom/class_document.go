package dom

import (
	"slices"
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
)

// docText and docNode make attributes of documents.
func docText(name string, get func(*Document) string, set func(*Document, string)) nodeAttr {
	var s func(*Node, string)
	if set != nil {
		s = func(n *Node, v string) { set(n.doc, v) }
	}
	return textAttr(name, func(n *Node) string { return get(n.doc) }, s)
}

func docNode(name string, get func(*Document) *Node) nodeAttr {
	return link(name, func(n *Node) *Node { return get(n.doc) })
}

func docList(name string, is func(*Node) bool) nodeAttr {
	return nodeAttr{Name: name, Get: func(n *Node, c js.Call) goja.Value {
		return n.extra(name, func() *goja.Object { return newCollection(c.Realm, func() []*Node { return n.all(is) }) })
	}}
}

func tag(names ...string) func(*Node) bool {
	return func(n *Node) bool { return n.h.Namespace == "" && slices.Contains(names, n.h.Data) }
}

// DocumentClass is Document.
//
// https://dom.spec.whatwg.org/#interface-document
// https://html.spec.whatwg.org/#the-document-object
var DocumentClass = &js.Class[*Node]{
	Name:   "Document",
	Parent: NodeClass,
	New:    func(c js.Call) *Node { return constructed(c, &scratch(c).Node) },
	Attrs: slices.Concat(parentAttrs, handlerAttrs(elementHandlers),
		handlerAttrs([]string{"readystatechange", "visibilitychange"}), []nodeAttr{
			docText("URL", func(d *Document) string { return d.URL }, nil),
			docText("documentURI", func(d *Document) string { return d.URL }, nil),
			docText("referrer", func(d *Document) string { return d.Referrer }, nil),
			docText("cookie", func(d *Document) string { return d.host.Cookie() }, func(d *Document, v string) { d.host.SetCookie(v) }),
			docText("readyState", func(d *Document) string { return d.ReadyState }, nil),
			docText("characterSet", func(d *Document) string { return d.Encoding }, nil),
			docText("charset", func(d *Document) string { return d.Encoding }, nil),
			docText("contentType", func(d *Document) string { return d.ContentType }, nil),
			docText("lastModified", func(d *Document) string { return d.LastModified }, nil),
			docText("compatMode", func(d *Document) string {
				if d.Quirks {
					return "BackCompat"
				}
				return "CSS1Compat"
			}, nil),
			docText("title", (*Document).Title, (*Document).SetTitle),
			docText("visibilityState", func(*Document) string { return "visible" }, nil),
			docText("domain", domain, nil),
			flagAttr("hidden", func(*Node) bool { return false }),
			docNode("documentElement", (*Document).Element),
			docNode("head", (*Document).Head),
			docNode("body", (*Document).Body),
			docNode("activeElement", (*Document).Body),
			docNode("currentScript", func(d *Document) *Node { return d.Current }),
			docNode("scrollingElement", (*Document).Element),
			docNode("doctype", func(d *Document) *Node {
				for c := d.First(); c != nil; c = c.Next() {
					if c.Kind() == DoctypeKind {
						return c
					}
				}
				return nil
			}),
			docList("forms", tag("form")), docList("images", tag("img")), docList("scripts", tag("script")),
			docList("links", func(n *Node) bool {
				_, ok := n.Attr("href")
				return ok && tag("a", "area")(n)
			}),
			{Name: "defaultView", Get: func(n *Node, c js.Call) goja.Value {
				if n.doc.Window == nil {
					return goja.Null()
				}
				return c.VM.GlobalObject()
			}},
			{Name: "location", Get: func(n *Node, c js.Call) goja.Value {
				if n.doc.Location == nil {
					return goja.Null()
				}
				return n.doc.Location()
			}, Set: func(n *Node, c js.Call, v goja.Value) { n.doc.host.Navigate(n.doc.Resolve(c.USVString(v, "location"))) }},
			{Name: "implementation", Get: implementation},
		}),
	Methods: slices.Concat(parentMethods, lookupMethods, documentMethods),
}

func domain(d *Document) string {
	if u, err := join("", d.URL); err == nil {
		return u.Hostname()
	}
	return ""
}

// scratch is a document without a browsing context.
func scratch(c js.Call) *Document {
	d := NewDocument("about:blank", nil)
	d.realm = c.Realm
	return d
}

var documentMethods = []nodeMethod{
	{Name: "getElementById", Length: 1, Call: byID},
	{Name: "getElementsByName", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
		name := c.String(c.Arg(0), "elementName")
		return newNodeList(c.Realm, func() []*Node {
			return n.all(func(e *Node) bool { return e.AttrOr("name") == name })
		})
	}},
	{Name: "createElement", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
		name := c.String(c.Arg(0), "localName")
		if !validElementName(name) {
			c.Throw(c.DOMException("InvalidCharacterError", "'%s' is not a valid element name", name))
		}
		if n.doc.XML {
			namespace := ""
			if n.doc.ContentType == "application/xhtml+xml" {
				namespace = htmlNamespace
			}
			return Wrap(c.Realm, n.doc.elementNS(namespace, "", name))
		}
		return Wrap(c.Realm, n.doc.element(strings.ToLower(name), ""))
	}},
	{Name: "createElementNS", Length: 2, Call: func(n *Node, c js.Call) goja.Value {
		namespace, prefix, local := extractName(c)
		return Wrap(c.Realm, n.doc.elementNS(namespace, prefix, local))
	}},
	{Name: "createTextNode", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
		return Wrap(c.Realm, n.doc.text(c.String(c.Arg(0), "data")))
	}},
	{Name: "createComment", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
		return Wrap(c.Realm, n.doc.comment(c.String(c.Arg(0), "data")))
	}},
	{Name: "createDocumentFragment", Call: func(n *Node, c js.Call) goja.Value {
		return Wrap(c.Realm, n.doc.newFragment())
	}},
	{Name: "createEvent", Length: 1, Call: createEvent},
	{Name: "importNode", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
		copied := arg(c, 0, "the node").Clone(c.Arg(1).ToBoolean())
		copied.adopt(n.doc)
		return Wrap(c.Realm, copied)
	}},
	{Name: "adoptNode", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
		node := arg(c, 0, "the node")
		node.Remove()
		node.adopt(n.doc)
		return c.Arg(0)
	}},
	{Name: "hasFocus", Call: func(n *Node, c js.Call) goja.Value {
		h, ok := n.doc.host.(Focusing)
		return c.VM.ToValue(!ok || h.Focused())
	}},
	{Name: "write", Call: func(n *Node, c js.Call) goja.Value { return write(n.doc, c, "") }},
	{Name: "writeln", Call: func(n *Node, c js.Call) goja.Value { return write(n.doc, c, "\n") }},
	{Name: "open", Call: func(n *Node, c js.Call) goja.Value { return c.This }},
	{Name: "close", Call: func(n *Node, c js.Call) goja.Value { return goja.Undefined() }},
}

// write is document.write. During a script of the parser the text goes to the
// parser; afterwards, where a browser would replace the page, it is appended to
// the body.
func write(d *Document, c js.Call, end string) goja.Value {
	for i := range c.Args {
		d.written = append(d.written, c.String(c.Arg(i), "text")...)
	}
	d.written = append(d.written, end...)
	if !d.writing {
		text := string(d.written)
		d.written = nil
		if b := d.Body(); b != nil {
			check(c, b.InsertHTML("beforeend", text))
		}
	}
	return goja.Undefined()
}

// createEvent is https://dom.spec.whatwg.org/#dom-document-createevent
func createEvent(n *Node, c js.Call) goja.Value {
	var class js.Described
	var e events.Instance
	switch name := strings.ToLower(c.String(c.Arg(0), "interface")); name {
	case "event", "events", "htmlevents", "svgevents":
		class, e = events.EventClass, new(events.Event)
	case "customevent":
		class, e = events.CustomEventClass, new(events.CustomEvent)
	case "messageevent":
		class, e = events.MessageEventClass, new(events.MessageEvent)
	case "uievent", "uievents":
		class, e = UIEventClass, new(MouseEvent)
	case "mouseevent", "mouseevents":
		class, e = MouseEventClass, new(MouseEvent)
	case "keyboardevent":
		class, e = KeyboardEventClass, new(MouseEvent)
	default:
		c.Throw(c.DOMException("NotSupportedError", "'%s' is no event interface", name))
	}
	e.Base().Uninitialized()
	return c.Wrap(class, e)
}

// implementation has createHTMLDocument and hasFeature.
func implementation(n *Node, c js.Call) goja.Value {
	return n.extra("implementation", func() *goja.Object {
		o := c.VM.NewObject()
		_ = o.Set("hasFeature", func(goja.FunctionCall) goja.Value { return c.VM.ToValue(true) })
		_ = o.Set("createHTMLDocument", func(call goja.FunctionCall) goja.Value {
			d := scratch(c)
			d.load("<!DOCTYPE html><html><head></head><body></body></html>")
			if t := call.Argument(0); !goja.IsUndefined(t) {
				d.SetTitle(t.String())
			}
			return Wrap(c.Realm, &d.Node)
		})
		return o
	})
}

// load parses a whole page whose scripts do not run.
func (d *Document) load(src string) {
	for p := NewParser(d, src); p.Next() != nil; {
	}
	d.ReadyState = "complete"
}
