package dom

import (
	"strings"
	"unicode"

	"github.com/dop251/goja"

	"asterism/js"
)

// style is an element's CSSStyleDeclaration: it keeps what scripts write, as
// properties of the object itself, and has no effect on anything.
type style struct {
	n      *Node
	object *goja.Object
}

func newStyle(r *js.Realm, n *Node) *goja.Object {
	s := &style{n: n}
	s.object = r.Wrap(styleClass, s)
	s.parse(n.AttrOr("style"))
	return s.object
}

func (s *style) parse(css string) {
	for _, decl := range strings.Split(css, ";") {
		if name, value, ok := strings.Cut(decl, ":"); ok {
			_ = s.object.Set(camel(strings.TrimSpace(name)), strings.TrimSpace(value))
		}
	}
}

// styleClass is CSSStyleDeclaration.
//
// https://drafts.csswg.org/cssom/#the-cssstyledeclaration-interface
var styleClass = &js.Class[*style]{
	Name: "CSSStyleDeclaration",
	Attrs: []js.Attr[*style]{
		{Name: "cssText", Get: func(s *style, c js.Call) goja.Value {
			var b strings.Builder
			for _, k := range s.object.Keys() {
				if v := s.object.Get(k).String(); v != "" {
					b.WriteString(kebab(k) + ": " + v + "; ")
				}
			}
			return c.VM.ToValue(strings.TrimSpace(b.String()))
		}, Set: func(s *style, c js.Call, v goja.Value) {
			for _, k := range s.object.Keys() {
				_ = s.object.Delete(k)
			}
			s.parse(c.String(v, "cssText"))
		}},
	},
	Methods: []js.Method[*style]{
		{Name: "getPropertyValue", Length: 1, Call: func(s *style, c js.Call) goja.Value {
			if v := s.object.Get(camel(c.String(c.Arg(0), "property"))); v != nil && goja.IsString(v) {
				return v
			}
			return c.VM.ToValue("")
		}},
		{Name: "setProperty", Length: 2, Call: func(s *style, c js.Call) goja.Value {
			_ = s.object.Set(camel(c.String(c.Arg(0), "property")), c.String(c.Arg(1), "value"))
			return goja.Undefined()
		}},
		{Name: "removeProperty", Length: 1, Call: func(s *style, c js.Call) goja.Value {
			_ = s.object.Delete(camel(c.String(c.Arg(0), "property")))
			return c.VM.ToValue("")
		}},
	},
}

// camel is "background-color" as backgroundColor; custom properties stay.
func camel(s string) string {
	if strings.HasPrefix(s, "--") {
		return s
	}
	var b strings.Builder
	up := false
	for _, r := range s {
		switch {
		case r == '-':
			up = true
		case up:
			b.WriteRune(unicode.ToUpper(r))
			up = false
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// kebab is the reverse of camel.
func kebab(s string) string {
	if strings.HasPrefix(s, "--") {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('-')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// dataset is an element's data-* attributes as an object's properties.
//
// https://html.spec.whatwg.org/#dom-dataset
type dataset struct {
	n *Node
	r *js.Realm
}

func (d *dataset) Get(key string) goja.Value {
	if v, ok := d.n.Attr("data-" + kebab(key)); ok {
		return d.r.VM.ToValue(v)
	}
	return nil
}

func (d *dataset) Set(key string, v goja.Value) bool {
	d.n.SetAttr("data-"+kebab(key), v.String())
	return true
}

func (d *dataset) Has(key string) bool {
	_, ok := d.n.Attr("data-" + kebab(key))
	return ok
}

func (d *dataset) Delete(key string) bool {
	d.n.RemoveAttr("data-" + kebab(key))
	return true
}

func (d *dataset) Keys() []string {
	var keys []string
	for _, a := range d.n.AttrNames() {
		if name, ok := strings.CutPrefix(a, "data-"); ok {
			keys = append(keys, camel(name))
		}
	}
	return keys
}
