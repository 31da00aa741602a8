package dom

import "strings"

// voidElements have no end tag; rawText elements hold text that is not escaped.
var (
	voidElements = set("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img",
		"input", "keygen", "link", "meta", "param", "source", "track", "wbr")
	rawText = set("style", "script", "xmp", "iframe", "noembed", "noframes", "plaintext", "noscript")

	escapeText = strings.NewReplacer("&", "&amp;", "\u00a0", "&nbsp;", "<", "&lt;", ">", "&gt;")
	escapeAttr = strings.NewReplacer("&", "&amp;", "\u00a0", "&nbsp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
)

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

// serialize appends n as markup.
//
// https://html.spec.whatwg.org/#serialising-html-fragments
func (n *Node) serialize(b *strings.Builder) {
	switch n.Kind() {
	case TextKind:
		escapeText.WriteString(b, n.h.Data)
	case CommentKind:
		b.WriteString("<!--" + n.h.Data + "-->")
	case DoctypeKind:
		b.WriteString("<!DOCTYPE " + n.h.Data + ">")
	case ElementKind:
		b.WriteString("<" + n.h.Data)
		for _, a := range n.h.Attr {
			b.WriteByte(' ')
			if a.Namespace != "" {
				b.WriteString(a.Namespace + ":")
			}
			b.WriteString(a.Key + `="`)
			escapeAttr.WriteString(b, a.Val)
			b.WriteByte('"')
		}
		b.WriteByte('>')
		if n.h.Namespace == "" && voidElements[n.h.Data] {
			return
		}
		b.WriteString(n.InnerHTML())
		b.WriteString("</" + n.h.Data + ">")
	default:
		b.WriteString(n.InnerHTML())
	}
}
