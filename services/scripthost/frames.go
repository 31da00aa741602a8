package scripthost

import (
	"strings"
	"time"

	"asterism/schemas"
	"asterism/webapi/dom"
)

// maxFrameDepth is how deep frames nest; deeper ones stay blank.
const maxFrameDepth = 8

// frameInserted makes the browsing context of an iframe and loads its source.
//
// https://html.spec.whatwg.org/#the-iframe-element
func (d *document) frameInserted(n *dom.Node) {
	b := &browsing{page: d.page, parent: d, frame: n}
	d.frames[n] = b
	n.Frame = b
	b.initial()
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
		loaded: func(*document) { d.frameLoaded(b); once() },
		// As in a browser, which shows an error page, load fires all the same.
		failed: func(error) { d.frameLoaded(b); once() },
	}
	b.release = once
	if markup, ok := n.Attr("srcdoc"); ok {
		b.local("about:srcdoc", markup, done)
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
	if url == "about:blank" && b.doc != nil && b.doc.dom.URL == url { // it is there
		d.page.post(func() { done.loaded(b.doc) })
		return
	}
	b.navigate(url, done)
}

// frameLoaded fires load at the iframe element, from a task of its own.
func (d *document) frameLoaded(b *browsing) {
	d.page.post(func() { d.fireAt(b.frame, "load", false) })
}

// blank shows an empty document: about:blank and other local schemes.
func (b *browsing) blank(url string, n navigation) { b.local(url, "", n) }

// local shows a document that comes from no server. It has its container's
// origin and base URL, and is no client.
func (b *browsing) local(url, markup string, n navigation) {
	b.attempt++
	attempt := b.attempt
	b.page.post(func() {
		if attempt != b.attempt || b.parent.over() {
			return
		}
		if err := b.showLocal(url, markup, n); err != nil && n.failed != nil {
			n.failed(err)
		}
	})
}

// initial shows the document that a browsing context begins with. One that cannot
// be had leaves it without.
//
// https://html.spec.whatwg.org/#creating-a-new-browsing-context
func (b *browsing) initial() { _ = b.showLocal("about:blank", "", navigation{}) }

func (b *browsing) showLocal(url, markup string, n navigation) error {
	if err := b.page.s.admit(); err != nil {
		b.page.say("error", err.Error(), "")
		return err
	}
	b.page.locals++
	a := &arrival{s: b.page.s, policies: b.parent.policies.Load(), status: 200, contentType: "text/html; charset=utf-8", body: []byte(markup), referrer: b.parent.creationURL,
		client: schemas.Client{URL: url, Origin: b.parent.origin, Created: time.Now()}}
	if b.doc != nil {
		b.doc.unload()
	}
	d := newDocument(b, a)
	d.creationURL = b.parent.creationURL
	d.dom.BaseURL = b.parent.dom.Base()
	b.doc, b.shown = d, d
	d.begin(a, n)
	return nil
}
