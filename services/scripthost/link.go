package scripthost

import (
	"strings"

	"asterism/webapi/dom"
	"asterism/webapi/fetch"
)

// updateLink fetches what a link element in the document links to.
//
// https://html.spec.whatwg.org/#processing-the-type-attribute
// https://html.spec.whatwg.org/#default-fetch-and-process-the-linked-resource
func (d *document) updateLink(n *dom.Node) {
	if !n.Connected() || strings.TrimSpace(n.AttrOr("href")) == "" {
		return
	}
	for rel := range strings.FieldsSeq(strings.ToLower(n.AttrOr("rel"))) {
		switch rel {
		case "stylesheet":
			d.loadStyle(n)
		case "preload":
			d.preload(n)
		case "modulepreload":
			d.preloadModule(n)
		case "prefetch":
			d.link(n, "", func(l *loaded) bool { return true })
		}
	}
}

// link fetches for a link; good says whether the response is what it should be.
func (d *document) link(n *dom.Node, destination string, good func(*loaded) bool) {
	url, ok := d.source(n, "href")
	if !ok {
		return
	}
	q := d.potential(n, url, destination)
	q.Integrity = n.AttrOr("integrity")
	d.linked(n, q, good)
}

func (d *document) linked(n *dom.Node, q *fetch.Request, good func(*loaded) bool) {
	d.retrieve(q, func(l *loaded, err error) {
		if err != nil {
			d.Console("error", q.URL+" was not loaded: "+err.Error(), "")
		}
		d.outcome(n, err == nil && good(l))
	})
}

// loadStyle is https://html.spec.whatwg.org/#link-type-stylesheet
func (d *document) loadStyle(n *dom.Node) {
	if _, off := n.Attr("disabled"); off || strings.Contains(strings.ToLower(n.AttrOr("rel")), "alternate") {
		return
	}
	if t := essence(n.AttrOr("type")); t != "" && t != "text/css" {
		return
	}
	d.link(n, "style", func(l *loaded) bool {
		return l.ok() && (l.essence() == "text/css" || l.essence() == "" || d.dom.Quirks && l.Type == "basic")
	})
}

// preload is https://html.spec.whatwg.org/#link-type-preload
func (d *document) preload(n *dom.Node) {
	as := strings.ToLower(n.AttrOr("as"))
	switch as {
	case "fetch":
		as = ""
	case "font", "image", "script", "style", "track":
	default: // not a destination that is translated
		return
	}
	d.link(n, as, (*loaded).ok)
}

// preloadModule is https://html.spec.whatwg.org/#link-type-modulepreload
func (d *document) preloadModule(n *dom.Node) {
	url, ok := d.source(n, "href")
	if !ok {
		return
	}
	destination := strings.ToLower(n.AttrOr("as"))
	switch destination {
	case "":
		destination = "script"
	case "audioworklet", "paintworklet", "script", "serviceworker", "sharedworker", "worker":
	default:
		d.post(func() { d.outcome(n, false) })
		return
	}
	q := d.potential(n, url, destination)
	q.Integrity = n.AttrOr("integrity")
	if q.Mode = "cors"; !strings.EqualFold(n.AttrOr("crossorigin"), "use-credentials") {
		q.Credentials = "same-origin"
	}
	d.linked(n, q, (*loaded).ok)
}
