package scripthost

import (
	"strings"

	"asterism/webapi/dom"
)

// updateEmbedded fetches what an object or embed shows, past service workers.
// Only images are shown; a page inside is not.
//
// https://html.spec.whatwg.org/#the-object-element
func (d *document) updateEmbedded(n *dom.Node) {
	attr := "data"
	if n.Is("embed") {
		attr = "src"
	}
	if !n.Connected() || strings.TrimSpace(n.AttrOr(attr)) == "" {
		return
	}
	url, ok := d.source(n, attr)
	if !ok {
		return
	}
	q := d.potential(n, url, n.Name())
	q.Mode, q.NoWorkers = "no-cors", true
	d.retrieve(q, func(l *loaded, err error) { d.outcome(n, err == nil && l.ok()) })
}

// updateInput loads the picture of an image button.
//
// https://html.spec.whatwg.org/#image-button-state-(type=image)
func (d *document) updateInput(n *dom.Node) {
	if !strings.EqualFold(n.AttrOr("type"), "image") || !n.Connected() {
		return
	}
	if _, has := n.Attr("src"); has {
		d.loadImage(n)
	}
}
