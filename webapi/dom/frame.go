package dom

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// Frame is the nested browsing context behind an iframe, as the host keeps it.
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

func (n *Node) frameObject(r *js.Realm, get func(Frame, *js.Realm) goja.Value) goja.Value {
	if n.Frame == nil {
		return goja.Null()
	}
	return get(n.Frame, r)
}
