package dom

import (
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/weburl"
)

// The functions here make attributes of node classes, so that a class reads as a
// list.

type (
	nodeAttr   = js.Attr[*Node]
	nodeMethod = js.Method[*Node]
)

// textAttr is a string attribute; set may be nil.
func textAttr(name string, get func(*Node) string, set func(*Node, string)) nodeAttr {
	a := nodeAttr{Name: name, Get: func(n *Node, c js.Call) goja.Value { return c.VM.ToValue(get(n)) }}
	if set != nil {
		a.Set = func(n *Node, c js.Call, v goja.Value) {
			if goja.IsNull(v) {
				set(n, "")
				return
			}
			set(n, c.String(v, name))
		}
	}
	return a
}

// link is an attribute whose value is a node or null.
func link(name string, get func(*Node) *Node) nodeAttr {
	return nodeAttr{Name: name, Get: func(n *Node, c js.Call) goja.Value { return Wrap(c.Realm, get(n)) }}
}

// flagAttr is a read-only boolean.
func flagAttr(name string, get func(*Node) bool) nodeAttr {
	return nodeAttr{Name: name, Get: func(n *Node, c js.Call) goja.Value { return c.VM.ToValue(get(n)) }}
}

// reflected is an attribute that reflects a content attribute as it is.
//
// https://html.spec.whatwg.org/#reflecting-content-attributes-in-idl-attributes
func reflected(name, attr string) nodeAttr {
	return textAttr(name, func(n *Node) string { return n.AttrOr(attr) }, func(n *Node, v string) { n.SetAttr(attr, v) })
}

// reflectedURL reads as the URL it names against the base.
func reflectedURL(name, attr string) nodeAttr {
	return textAttr(name, func(n *Node) string {
		v, ok := n.Attr(attr)
		if !ok {
			return ""
		}
		return n.doc.Resolve(v)
	}, func(n *Node, v string) { n.SetAttr(attr, v) })
}

// reflectedBool is true while the content attribute is there.
func reflectedBool(name, attr string) nodeAttr {
	return nodeAttr{
		Name: name,
		Get: func(n *Node, c js.Call) goja.Value {
			_, ok := n.Attr(attr)
			return c.VM.ToValue(ok)
		},
		Set: func(n *Node, c js.Call, v goja.Value) {
			if v.ToBoolean() {
				n.SetAttr(attr, "")
			} else {
				n.RemoveAttr(attr)
			}
		},
	}
}

// reflectedInt reads as a number, def when absent or not one.
func reflectedInt(name, attr string, def int) nodeAttr {
	return nodeAttr{
		Name: name,
		Get: func(n *Node, c js.Call) goja.Value {
			if i, err := strconv.Atoi(n.AttrOr(attr)); err == nil {
				return c.VM.ToValue(i)
			}
			return c.VM.ToValue(def)
		},
		Set: func(n *Node, c js.Call, v goja.Value) { n.SetAttr(attr, strconv.FormatInt(v.ToInteger(), 10)) },
	}
}

// Base is the document's base URL: the first base element's href, or its own URL.
//
// https://html.spec.whatwg.org/#document-base-url
func (d *Document) Base() string {
	if b := d.base(); b != nil && !d.barred {
		if u, err := join(b.AttrOr("href"), d.BaseURL); err == nil {
			return u.Href()
		}
	}
	return d.BaseURL
}

// base is the first base element with a URL.
func (d *Document) base() *Node {
	return d.find(func(n *Node) bool {
		_, ok := n.Attr("href")
		return ok && n.Is("base")
	})
}

// SettleBase is the URL that the first base element names, if that is another
// than when it was last asked for, and "" otherwise. It counts until BarBase.
//
// https://html.spec.whatwg.org/#set-the-frozen-base-url
func (d *Document) SettleBase() (fresh string) {
	b := d.base()
	if b == nil {
		d.based, d.barred = nil, false
		return ""
	}
	href := b.AttrOr("href")
	if d.based != nil && *d.based == href {
		return ""
	}
	d.based, d.barred = &href, false
	u, err := join(href, d.BaseURL)
	if err != nil {
		return ""
	}
	return u.Href()
}

// BarBase makes the first base element, as it is now, not count.
func (d *Document) BarBase() { d.barred = true }

// ResolveURL is a URL against the document's base.
//
// https://html.spec.whatwg.org/#encoding-parsing-and-serializing-a-url
func (d *Document) ResolveURL(url string) (string, error) {
	u, err := join(strings.TrimSpace(url), d.Base())
	if err != nil {
		return "", err
	}
	return u.Href(), nil
}

// Resolve is a URL against the document's base; what does not parse stays as it is.
func (d *Document) Resolve(url string) string {
	if u, err := join(url, d.Base()); err == nil {
		return u.Href()
	}
	return url
}

func join(url, base string) (*weburl.URL, error) {
	b, err := weburl.Parse(base)
	if err != nil {
		return weburl.Parse(url)
	}
	return weburl.ParseRef(url, b)
}
