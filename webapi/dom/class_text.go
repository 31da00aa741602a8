package dom

import (
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
)

// CharacterDataClass is CharacterData.
//
// https://dom.spec.whatwg.org/#interface-characterdata
var CharacterDataClass = &js.Class[*Node]{
	Name:   "CharacterData",
	Parent: NodeClass,
	Attrs: append(slices.Clone(siblings),
		textAttr("data", (*Node).Text, (*Node).SetText),
		nodeAttr{Name: "length", Get: func(n *Node, c js.Call) goja.Value {
			return c.VM.ToValue(c.VM.ToValue(n.h.Data).(goja.String).Length())
		}},
	),
	Methods: append(slices.Clone(childMethods),
		nodeMethod{Name: "appendData", Length: 1, Call: func(n *Node, c js.Call) goja.Value {
			n.h.Data += c.String(c.Arg(0), "data")
			return goja.Undefined()
		}},
	),
}

// TextClass is Text.
var TextClass = &js.Class[*Node]{
	Name: "Text", Parent: CharacterDataClass,
	New: func(c js.Call) *Node { return newCharacterData(c, (*Document).text) },
	Attrs: []nodeAttr{
		textAttr("wholeText", (*Node).Text, nil),
	},
}

// CommentClass is Comment.
var CommentClass = &js.Class[*Node]{
	Name: "Comment", Parent: CharacterDataClass,
	New: func(c js.Call) *Node { return newCharacterData(c, (*Document).comment) },
}

func newCharacterData(c js.Call, make func(*Document, string) *Node) *Node {
	data := ""
	if len(c.Args) > 0 {
		data = c.String(c.Arg(0), "data")
	}
	return constructed(c, make(documentOf(c), data))
}

// constructed ties a node made by `new` to its object.
func constructed(c js.Call, n *Node) *Node {
	n.wrapper, _ = c.This.(*goja.Object)
	n.home = c.Realm
	n.Bind(n.wrapper)
	return n
}

// documentOf is the document of the realm a script calls from.
func documentOf(c js.Call) *Document {
	if n, ok := js.Native[*Node](c.Realm, c.VM.Get("document")); ok {
		return n.doc
	}
	return NewDocument("about:blank", nil)
}

// DoctypeClass is DocumentType.
var DoctypeClass = &js.Class[*Node]{
	Name: "DocumentType", Parent: NodeClass,
	Attrs:   []nodeAttr{textAttr("name", (*Node).Name, nil)},
	Methods: childMethods,
}

// FragmentClass is DocumentFragment.
var FragmentClass = &js.Class[*Node]{
	Name: "DocumentFragment", Parent: NodeClass,
	New:   func(c js.Call) *Node { return constructed(c, documentOf(c).newFragment()) },
	Attrs: parentAttrs,
	Methods: append(slices.Clone(parentMethods),
		nodeMethod{Name: "getElementById", Length: 1, Call: byID}),
}

func byID(n *Node, c js.Call) goja.Value {
	return Wrap(c.Realm, n.byID(c.String(c.Arg(0), "elementId")))
}
