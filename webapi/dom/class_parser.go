package dom

import (
	"regexp"
	"strings"

	"github.com/dop251/goja"
	"golang.org/x/net/html/charset"

	"asterism/js"
)

// ParseDocument makes the Document object of a page of a type ("text/html" or an
// XML one) whose scripts do not run; null for XML that is not well-formed.
func ParseDocument(r *js.Realm, text, mime, url string) goja.Value {
	d := NewDocument(url, nil)
	d.realm, d.ContentType = r, mime
	if mime == "text/html" {
		d.load(text)
	} else {
		d.XML = true
		if d.loadXML(text) != nil {
			return goja.Null()
		}
	}
	return Wrap(r, &d.Node)
}

// PageEncoding is the encoding that the first bytes of a page name, "" for none.
//
// https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding
func PageEncoding(page []byte) string {
	_, name, certain := charset.DetermineEncoding(page, "")
	if !certain && name == "windows-1252" && !metaCharset.Match(page) { // its guess when there is nothing
		return ""
	}
	return name
}

var metaCharset = regexp.MustCompile(`(?i)<meta[^>]+charset`)

// SerializeDocument is the text and the type of v when it is a Document.
func SerializeDocument(r *js.Realm, v goja.Value) (text, mime string, ok bool) {
	n, ok := NodeOf(r, v)
	if !ok || n.Kind() != DocumentKind {
		return "", "", false
	}
	if n.doc.XML {
		return n.XML(), "application/xml", true
	}
	return n.OuterHTML(), "text/html", true
}

// parserClass is DOMParser.
//
// https://html.spec.whatwg.org/#dom-domparser
var parserClass = &js.Class[*struct{}]{
	Name: "DOMParser",
	New:  func(js.Call) *struct{} { return new(struct{}) },
	Methods: []js.Method[*struct{}]{
		{Name: "parseFromString", Length: 2, Call: func(_ *struct{}, c js.Call) goja.Value {
			text := c.String(c.Arg(0), "string")
			d := scratch(c)
			d.ContentType = c.Enum(c.Arg(1), "type", "text/html", "text/xml", "application/xml", "application/xhtml+xml", "image/svg+xml")
			if d.ContentType == "text/html" {
				d.load(text)
				return Wrap(c.Realm, &d.Node)
			}
			d.XML = true
			if err := d.loadXML(text); err != nil {
				d.Clear()
				root := d.elementNS("http://www.mozilla.org/newlayout/xml/parsererror.xml", "", "parsererror")
				root.SetText(err.Error())
				_ = d.Insert(root, nil)
			}
			return Wrap(c.Realm, &d.Node)
		}},
	},
}

// serializerClass is XMLSerializer.
//
// https://w3c.github.io/DOM-Parsing/#the-xmlserializer-interface
var serializerClass = &js.Class[*struct{ xml bool }]{
	Name: "XMLSerializer",
	New:  func(js.Call) *struct{ xml bool } { return new(struct{ xml bool }) },
	Methods: []js.Method[*struct{ xml bool }]{
		{Name: "serializeToString", Length: 1, Call: func(_ *struct{ xml bool }, c js.Call) goja.Value {
			return c.VM.ToValue(arg(c, 0, "root").XML())
		}},
	},
}

// XML serializes n as XML: prefixes as they are, a declaration where the
// namespace of an element without one changes.
//
// https://w3c.github.io/DOM-Parsing/#xml-serialization
func (n *Node) XML() string {
	var b strings.Builder
	n.writeXML(&b, "")
	return b.String()
}

func (n *Node) writeXML(b *strings.Builder, namespace string) {
	switch n.Kind() {
	case TextKind:
		escapeXMLText.WriteString(b, n.h.Data)
		return
	case CommentKind:
		b.WriteString("<!--" + n.h.Data + "-->")
		return
	case DoctypeKind:
		b.WriteString("<!DOCTYPE " + n.h.Data + ">")
		return
	case ElementKind:
		own := namespaceURI(n.h.Namespace)
		name := n.h.Data
		if n.prefix != "" {
			name = n.prefix + ":" + name
		}
		b.WriteString("<" + name)
		declared := false
		for _, a := range n.h.Attr {
			declared = declared || a.Key == "xmlns"
			b.WriteString(" " + a.Key + `="`)
			escapeXML.WriteString(b, a.Val)
			b.WriteByte('"')
		}
		if own != namespace && n.prefix == "" && !declared {
			b.WriteString(` xmlns="` + own + `"`)
		}
		if n.prefix == "" {
			namespace = own
		}
		if n.First() == nil {
			if n.h.Namespace == "" && !voidElements[n.h.Data] {
				b.WriteString("></" + name + ">")
			} else if n.h.Namespace == "" {
				b.WriteString(" />")
			} else {
				b.WriteString("/>")
			}
			return
		}
		b.WriteByte('>')
		defer b.WriteString("</" + name + ">")
	}
	for c := n.First(); c != nil; c = c.Next() {
		c.writeXML(b, namespace)
	}
}

var (
	escapeXMLText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	escapeXML     = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;")
)
