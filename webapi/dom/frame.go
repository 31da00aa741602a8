package dom

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// Frame is the nested browsing context behind an iframe or a frame, as the host keeps it.
type Frame interface {
	// Window and Document make the objects a script of the containing document
	// gets as contentWindow and contentDocument; null where it may not.
	Window(r *js.Realm) goja.Value
	Document(r *js.Realm) goja.Value
	// Focus gives it the focus.
	Focus()
}

// Focusing is a Host that knows of the focus.
type Focusing interface {
	// Focus gives the document the focus; Focused says whether it has it.
	Focus()
	Focused() bool
}

// contentAttrs are what iframes and frames have of what they show.
var contentAttrs = []nodeAttr{
	{Name: "contentWindow", Get: func(n *Node, c js.Call) goja.Value { return n.frameObject(c.Realm, Frame.Window) }},
	{Name: "contentDocument", Get: func(n *Node, c js.Call) goja.Value { return n.frameObject(c.Realm, Frame.Document) }},
}

func (n *Node) frameObject(r *js.Realm, get func(Frame, *js.Realm) goja.Value) goja.Value {
	if n.Frame == nil {
		return goja.Null()
	}
	return get(n.Frame, r)
}
