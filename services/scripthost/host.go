package scripthost

import (
	"strings"

	"errors"

	"asterism/webapi/dom"
	"asterism/webapi/fetch"
)

func asError[T error](err error, target *T) bool { return errors.As(err, target) }

// Inserted starts what an element that has become connected wants: scripts,
// frames, images and style sheets. It implements dom.Host.
func (d *document) Inserted(n *dom.Node) {
	switch n.Name() {
	case "script":
		d.insertedScript(n)
	case "iframe", "frame":
		d.frameInserted(n)
	case "img":
		if n.Image().Attempt == 0 { // its attributes came with it
			d.updateImage(n)
		}
	case "video", "audio":
		if n.Image().Attempt == 0 {
			d.loadMedia(n)
		}
	case "link":
		d.updateLink(n)
	case "style":
		d.post(func() { d.fireAt(n, "load", false) })
	case "meta":
		d.meta(n)
	case "base":
		d.settleBase()
	case "object", "embed":
		d.updateEmbedded(n)
	case "input":
		d.updateInput(n)
	case "source":
		if p := n.Parent(); p.Is("video") || p.Is("audio") {
			d.loadMedia(p)
		}
	}
}

// Removed ends a frame; it implements dom.Host.
func (d *document) Removed(n *dom.Node) {
	if f := d.frames[n]; f != nil {
		delete(d.frames, n)
		f.close()
		n.Frame = nil
	}
	if n.Is("base") {
		d.settleBase()
	}
}

// Changed starts what an element wants because of an attribute's new value; it
// implements dom.Host.
func (d *document) Changed(n *dom.Node, attr string) {
	switch name := n.Name(); name {
	case "iframe", "frame":
		if attr == "src" || attr == "srcdoc" && name == "iframe" {
			d.frameNavigate(n)
		}
	case "img":
		switch attr {
		case "src", "srcset", "crossorigin", "referrerpolicy":
			d.updateImage(n)
		}
	case "video", "audio":
		if attr == "src" {
			d.loadMedia(n)
		}
	case "script":
		if attr == "src" {
			d.insertedScript(n)
		}
	case "link":
		switch attr {
		case "href", "rel", "crossorigin", "as", "type", "disabled":
			d.updateLink(n)
		}
	case "base":
		d.settleBase()
	case "object", "embed":
		if attr == "data" || attr == "src" {
			d.updateEmbedded(n)
		}
	case "input":
		if attr == "src" || attr == "type" {
			d.updateInput(n)
		}
	}
}

// Activate follows links; it implements dom.Host.
//
// https://html.spec.whatwg.org/#following-hyperlinks-2
func (d *document) Activate(n *dom.Node) {
	href, ok := n.Attr("href")
	if !ok || !n.Is("a") && !n.Is("area") {
		return
	}
	d.follow(d.dom.Resolve(href), n.AttrOr("target"), n.AttrOr("rel"), navigation{from: d, policy: fetch.ParseReferrerPolicy(n.AttrOr("referrerpolicy"))})
}

// follow navigates the browsing context that a link or a form names. A new one
// knows its opener unless rel says otherwise; one without a name never does.
func (d *document) follow(url, target, rel string, n navigation) {
	b := d.browsing.choose(target)
	rel = " " + strings.Join(strings.Fields(strings.ToLower(rel)), " ") + " "
	noOpener := strings.Contains(rel, " noopener ") || strings.Contains(rel, " noreferrer ") ||
		strings.EqualFold(target, "_blank") && !strings.Contains(rel, " opener ")
	switch {
	case b != nil && b.doc != nil:
		b.doc.visit(url, n)
	case b != nil || !d.sandbox.popups():
	case noOpener:
		d.page.separate(url, n)
	default:
		if b = d.popup(target); b != nil {
			b.leave(url, n)
		}
	}
}
