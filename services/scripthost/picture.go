package scripthost

import (
	"strings"

	"asterism/webapi/dom"
	"asterism/webapi/imagesize"
	"asterism/webapi/mimetype"
)

// updateImage loads what the attributes of an img say now; what they said before
// is dropped.
//
// https://html.spec.whatwg.org/#update-the-image-data
func (d *document) updateImage(n *dom.Node) {
	image := n.Image()
	image.Attempt++
	attempt := image.Attempt
	image.Width, image.Height = 0, 0
	if _, has := n.Attr("src"); has || candidate(n) != "" {
		image.Loading = true
	}
	d.realm.Microtask(func() { // 9: a later change in the same turn takes its place
		if attempt == image.Attempt && !d.over() {
			d.loadImage(n)
		}
	})
}

// loadImage is the step after the microtask.
func (d *document) loadImage(n *dom.Node) {
	image := n.Image()
	raw, has := n.Attr("src")
	if srcset := candidate(n); srcset != "" {
		raw, has = srcset, true
	}
	url, err := d.dom.ResolveURL(raw)
	if !has || strings.TrimSpace(raw) == "" || err != nil { // 12
		image.URL = ""
		image.Settle(!has)
		if has {
			d.post(func() { d.outcome(n, false) })
		}
		return
	}
	image.URL = url
	attempt := image.Attempt
	d.retrieve(d.potential(n, url, "image"), func(l *loaded, err error) {
		if attempt != image.Attempt {
			return
		}
		ok := false
		if err == nil { // whatever the status is
			image.Width, image.Height, ok = imagesize.Of(l.body, l.essence())
		}
		image.Settle(ok)
		d.outcome(n, ok)
	})
}

// candidate is the first URL of a srcset, "" for none: nothing is known of
// densities and widths here.
func candidate(n *dom.Node) string {
	fields := strings.Fields(n.AttrOr("srcset"))
	if len(fields) == 0 {
		return ""
	}
	return strings.Trim(fields[0], ",")
}

// loadMedia fetches the source of a video or audio. It is ready once all of it is
// there and begins as a known format does; nothing is decoded.
//
// https://html.spec.whatwg.org/#concept-media-load-resource
func (d *document) loadMedia(n *dom.Node) {
	state := n.Image()
	state.Attempt++
	attempt := state.Attempt
	state.URL = ""
	d.realm.Microtask(func() {
		raw, has := n.Attr("src")
		at := n
		if !has {
			for _, c := range n.Elements() {
				if c.Is("source") && !has {
					raw, has = c.Attr("src")
					at = c
				}
			}
		}
		if attempt != state.Attempt || d.over() || !has {
			return
		}
		url, err := d.dom.ResolveURL(raw)
		if strings.TrimSpace(raw) == "" || err != nil {
			state.Settle(false)
			d.post(func() { d.outcome(at, false) })
			return
		}
		state.URL, state.Loading = url, true
		d.fireAt(n, "loadstart", false)
		q := d.potential(n, url, n.Name())
		q.Headers.Add("Range", "bytes=0-")
		d.retrieve(q, func(l *loaded, err error) {
			if attempt != state.Attempt {
				return
			}
			ok := err == nil && l.ok() && mimetype.Media(l.body) != ""
			state.Settle(ok)
			if !ok {
				d.outcome(at, false)
				return
			}
			for _, typ := range []string{"loadedmetadata", "loadeddata", "canplay", "canplaythrough", "suspend"} {
				d.fireAt(n, typ, false)
			}
		})
	})
}
