package scripthost

import (
	"context"
	"errors"
	"strings"

	"asterism/schemas"
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
		d.resource(n, "src", "image")
	case "link":
		if strings.EqualFold(n.AttrOr("rel"), "stylesheet") {
			d.resource(n, "href", "style")
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

// Changed navigates a frame, or loads another image; it implements dom.Host.
func (d *document) Changed(n *dom.Node, attr string) {
	switch {
	case n.Is("iframe") && (attr == "src" || attr == "srcdoc"):
		d.frameNavigate(n)
	case n.Is("img") && attr == "src":
		d.resource(n, "src", "image")
	case n.Is("script") && attr == "src":
		d.insertedScript(n)
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

// resource fetches an image or a style sheet as a browser would, so that a
// controller sees the request, and fires load or error. Its bytes are dropped.
func (d *document) resource(n *dom.Node, attr, destination string) {
	url := d.dom.Resolve(n.AttrOr(attr))
	if n.AttrOr(attr) == "" || !strings.HasPrefix(url, "http") {
		return
	}
	unblock := d.block()
	later(&d.environment, func(ctx context.Context) (uint16, error) {
		reply, err := d.page.s.net(ctx, d.netRequest(schemas.Request{
			Method: "GET", URL: url, Mode: "no-cors", Credentials: "include", Redirect: "follow",
			Destination: destination, Referrer: d.creationURL,
		}))
		if err != nil {
			return 0, err
		}
		d.page.s.dropBody(ctx, reply.Response.Body)
		return reply.Response.Status, nil
	}, func(status uint16, err error) {
		// An opaque answer has status 0 and counts as one.
		if err != nil || status >= 400 {
			d.fireAt(n, "error", false)
		} else {
			d.fireAt(n, "load", false)
		}
		unblock()
	})
}
