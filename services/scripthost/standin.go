package scripthost

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
	"asterism/webapi/dom"
	"asterism/webapi/events"
	"asterism/webapi/messaging"
	"asterism/webapi/weburl"
)

// standin is what a realm sees of another realm's window: objects do not cross
// realms, so it has postMessage, location and a view of the document only.
type standin struct{ b *browsing }

type standinsKey struct{}

// standin is the one stand-in for b's window in realm r.
func (b *browsing) standin(r *js.Realm) goja.Value {
	all, ok := r.Slot(standinsKey{}).(map[*browsing]*goja.Object)
	if !ok {
		all = map[*browsing]*goja.Object{}
		r.Attach(standinsKey{}, all)
	}
	if all[b] == nil {
		all[b] = r.Wrap(b.page.s.classes.standin, &standin{b})
	}
	return all[b]
}

// outer is the window of the container, or the topmost one.
func (w *window) outer(r *js.Realm, top bool) goja.Value {
	p := w.doc.browsing.parent
	if p == nil {
		return r.VM.GlobalObject()
	}
	for top && p.browsing.parent != nil {
		p = p.browsing.parent
	}
	return p.browsing.standin(r)
}

// caller is the document whose script is calling.
func caller(c js.Call) *document {
	w, _ := js.Native[*window](c.Realm, c.VM.GlobalObject())
	return w.doc
}

// standinClass is the part of Window that crosses realms.
var standinClass = &js.Class[*standin]{
	Name: "WindowProxy",
	Attrs: []js.Attr[*standin]{
		{Name: "closed", Get: func(s *standin, c js.Call) goja.Value { return c.VM.ToValue(s.b.doc == nil) }},
		{Name: "document", Get: func(s *standin, c js.Call) goja.Value {
			if s.b.doc == nil || s.b.doc.origin != caller(c).origin {
				c.Throw(c.DOMException("SecurityError", "the frame's document is of another origin"))
			}
			return viewNode(c, &s.b.doc.dom.Node)
		}},
		{Name: "location", Get: func(s *standin, c js.Call) goja.Value {
			o := c.VM.NewObject()
			if s.b.doc != nil && s.b.doc.origin == caller(c).origin {
				_ = o.Set("href", s.b.doc.dom.URL)
				_ = o.Set("toString", func(goja.FunctionCall) goja.Value { return o.Get("href") })
			}
			return o
		}, Set: func(s *standin, c js.Call, v goja.Value) {
			url := caller(c).dom.Resolve(c.USVString(v, "location"))
			s.b.page.post(func() { s.b.navigate(url, navigation{loaded: s.b.reloaded}) })
		}},
		{Name: "window", Get: func(_ *standin, c js.Call) goja.Value { return c.This }},
		{Name: "self", Get: func(_ *standin, c js.Call) goja.Value { return c.This }},
	},
	Methods: []js.Method[*standin]{
		{Name: "postMessage", Length: 1, Call: func(s *standin, c js.Call) goja.Value {
			if s.b.doc != nil {
				s.b.doc.postFrom(caller(c), c)
			}
			return goja.Undefined()
		}},
		{Name: "focus", Call: func(*standin, js.Call) goja.Value { return goja.Undefined() }},
	},
}

// postFrom is window.postMessage(message, targetOrigin or options) at d, called
// by a script of from.
//
// https://html.spec.whatwg.org/#window-post-message-steps
func (d *document) postFrom(from *document, c js.Call) {
	target, transfer := "/", c.Arg(2)
	if o, ok := c.Arg(1).(*goja.Object); ok {
		transfer = clone.TransferOption(c, 1)
		if v := c.Member(o, "targetOrigin"); v != nil {
			target = c.USVString(v, "targetOrigin")
		}
	} else if v := c.Arg(1); !goja.IsUndefined(v) {
		target = c.USVString(v, "targetOrigin")
	}
	switch target {
	case "*":
		target = ""
	case "/":
		target = from.origin
	default:
		u, err := weburl.Parse(target)
		if err != nil { // 5.3
			c.Throw(c.DOMException("SyntaxError", "the target origin '%s' is not an absolute URL", target))
		}
		target = u.Origin()
	}
	if goja.IsNull(transfer) {
		c.Throw(c.TypeError("the list of what to transfer is not a sequence"))
	}
	data := clone.SerializeCall(c, c.Arg(0), transfer)
	d.page.post(func() {
		if d.over() || target != "" && target != d.origin {
			return
		}
		e := &events.MessageEvent{Event: events.Event{Type: "message"}, Origin: from.origin}
		if from == d {
			e.Source = d.realm.VM.GlobalObject()
		} else {
			e.Source = from.browsing.standin(d.realm)
		}
		var transferred []goja.Value
		var err error
		if e.Data, transferred, err = clone.DeserializeTransfer(d.realm, data); err != nil {
			e.Type = "messageerror"
		}
		e.Ports = messaging.Ports(d.realm, transferred)
		if _, err := events.Fire(d.realm, d.window, events.MessageEventClass, e); err != nil {
			d.fatal(err)
		}
	})
}

// view is what a realm sees of a node of another realm's document.
type view struct{ node *dom.Node }

func viewText(name string, get func(*dom.Node) string) js.Attr[*view] {
	return js.Attr[*view]{Name: name, Get: func(v *view, c js.Call) goja.Value { return c.VM.ToValue(get(v.node)) }}
}

func viewNode(c js.Call, n *dom.Node) goja.Value {
	if n == nil {
		return goja.Null()
	}
	return c.Wrap(caller(c).page.s.classes.view, &view{n})
}

func viewLink(name string, get func(*dom.Document) *dom.Node) js.Attr[*view] {
	return js.Attr[*view]{Name: name, Get: func(v *view, c js.Call) goja.Value { return viewNode(c, get(v.node.Document())) }}
}

// viewClass reads a document or an element of another realm.
var viewClass = &js.Class[*view]{
	Name: "ForeignNode",
	Attrs: []js.Attr[*view]{
		viewText("textContent", (*dom.Node).Text), viewText("innerHTML", (*dom.Node).InnerHTML),
		viewText("value", (*dom.Node).Value), viewText("id", func(n *dom.Node) string { return n.AttrOr("id") }),
		viewText("title", func(n *dom.Node) string { return n.Document().Title() }),
		viewText("URL", func(n *dom.Node) string { return n.Document().URL }),
		viewText("readyState", func(n *dom.Node) string { return n.Document().ReadyState }),
		viewLink("documentElement", (*dom.Document).Element), viewLink("head", (*dom.Document).Head), viewLink("body", (*dom.Document).Body),
	},
	Methods: []js.Method[*view]{
		{Name: "getElementById", Length: 1, Call: func(v *view, c js.Call) goja.Value {
			return viewNode(c, v.node.Document().ByID(c.String(c.Arg(0), "id")))
		}},
		{Name: "querySelector", Length: 1, Call: func(v *view, c js.Call) goja.Value {
			n, err := v.node.Query(c.String(c.Arg(0), "selectors"))
			if err != nil {
				c.Throw(c.DOMException("SyntaxError", "%s", err.Error()))
			}
			return viewNode(c, n)
		}},
		{Name: "getAttribute", Length: 1, Call: func(v *view, c js.Call) goja.Value {
			if a, ok := v.node.Attr(c.String(c.Arg(0), "name")); ok {
				return c.VM.ToValue(a)
			}
			return goja.Null()
		}},
		{Name: "click", Call: func(v *view, _ js.Call) goja.Value {
			n := v.node // in a task of its own: the other realm's handlers are not this call's business
			if d := ownerOf(n); d != nil {
				d.page.post(func() {
					if !d.over() {
						d.dom.Click(n)
					}
				})
			}
			return goja.Undefined()
		}},
	},
}

// ownerOf is the document a node's tree belongs to.
func ownerOf(n *dom.Node) *document {
	if w, ok := n.Document().Window.(*window); ok {
		return w.doc
	}
	return nil
}
