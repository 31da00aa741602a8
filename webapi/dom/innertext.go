package dom

import "strings"

// Elements whose text stands on lines of its own, and those that show none.
var (
	blocks = set("address", "article", "aside", "blockquote", "body", "dd", "details", "dialog", "div", "dl", "dt", "fieldset",
		"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li",
		"main", "nav", "ol", "p", "pre", "section", "summary", "table", "tr", "ul")
	unseen = set("audio", "base", "head", "iframe", "link", "meta", "noscript", "object", "script", "style", "template", "title", "video")
)

// InnerText is the text of n as it would be shown with a browser's own styles:
// white space collapsed, lines broken at blocks and br.
//
// https://html.spec.whatwg.org/#the-innertext-idl-attribute
func (n *Node) InnerText() string {
	if unseen[n.h.Data] && n.h.Namespace == "" {
		return n.Text() // 2: not rendered
	}
	w := &shown{}
	w.children(n, n.Is("pre") || n.Is("textarea"))
	return strings.Trim(w.b.String(), "\n")
}

// shown gathers text; breaks and space wait until more text follows.
type shown struct {
	b      strings.Builder
	breaks int
	space  bool
}

func (w *shown) children(n *Node, pre bool) {
	for c := n.First(); c != nil; c = c.Next() {
		switch {
		case c.Kind() == TextKind:
			w.text(c.h.Data, pre)
		case c.Kind() != ElementKind || unseen[c.h.Data]:
		case c.Is("br"):
			w.space = false
			w.flush()
			w.b.WriteByte('\n')
		case c.Is("p"):
			w.block(c, pre, 2)
		case blocks[c.h.Data]:
			w.block(c, pre, 1)
		case c.Is("td") || c.Is("th"):
			w.children(c, pre)
			if toElement(c.Next(), (*Node).Next) != nil {
				w.space = false
				w.b.WriteByte('\t')
			}
		default:
			w.children(c, pre)
		}
	}
}

func (w *shown) block(n *Node, pre bool, lines int) {
	w.breaks, w.space = max(w.breaks, lines), false
	w.children(n, pre || n.Is("pre"))
	w.breaks, w.space = max(w.breaks, lines), false
}

func (w *shown) text(s string, pre bool) {
	if pre {
		w.flush()
		w.b.WriteString(s)
		return
	}
	for i, word := range strings.FieldsFunc(s, isSpace) {
		w.space = w.space || i > 0 || isSpace(rune(s[0]))
		w.flush()
		w.b.WriteString(word)
	}
	if s != "" && isSpace(rune(s[len(s)-1])) {
		w.space = true
	}
}

// flush writes what separates the next text from the last.
func (w *shown) flush() {
	text := w.b.String()
	switch {
	case text == "":
	case w.breaks > 0:
		w.b.WriteString(strings.Repeat("\n", w.breaks))
	case w.space && !strings.HasSuffix(text, "\n") && !strings.HasSuffix(text, "\t"):
		w.b.WriteByte(' ')
	}
	w.breaks, w.space = 0, false
}
