package dom

import (
	"cmp"
	"strings"

	"asterism/webapi/formdata"
)

// Form is the form that owns a control: the one its form attribute names, or the
// nearest around it; nil: none.
//
// https://html.spec.whatwg.org/#form-owner
func (n *Node) Form() *Node {
	if id, ok := n.Attr("form"); ok && n.Connected() {
		if f := n.doc.ByID(id); f.Is("form") {
			return f
		}
		return nil
	}
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Is("form") {
			return p
		}
	}
	return nil
}

// Controls is the listed elements of a form, in tree order.
//
// https://html.spec.whatwg.org/#category-listed
func (n *Node) Controls() []*Node {
	return n.Root().all(func(c *Node) bool {
		return isListed(c) && c.Form() == n && !(c.Is("input") && c.inputType() == "image")
	})
}

func isListed(n *Node) bool {
	switch n.Name() {
	case "button", "fieldset", "input", "object", "output", "select", "textarea":
		return n.h.Namespace == ""
	}
	return false
}

// inputType is an input's type, a button's or "text".
func (n *Node) inputType() string {
	t := strings.ToLower(n.AttrOr("type"))
	if n.Is("button") {
		if t == "reset" || t == "button" {
			return t
		}
		return "submit"
	}
	switch t {
	case "button", "checkbox", "color", "date", "datetime-local", "email", "file", "hidden", "image", "month", "number",
		"password", "radio", "range", "reset", "search", "submit", "tel", "time", "url", "week":
		return t
	}
	return "text"
}

// submits says whether n is a submit button.
//
// https://html.spec.whatwg.org/#concept-submit-button
func (n *Node) submits() bool {
	switch {
	case n.Is("button"):
		return n.inputType() == "submit"
	case n.Is("input"):
		return n.inputType() == "submit" || n.inputType() == "image"
	}
	return false
}

// Disabled says whether a control is disabled, by itself or a fieldset around it.
//
// https://html.spec.whatwg.org/#concept-fe-disabled
func (n *Node) Disabled() bool {
	if _, off := n.Attr("disabled"); off && isControl(n) {
		return true
	}
	for p, child := n.Parent(), n; p != nil; p, child = p.Parent(), p {
		if _, off := p.Attr("disabled"); off && p.Is("fieldset") && !(child.Is("legend") && child == toElement(p.First(), (*Node).Next)) {
			return true
		}
	}
	return false
}

// entries is the entry list of a form, before formdata events.
//
// https://html.spec.whatwg.org/#constructing-the-form-data-set
func (n *Node) entries(submitter *Node) *formdata.Data {
	d := new(formdata.Data)
	add := func(name, value string) { d.Entries = append(d.Entries, formdata.Entry{Name: name, Value: value}) }
	for _, c := range n.Root().all(func(c *Node) bool { return isListed(c) && c.Form() == n }) { // 4, 5
		typ := c.inputType()
		button := c.Is("button") || c.Is("input") && (c.submits() || typ == "reset" || typ == "button")
		name := c.AttrOr("name")
		switch {
		case c.Disabled(), button && c != submitter, c.Is("fieldset"), c.Is("object"), c.Is("output"): // 5.1
		case c.Is("input") && (typ == "checkbox" || typ == "radio") && !c.isChecked():
		case c.Is("input") && typ == "image": // 5.2
			prefix := ""
			if name != "" {
				prefix = name + "."
			}
			add(prefix+"x", "0")
			add(prefix+"y", "0")
		case name == "": // 5.4
		case c.Is("select"): // 5.6
			for _, o := range c.chosen() {
				if _, off := o.Attr("disabled"); !off {
					add(name, o.optionValue())
				}
			}
		case c.Is("input") && typ == "file": // 5.8
			d.Entries = append(d.Entries, c.uploads(name)...)
		case c.Is("input") && typ == "hidden" && strings.EqualFold(name, "_charset_"): // 5.9
			add(name, "UTF-8")
		default: // 5.10, 5.11
			add(name, c.Value())
		}
	}
	return d
}

// chosen is a select's selected options.
func (n *Node) chosen() []*Node {
	list := n.options()
	if _, many := n.Attr("multiple"); !many {
		if i := n.selected(); i >= 0 {
			return list[i : i+1]
		}
		return nil
	}
	var out []*Node
	for _, o := range list {
		if _, on := o.Attr("selected"); on {
			out = append(out, o)
		}
	}
	return out
}

// Submission is a form's entry list on its way.
type Submission struct {
	Form    *Node
	Entries *formdata.Data
	// Action is a URL as written, "" for the document's; Method is "get", "post" or
	// "dialog"; Type is the enctype.
	Action, Method, Type, Target string
	Rel                          string
}

// submission reads what the form says, or its submitter instead.
//
// https://html.spec.whatwg.org/#form-submission-algorithm steps 11 to 20
func (n *Node) submission(submitter *Node, entries *formdata.Data) *Submission {
	get := func(name string) string {
		if submitter != nil {
			if v, ok := submitter.Attr("form" + name); ok {
				return v
			}
		}
		return n.AttrOr(name)
	}
	return &Submission{
		Form: n, Entries: entries, Action: get("action"), Method: formMethod(get("method")), Type: formType(get("enctype")),
		Target: cmp.Or(get("target"), n.doc.baseTarget()), Rel: n.AttrOr("rel"),
	}
}

// baseTarget is the target of the first base element that has one.
func (d *Document) baseTarget() string {
	b := d.find(func(n *Node) bool {
		_, ok := n.Attr("target")
		return ok && n.Is("base")
	})
	if b == nil {
		return ""
	}
	return b.AttrOr("target")
}

func formMethod(s string) string {
	switch s = strings.ToLower(s); s {
	case "post", "dialog":
		return s
	}
	return "get"
}

func formType(s string) string {
	switch s = strings.ToLower(s); s {
	case "multipart/form-data", "text/plain":
		return s
	}
	return "application/x-www-form-urlencoded"
}

// Encode is the body and its type for a submission by POST.
//
// https://html.spec.whatwg.org/#submit-body
func (s *Submission) Encode() (body []byte, mediaType string) {
	switch s.Type {
	case "multipart/form-data":
		body, boundary := s.Entries.Encode()
		return body, "multipart/form-data; boundary=" + boundary
	case "text/plain":
		var b strings.Builder
		for name, value := range s.Entries.Texts() {
			b.WriteString(name + "=" + value + "\r\n")
		}
		return []byte(b.String()), "text/plain"
	}
	return []byte(s.Query()), "application/x-www-form-urlencoded"
}
