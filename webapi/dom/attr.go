package dom

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Attr is an attribute's value.
func (n *Node) Attr(name string) (string, bool) {
	for i := range n.h.Attr {
		if a := &n.h.Attr[i]; a.Namespace == "" && a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// AttrOr is an attribute's value, or "" when absent.
func (n *Node) AttrOr(name string) string {
	v, _ := n.Attr(name)
	return v
}

// AttrNames is the names in order.
func (n *Node) AttrNames() []string {
	names := make([]string, 0, len(n.h.Attr))
	for _, a := range n.h.Attr {
		names = append(names, a.Key)
	}
	return names
}

// SetAttr sets an attribute; the name is taken as it is (callers lower-case it
// for HTML elements).
func (n *Node) SetAttr(name, value string) {
	set := false
	for i := range n.h.Attr {
		if a := &n.h.Attr[i]; a.Namespace == "" && a.Key == name {
			a.Val, set = value, true
			break
		}
	}
	if !set {
		n.h.Attr = append(n.h.Attr, html.Attribute{Key: name, Val: value})
	}
	n.changed(name)
}

// RemoveAttr removes an attribute.
func (n *Node) RemoveAttr(name string) {
	i := slices.IndexFunc(n.h.Attr, func(a html.Attribute) bool { return a.Namespace == "" && a.Key == name })
	if i < 0 {
		return
	}
	n.h.Attr = slices.Delete(n.h.Attr, i, i+1)
	n.changed(name)
}

func (n *Node) changed(name string) {
	if name == "style" {
		delete(n.extras, "style")
	}
	n.contentHandler(name)
	if loadsAnywhere[n.h.Data] && n.h.Namespace == "" || n.Connected() {
		n.doc.host.Changed(n, name)
	}
}

// ValidName says whether s may be an attribute or element name given by a
// script.
//
// https://dom.spec.whatwg.org/#valid-attribute-local-name
func ValidName(s string) bool {
	return s != "" && !strings.ContainsAny(s, "\x00\t\n\f\r />=")
}

// validElementName is stricter: it starts with a letter, or is a name no parser
// makes but scripts may (":" or "_" or not ASCII first).
//
// https://dom.spec.whatwg.org/#valid-element-local-name
func validElementName(s string) bool {
	if !ValidName(s) {
		return false
	}
	c := s[0]
	return c == ':' || c == '_' || c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// tokens splits an attribute such as class into its distinct tokens.
//
// https://dom.spec.whatwg.org/#concept-ordered-set-parser
func tokens(s string) []string {
	var out []string
	for _, t := range strings.FieldsFunc(s, isSpace) {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// isSpace is ASCII white space as HTML has it.
func isSpace(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\f' || r == '\r'
}

// collapse strips and collapses ASCII white space.
func collapse(s string) string { return strings.Join(strings.FieldsFunc(s, isSpace), " ") }
