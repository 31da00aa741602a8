package dom

import (
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/weburl"
)

// htmlClasses is the class of each element name that has one of its own; names
// not here are HTMLElement.
var htmlClasses = func() map[string]*js.Class[*Node] {
	m := map[string]*js.Class[*Node]{}
	plain := map[string]string{
		"html": "Html", "head": "Head", "body": "Body", "title": "Title", "div": "Div", "span": "Span", "p": "Paragraph",
		"ul": "UList", "ol": "OList", "li": "LI", "br": "BR", "hr": "HR", "pre": "Pre", "table": "Table", "form": "Form",
		"canvas": "Canvas", "style": "Style", "label": "Label", "dialog": "Dialog", "video": "Video", "audio": "Audio",
		"object": "Object", "embed": "Embed", "source": "Source", "h1": "Heading", "template": "Template", "meta": "Meta",
		"base": "Base", "link": "Link", "a": "Anchor", "img": "Image", "script": "Script", "iframe": "IFrame", "frame": "Frame", "frameset": "FrameSet",
		"input": "Input", "textarea": "TextArea", "select": "Select", "option": "Option", "button": "Button",
		"tr": "TableRow", "td": "TableCell", "tbody": "TableSection",
	}
	for tag, name := range plain {
		m[tag] = &js.Class[*Node]{Name: "HTML" + name + "Element", Parent: HTMLElementClass, Attrs: tagAttrs[tag], Methods: tagMethods[tag]}
	}
	for _, h := range []string{"h2", "h3", "h4", "h5", "h6"} {
		m[h] = m["h1"]
	}
	m["th"], m["thead"], m["tfoot"] = m["td"], m["tbody"], m["tbody"]
	return m
}()

// tagAttrs is the attributes of particular elements.
var tagAttrs = map[string][]nodeAttr{
	"title":    {textAttr("text", (*Node).ChildText, (*Node).SetText)},
	"template": {link("content", func(n *Node) *Node { return n.content })},
	"meta":     {reflected("name", "name"), reflected("content", "content"), reflected("httpEquiv", "http-equiv")},
	"base":     {reflectedURL("href", "href"), reflected("target", "target")},
	"link": {
		reflectedURL("href", "href"), reflected("rel", "rel"), reflected("type", "type"), reflected("media", "media"),
		reflected("as", "as"), crossOrigin, reflectedBool("disabled", "disabled"), reflected("integrity", "integrity"),
		reflected("referrerPolicy", "referrerpolicy"), reflected("sizes", "sizes"), reflected("hreflang", "hreflang"),
		{Name: "relList", Get: func(n *Node, c js.Call) goja.Value {
			return n.extra("relList", func() *goja.Object { return newTokenList(c.Realm, n, "rel") })
		}, Set: func(n *Node, c js.Call, v goja.Value) { n.SetAttr("rel", c.String(v, "relList")) }},
	},
	"a": append(urlAttrs(), reflectedURL("href", "href"), reflected("target", "target"), reflected("rel", "rel"),
		reflected("download", "download"), reflected("type", "type"), textAttr("text", (*Node).Text, (*Node).SetText)),
	"img": append([]nodeAttr{
		reflectedURL("src", "src"), reflected("alt", "alt"), reflected("srcset", "srcset"), reflected("sizes", "sizes"), reflected("name", "name"),
		reflected("loading", "loading"), crossOrigin, reflected("referrerPolicy", "referrerpolicy"), reflected("useMap", "usemap"),
	}, imageAttrs...),
	"video":  mediaAttrs,
	"audio":  mediaAttrs,
	"source": {reflectedURL("src", "src"), reflected("type", "type"), reflected("srcset", "srcset"), reflected("media", "media")},
	"object": {reflectedURL("data", "data"), reflected("type", "type"), reflected("name", "name")},
	"embed":  {reflectedURL("src", "src"), reflected("type", "type"), reflected("name", "name")},
	"script": {
		reflectedURL("src", "src"), reflected("type", "type"), reflected("charset", "charset"),
		reflectedBool("async", "async"), reflectedBool("defer", "defer"), reflectedBool("noModule", "nomodule"),
		crossOrigin, reflected("integrity", "integrity"), reflected("referrerPolicy", "referrerpolicy"),
		textAttr("text", (*Node).ChildText, (*Node).SetText),
	},
	"frame": append([]nodeAttr{
		reflected("name", "name"), reflected("scrolling", "scrolling"), reflectedURL("src", "src"), reflected("frameBorder", "frameborder"),
		reflectedURL("longDesc", "longdesc"), reflectedBool("noResize", "noresize"), reflected("marginHeight", "marginheight"),
		reflected("marginWidth", "marginwidth"),
	}, contentAttrs...),
	"frameset": {reflected("cols", "cols"), reflected("rows", "rows")},
	"iframe": append([]nodeAttr{
		reflectedURL("src", "src"), reflected("srcdoc", "srcdoc"), reflected("name", "name"), reflected("width", "width"),
		reflected("height", "height"), reflected("allow", "allow"), reflected("sandbox", "sandbox"), reflected("loading", "loading"),
	}, contentAttrs...),
	"form":  formAttrs,
	"table": {nodesAttr("rows", (*Node).tableRows), nodesAttr("tBodies", func(n *Node) []*Node { return n.childrenOf("tbody") })},
	"tbody": {nodesAttr("rows", func(n *Node) []*Node { return n.childrenOf("tr") })},
	"tr": {
		nodesAttr("cells", func(n *Node) []*Node { return n.childrenOf("td", "th") }),
		indexAttr("rowIndex", func(n *Node) []*Node { return n.above("table").tableRows() }),
		indexAttr("sectionRowIndex", func(n *Node) []*Node { return n.Parent().childrenOf("tr") }),
	},
	"td": {
		indexAttr("cellIndex", func(n *Node) []*Node { return n.Parent().childrenOf("td", "th") }),
		reflectedInt("colSpan", "colspan", 1), reflectedInt("rowSpan", "rowspan", 1),
	},
	"input": append(controlAttrs(), reflected("placeholder", "placeholder"), reflectedBool("defaultChecked", "checked"),
		reflected("defaultValue", "value"), reflected("min", "min"), reflected("max", "max"), reflectedURL("src", "src"), filesAttr,
		nodeAttr{Name: "checked", Get: func(n *Node, c js.Call) goja.Value { return c.VM.ToValue(n.isChecked()) },
			Set: func(n *Node, c js.Call, v goja.Value) { b := v.ToBoolean(); n.checked = &b }}),
	"textarea": append(controlAttrs(), reflected("placeholder", "placeholder"), textAttr("defaultValue", (*Node).ChildText, (*Node).SetText)),
	"button":   controlAttrs(),
	"select": append(controlAttrs(), nodeAttr{Name: "options", Get: func(n *Node, c js.Call) goja.Value {
		return newCollection(c.Realm, n.options)
	}}, nodeAttr{Name: "selectedIndex", Get: func(n *Node, c js.Call) goja.Value { return c.VM.ToValue(n.selected()) }}),
	"option": {
		textAttr("value", (*Node).optionValue, func(n *Node, v string) { n.SetAttr("value", v) }),
		textAttr("text", func(n *Node) string { return collapse(n.Text()) }, (*Node).SetText),
		reflectedBool("selected", "selected"), reflectedBool("disabled", "disabled"), reflected("label", "label"),
	},
	"label":  {reflected("htmlFor", "for")},
	"canvas": {reflectedInt("width", "width", 300), reflectedInt("height", "height", 150)},
	"style":  {reflected("media", "media"), reflected("type", "type")},
}

// tagMethods is the operations of particular elements.
var tagMethods = map[string][]nodeMethod{
	"img":      {{Name: "decode", Async: true, Call: decodeImage}},
	"video":    mediaMethods,
	"audio":    mediaMethods,
	"canvas":   {{Name: "getContext", Length: 1, Call: func(*Node, js.Call) goja.Value { return goja.Null() }}},
	"form":     formMethods,
	"input":    validityMethods,
	"button":   validityMethods,
	"select":   validityMethods,
	"textarea": validityMethods,
}

// urlAttrs are the parts of a link's URL, read only.
//
// https://html.spec.whatwg.org/#htmlhyperlinkelementutils
func urlAttrs() []nodeAttr {
	part := func(name string, get func(*weburl.URL) string) nodeAttr {
		return textAttr(name, func(n *Node) string {
			v, ok := n.Attr("href")
			if u, err := join(v, n.doc.Base()); ok && err == nil {
				return get(u)
			}
			return ""
		}, nil)
	}
	return []nodeAttr{
		part("origin", (*weburl.URL).Origin), part("protocol", (*weburl.URL).Protocol), part("host", (*weburl.URL).Host),
		part("hostname", (*weburl.URL).Hostname), part("port", (*weburl.URL).Port), part("pathname", (*weburl.URL).Pathname),
		part("search", (*weburl.URL).Search), part("hash", (*weburl.URL).Hash),
	}
}

// controlAttrs are shared by form controls.
func controlAttrs() []nodeAttr {
	return []nodeAttr{
		reflected("name", "name"), reflected("type", "type"), reflectedBool("disabled", "disabled"),
		reflectedBool("required", "required"), reflectedBool("readOnly", "readonly"),
		link("form", (*Node).Form), reflectedURL("formAction", "formaction"), reflected("formMethod", "formmethod"),
		reflected("formEnctype", "formenctype"), reflected("formTarget", "formtarget"), reflectedBool("formNoValidate", "formnovalidate"),
		flagAttr("willValidate", func(n *Node) bool { return !n.Disabled() }),
		textAttr("validationMessage", func(n *Node) string { return n.custom }, nil),
		reflectedBool("multiple", "multiple"),
		textAttr("value", (*Node).Value, (*Node).SetValue),
	}
}

// Value is a form control's value.
func (n *Node) Value() string {
	switch {
	case n.isUpload():
		if len(n.files) == 0 {
			return ""
		}
		return `C:\fakepath\` + n.files[0].Name
	case n.value != nil:
		return *n.value
	case n.Is("textarea"):
		return n.ChildText()
	case n.Is("select"):
		if i := n.selected(); i >= 0 {
			return n.options()[i].optionValue()
		}
		return ""
	case n.Is("input") && n.AttrOr("value") == "" && (n.AttrOr("type") == "checkbox" || n.AttrOr("type") == "radio"):
		return "on"
	}
	return n.AttrOr("value")
}

// SetValue is what a script or a user puts into a form control.
func (n *Node) SetValue(v string) {
	if n.isUpload() { // a script may only take the files away
		n.clearFiles()
		return
	}
	if n.Is("select") {
		for _, o := range n.options() {
			if o.optionValue() == v {
				o.SetAttr("selected", "")
			} else {
				o.RemoveAttr("selected")
			}
		}
		return
	}
	n.value = &v
}

func (n *Node) isChecked() bool {
	if n.checked != nil {
		return *n.checked
	}
	_, ok := n.Attr("checked")
	return ok
}

func (n *Node) options() []*Node { return n.all(func(o *Node) bool { return o.Is("option") }) }

// selected is the index of a select's option, the first when none says so.
func (n *Node) selected() int {
	list := n.options()
	for i, o := range list {
		if _, ok := o.Attr("selected"); ok {
			return i
		}
	}
	return min(len(list), 1) - 1
}

func (n *Node) optionValue() string {
	if v, ok := n.Attr("value"); ok {
		return v
	}
	return strings.Join(strings.Fields(n.Text()), " ")
}
