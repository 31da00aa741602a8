package dom

import (
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
)

// HTMLElementClass is HTMLElement.
//
// https://html.spec.whatwg.org/#htmlelement
var HTMLElementClass = &js.Class[*Node]{
	Name:   "HTMLElement",
	Parent: ElementClass,
	Attrs: slices.Concat([]nodeAttr{
		reflected("title", "title"),
		reflected("lang", "lang"),
		reflected("dir", "dir"),
		reflected("accessKey", "accesskey"),
		reflected("nonce", "nonce"),
		reflectedBool("hidden", "hidden"),
		reflectedBool("autofocus", "autofocus"),
		reflectedInt("tabIndex", "tabindex", -1),
		textAttr("innerText", (*Node).InnerText, (*Node).SetText),
		textAttr("outerText", (*Node).InnerText, nil),
		{Name: "style", Get: func(n *Node, c js.Call) goja.Value {
			return n.extra("style", func() *goja.Object { return newStyle(c.Realm, n) })
		}, Set: func(n *Node, c js.Call, v goja.Value) { n.SetAttr("style", c.String(v, "style")) }},
		{Name: "dataset", Get: func(n *Node, c js.Call) goja.Value {
			return n.extra("dataset", func() *goja.Object { return c.VM.NewDynamicObject(&dataset{n, c.Realm}) })
		}},
		zero("offsetWidth"), zero("offsetHeight"), zero("offsetTop"), zero("offsetLeft"),
	}, handlerAttrs(elementHandlers)),
	Methods: []nodeMethod{
		{Name: "click", Call: func(n *Node, c js.Call) goja.Value {
			if _, disabled := n.Attr("disabled"); disabled && isControl(n) {
				return goja.Undefined()
			}
			n.doc.Click(n)
			return goja.Undefined()
		}},
		{Name: "focus", Call: func(n *Node, c js.Call) goja.Value { return focus(n, "focus") }},
		{Name: "blur", Call: func(n *Node, c js.Call) goja.Value { return focus(n, "blur") }},
	},
}

func focus(n *Node, typ string) goja.Value {
	if h, ok := n.doc.host.(Focusing); ok && typ == "focus" && n.Connected() {
		if n.Frame != nil {
			n.Frame.Focus()
		} else {
			h.Focus()
		}
	}
	must(Fire(n, typ, false, false))
	return goja.Undefined()
}

// must passes on what broke a limit; exceptions of listeners were reported.
func must(_ bool, err error) {
	if err != nil {
		panic(err)
	}
}

// Click fires a click event at n and performs its default action unless a
// listener prevented it.
//
// https://html.spec.whatwg.org/#fire-a-synthetic-pointer-event
func (d *Document) Click(n *Node) {
	undo := n.preActivate()
	Wrap(d.realm, n)
	e := &MouseEvent{Event: events.Event{Type: "click", Bubbles: true, Cancelable: true, Composed: true}}
	notCanceled, err := events.Fire(d.realm, n, MouseEventClass, e)
	must(notCanceled, err)
	if !notCanceled {
		undo()
		return
	}
	for a := n; a != nil; a = a.Parent() {
		if activatable(a) {
			a.activated()
			if isControl(a) && a.Disabled() {
				return
			}
			a.activate()
			d.host.Activate(a)
			return
		}
	}
}

// preActivate toggles a checkbox before its click event; undo takes it back.
func (n *Node) preActivate() (undo func()) {
	if !n.Is("input") || n.AttrOr("type") != "checkbox" && n.AttrOr("type") != "radio" {
		return func() {}
	}
	before := n.checked
	now := n.AttrOr("type") == "radio" || !n.isChecked()
	n.checked = &now
	return func() { n.checked = before }
}

// activated tells of a checkbox that its click changed.
func (n *Node) activated() {
	if n.checked != nil && n.Is("input") {
		must(Fire(n, "input", true, false))
		must(Fire(n, "change", true, false))
	}
}

func activatable(n *Node) bool {
	switch n.Name() {
	case "a", "area":
		_, ok := n.Attr("href")
		return ok
	case "button", "input", "label", "summary":
		return true
	}
	return false
}

func isControl(n *Node) bool {
	switch n.Name() {
	case "button", "input", "select", "textarea", "option", "fieldset":
		return true
	}
	return false
}

// imageConstructor is `new Image(width, height)`.
func imageConstructor(r *js.Realm) goja.Value {
	return r.VM.ToValue(func(call goja.ConstructorCall) *goja.Object {
		n := documentOf(js.Call{Realm: r}).element("img", "")
		for i, attr := range []string{"width", "height"} {
			if i < len(call.Arguments) {
				n.SetAttr(attr, call.Argument(i).String())
			}
		}
		return Wrap(r, n).(*goja.Object)
	})
}
