package scripthost

import (
	"strings"

	"asterism/webapi/dom"
	"asterism/webapi/fetch"
)

// maxFrameDepth is how deep frames nest; deeper ones stay blank.
const maxFrameDepth = 8

// frameInserted makes the browsing context of an iframe or a frame and loads its
// source.
//
// https://html.spec.whatwg.org/#the-iframe-element
// https://html.spec.whatwg.org/#frames
func (d *document) frameInserted(n *dom.Node) {
	b := &browsing{page: d.page, parent: d, frame: n, name: n.AttrOr("name")}
	d.frames[n] = b
	n.Frame = b
	b.begin(d)
	d.frameNavigate(n)
}

// frameNavigate loads what src (or srcdoc) says now.
func (d *document) frameNavigate(n *dom.Node) {
	b := d.frames[n]
	if b == nil {
		return
	}
	unblock := d.block()
	if b.release != nil {
		b.release() // of a navigation that this one overtakes
	}
	once := func() {
		if unblock != nil {
			f := unblock
			unblock = nil
			f()
		}
	}
	done := navigation{
		policy: fetch.ParseReferrerPolicy(n.AttrOr("referrerpolicy")),
		loaded: func(*document) { d.frameLoaded(b); once() },
		// As in a browser, which shows an error page, load fires all the same.
		failed: func(error) { d.frameLoaded(b); once() },
	}
	b.release = once
	if markup, ok := n.Attr("srcdoc"); ok && n.Is("iframe") {
		done.markup = &markup
		b.navigate("about:srcdoc", done)
		return
	}
	src := strings.TrimSpace(n.AttrOr("src"))
	url := d.dom.Resolve(src)
	depth := 0
	for a := d; a != nil; a = a.browsing.parent {
		if depth++; withoutFragment(a.dom.URL) == withoutFragment(url) {
			src = "" // a page does not contain itself
		}
	}
	if src == "" || depth > maxFrameDepth {
		url = "about:blank"
	}
	if url == "about:blank" && b.doc != nil && b.doc.initial { // it is there
		b.stay(done)
		return
	}
	b.navigate(url, done)
}

// frameLoaded fires load at the iframe element, from a task of its own.
func (d *document) frameLoaded(b *browsing) {
	d.page.post(func() { d.fireAt(b.frame, "load", false) })
}
