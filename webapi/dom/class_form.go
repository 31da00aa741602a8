package dom

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// formAttrs and formMethods are HTMLFormElement's, without its controls as
// properties.
//
// https://html.spec.whatwg.org/#the-form-element
var (
	formAttrs = []nodeAttr{
		textAttr("action", func(n *Node) string {
			if a := n.AttrOr("action"); a != "" {
				return n.doc.Resolve(a)
			}
			return n.doc.URL
		}, func(n *Node, v string) { n.SetAttr("action", v) }),
		textAttr("method", func(n *Node) string { return formMethod(n.AttrOr("method")) }, func(n *Node, v string) { n.SetAttr("method", v) }),
		textAttr("enctype", func(n *Node) string { return formType(n.AttrOr("enctype")) }, func(n *Node, v string) { n.SetAttr("enctype", v) }),
		textAttr("encoding", func(n *Node) string { return formType(n.AttrOr("enctype")) }, func(n *Node, v string) { n.SetAttr("enctype", v) }),
		reflected("name", "name"), reflected("target", "target"), reflected("acceptCharset", "accept-charset"), reflected("rel", "rel"),
		reflected("autocomplete", "autocomplete"), reflectedBool("noValidate", "novalidate"),
		{Name: "elements", Get: func(n *Node, c js.Call) goja.Value {
			return n.extra("elements", func() *goja.Object { return newCollection(c.Realm, n.Controls) })
		}},
		{Name: "length", Get: func(n *Node, c js.Call) goja.Value { return c.VM.ToValue(len(n.Controls())) }},
	}
	formMethods = []nodeMethod{
		{Name: "submit", Call: func(n *Node, _ js.Call) goja.Value {
			n.submit(nil, true)
			return goja.Undefined()
		}},
		{Name: "requestSubmit", Call: requestSubmit},
		{Name: "reset", Call: func(n *Node, _ js.Call) goja.Value {
			n.reset()
			return goja.Undefined()
		}},
		{Name: "checkValidity", Call: func(n *Node, c js.Call) goja.Value { return c.VM.ToValue(n.valid()) }},
		{Name: "reportValidity", Call: func(n *Node, c js.Call) goja.Value { return c.VM.ToValue(n.valid()) }},
	}
)

// validityMethods is the constraint validation of controls.
//
// https://html.spec.whatwg.org/#the-constraint-validation-api
var validityMethods = []nodeMethod{
	{Name: "checkValidity", Call: checkValidity},
	{Name: "reportValidity", Call: checkValidity},
	{Name: "setCustomValidity", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
		n.custom = c.String(c.Arg(0), "error")
		return goja.Undefined()
	}},
	{Name: "select", Call: func(*Node, js.Call) goja.Value { return goja.Undefined() }},
}

func checkValidity(n *Node, c js.Call) goja.Value {
	ok := n.satisfied()
	if !ok {
		must(Fire(n, "invalid", false, true))
	}
	return c.VM.ToValue(ok)
}

// activate is what a click on a control does once its listeners have let it.
//
// https://html.spec.whatwg.org/#input-activation-behavior
// https://html.spec.whatwg.org/#the-button-element
// https://html.spec.whatwg.org/#the-label-element
func (n *Node) activate() {
	switch {
	case n.submits():
		if f := n.Form(); f != nil {
			f.submit(n, false)
		}
	case (n.Is("button") || n.Is("input")) && n.inputType() == "reset":
		if f := n.Form(); f != nil {
			f.reset()
		}
	case n.Is("label"):
		target := n.find(func(c *Node) bool { return isControl(c) && !c.Is("option") && !c.Is("fieldset") })
		if id, ok := n.Attr("for"); ok {
			target = n.doc.ByID(id)
		}
		if target != nil && isControl(target) && !target.Disabled() {
			n.doc.Click(target)
		}
	}
}
