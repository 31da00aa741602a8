package scripthost

import (
	"errors"

	"asterism/webapi/dom"
)

func asError[T error](err error, target *T) bool { return errors.As(err, target) }

// Inserted starts what an element that has become connected wants: scripts,
// frames, images and style sheets. It implements dom.Host.
func (d *document) Inserted(n *dom.Node) {
	switch n.Name() {
	case "script":
		d.insertedScript(n)
	case "iframe":
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
}

// Changed starts what an element wants because of an attribute's new value; it
// implements dom.Host.
func (d *document) Changed(n *dom.Node, attr string) {
	switch name := n.Name(); name {
	case "iframe":
		if attr == "src" || attr == "srcdoc" {
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

// Activate follows links; it implements dom.Host. Forms are not submitted.
func (d *document) Activate(n *dom.Node) {
	if href, ok := n.Attr("href"); ok && (n.Is("a") || n.Is("area")) {
		if t := n.AttrOr("target"); t == "" || t == "_self" {
			d.Navigate(d.dom.Resolve(href))
		}
	}
}
