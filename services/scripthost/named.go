package scripthost

import (
	"slices"
	"strconv"

	"github.com/dop251/goja"

	"asterism/webapi/dom"
)

// named are the window's properties that the document makes: child frames by
// index and by name, elements by id, and some by name.
//
// https://html.spec.whatwg.org/#named-access-on-the-window-object
func (d *document) named(name string) goja.Value {
	if d.unloaded || name == "" {
		return nil
	}
	if i, err := strconv.Atoi(name); err == nil && strconv.Itoa(i) == name {
		if frames := d.childFrames(); i >= 0 && i < len(frames) {
			return d.realm.Outer(frames[i])
		}
		return nil
	}
	for _, f := range d.childFrames() {
		if f.frame.AttrOr("name") == name {
			return d.realm.Outer(f)
		}
	}
	var found *dom.Node
	d.dom.Walk(func(n *dom.Node) bool {
		if n.Kind() == dom.ElementKind && (n.AttrOr("id") == name || n.AttrOr("name") == name && slices.Contains(byName, n.Name())) {
			found = n
			return false
		}
		return true
	})
	if found == nil {
		return nil
	}
	return dom.Wrap(d.realm, found)
}

// byName are the elements whose name attribute counts besides their id.
var byName = []string{"embed", "form", "img", "object"}

// childFrames are the frames in tree order.
func (d *document) childFrames() []*browsing {
	if len(d.frames) == 0 {
		return nil
	}
	all := make([]*browsing, 0, len(d.frames))
	d.dom.Walk(func(n *dom.Node) bool {
		if f := d.frames[n]; f != nil {
			all = append(all, f)
		}
		return true
	})
	return all
}
