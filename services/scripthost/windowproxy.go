package scripthost

import (
	"strconv"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/dom"
)

// A browsing context is what other documents know of a window: its WindowProxy. It
// shows the current document's window to documents of the same origin, and to
// others a few properties.
//
// https://html.spec.whatwg.org/#the-windowproxy-exotic-object

type documentKey struct{}

// documentIn is the document of a realm; nil: the realm is a worker's.
func documentIn(r *js.Realm) *document {
	d, _ := r.Slot(documentKey{}).(*document)
	return d
}

// sees says whether scripts of d may reach another document.
//
// https://html.spec.whatwg.org/#same-origin, without document.domain
func (d *document) sees(other *document) bool {
	return d == other || d.origin == other.origin && d.origin != "null"
}

// Inner implements js.Outer.
func (b *browsing) Inner(viewer *js.Realm) *js.Realm {
	if d := documentIn(viewer); b.shown != nil && d != nil && d.sees(b.shown) {
		return b.shown.realm
	}
	return nil
}

// Denied implements js.Outer.
func (b *browsing) Denied(viewer *js.Realm, property string) goja.Value {
	return viewer.DOMException("SecurityError", "%s of a document of another origin cannot be reached", property)
}

// strangerKey is where a realm keeps what it sees of a document of another origin.
type strangerKey struct{ b *browsing }

// Stranger is the cross-origin properties of a window; it implements js.Outer.
//
// https://html.spec.whatwg.org/#crossoriginproperties-(-o-)
func (b *browsing) Stranger(viewer *js.Realm) *goja.Object {
	o, ok := viewer.Slot(strangerKey{b}).(*goja.Object)
	if !ok {
		o = b.newStranger(viewer)
		viewer.Attach(strangerKey{b}, o)
	}
	for _, name := range o.GetOwnPropertyNames() {
		if _, err := strconv.Atoi(name); err == nil {
			_ = o.Delete(name)
		}
	}
	for i, f := range b.childFrames() {
		_ = o.DefineDataProperty(strconv.Itoa(i), viewer.Outer(f), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	return o
}

func (b *browsing) newStranger(viewer *js.Realm) *goja.Object {
	o := viewer.VM.CreateObject(nil)
	attribute := func(name string, get func() goja.Value, set goja.Value) {
		getter := viewer.Function(js.Function{Name: "get " + name, Call: func(js.Call) goja.Value { return get() }})
		_ = o.DefineAccessorProperty(name, getter, set, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	operation := func(name string, length int, call func(js.Call)) {
		f := viewer.Function(js.Function{Name: name, Length: length, Call: func(c js.Call) goja.Value {
			call(c)
			return nil
		}})
		_ = o.DefineDataProperty(name, f, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	self := func() goja.Value { return viewer.Outer(b) }
	for _, name := range []string{"window", "self", "frames"} {
		attribute(name, self, nil)
	}
	attribute("parent", func() goja.Value { return b.relative(viewer, false) }, nil)
	attribute("top", func() goja.Value { return b.relative(viewer, true) }, nil)
	attribute("opener", func() goja.Value { return b.openerFor(viewer) }, nil)
	attribute("closed", func() goja.Value { return viewer.VM.ToValue(b.closing) }, nil)
	attribute("length", func() goja.Value { return viewer.VM.ToValue(len(b.childFrames())) }, nil)
	attribute("location", func() goja.Value { return viewer.Outer(farLocation{b}) },
		viewer.Function(js.Function{Name: "set location", Length: 1, Call: func(c js.Call) goja.Value {
			b.goTo(c, c.USVString(c.Arg(0), "location"), false)
			return nil
		}}))
	operation("close", 0, func(c js.Call) { b.closeFor(caller(c)) })
	operation("focus", 0, func(js.Call) { b.Focus() })
	operation("blur", 0, func(js.Call) {})
	operation("postMessage", 1, func(c js.Call) {
		if from := caller(c); b.doc != nil && from != nil {
			b.doc.postFrom(from, c)
		}
	})
	return o
}

// childFrames are the frames of the current document.
func (b *browsing) childFrames() []*browsing {
	if b.doc == nil {
		return nil
	}
	return b.doc.childFrames()
}

// relative is the window of the container, or the topmost one: b's own at the top,
// null once b is gone.
func (b *browsing) relative(viewer *js.Realm, top bool) goja.Value {
	if b.doc == nil {
		return goja.Null()
	}
	for b.parent != nil {
		b = b.parent.browsing
		if !top {
			break
		}
	}
	return viewer.Outer(b)
}

// openerFor is window.opener.
func (b *browsing) openerFor(viewer *js.Realm) goja.Value {
	if b.opener == nil || b.doc == nil {
		return goja.Null()
	}
	return viewer.Outer(b.opener)
}

// Window is the window as r sees it; it implements dom.Frame.
func (b *browsing) Window(r *js.Realm) goja.Value { return r.Outer(b) }

// Document is the frame's document, null when it is of another origin; it
// implements dom.Frame.
func (b *browsing) Document(r *js.Realm) goja.Value {
	if from := documentIn(r); b.doc == nil || from == nil || !from.sees(b.doc) {
		return goja.Null()
	}
	return dom.Wrap(r, &b.doc.dom.Node)
}

// farLocation is the Location of a document of another origin.
//
// https://html.spec.whatwg.org/#crossoriginproperties-(-o-), 1
type farLocation struct{ b *browsing }

// Inner implements js.Outer: nothing more can be seen.
func (farLocation) Inner(*js.Realm) *js.Realm { return nil }

// Denied implements js.Outer.
func (l farLocation) Denied(viewer *js.Realm, property string) goja.Value {
	return l.b.Denied(viewer, property)
}

// Stranger implements js.Outer.
func (l farLocation) Stranger(viewer *js.Realm) *goja.Object {
	if o, ok := viewer.Slot(l).(*goja.Object); ok {
		return o
	}
	o := viewer.VM.CreateObject(nil)
	to := func(name string, replace bool) *goja.Object {
		return viewer.Function(js.Function{Name: name, Length: 1, Call: func(c js.Call) goja.Value {
			l.b.goTo(c, c.USVString(c.Arg(0), "url"), replace)
			return nil
		}})
	}
	_ = o.DefineAccessorProperty("href", nil, to("set href", false), goja.FLAG_TRUE, goja.FLAG_FALSE)
	_ = o.DefineDataProperty("replace", to("replace", true), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	viewer.Attach(l, o)
	return o
}
