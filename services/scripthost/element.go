package scripthost

import (
	"context"
	"strings"

	"asterism/webapi/dom"
	"asterism/webapi/fetch"
)

// potential is the request of an element for a URL.
//
// https://html.spec.whatwg.org/#create-a-potential-cors-request
func (d *document) potential(n *dom.Node, url, destination string) *fetch.Request {
	q := d.request(url, destination)
	q.Initiator, q.Nonce = n.Name(), n.AttrOr("nonce")
	q.ReferrerPolicy = fetch.ParseReferrerPolicy(n.AttrOr("referrerpolicy"))
	if setting, ok := n.Attr("crossorigin"); ok {
		q.Mode = "cors"
		if !strings.EqualFold(setting, "use-credentials") {
			q.Credentials = "same-origin"
		}
	}
	return q
}

// request is a request without CORS.
func (e *environment) request(url, destination string) *fetch.Request {
	q := &fetch.Request{
		Method: "GET", URL: url, Headers: fetch.NewHeaders(fetch.GuardNone), Mode: "no-cors", Credentials: "include",
		Redirect: "follow", Destination: destination, Referrer: "about:client",
	}
	if accept, ok := accepts[destination]; ok {
		q.Headers.Add("Accept", accept)
	}
	if strings.HasPrefix(url, "blob:") {
		q.Blob, _ = e.s.blobs.Resolve(e.origin, url)
	}
	return q
}

// accepts is what destinations say they accept.
//
// https://fetch.spec.whatwg.org/#concept-fetch step 13
var accepts = map[string]string{
	"image": "image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
	"style": "text/css,*/*;q=0.1",
}

// loaded is a response with all its body.
type loaded struct {
	*fetch.Response
	body []byte
}

// ok says whether the status is an ok status, which holds for what scripts cannot
// see too.
func (l *loaded) ok() bool { return l.Status >= 200 && l.Status <= 299 }

// essence is the type of the body.
func (l *loaded) essence() string {
	t, ok := fetch.MIMEType(l.Headers)
	if !ok {
		return ""
	}
	return t.Essence()
}

// retrieve loads what an element asks for and hands it over on the loop, where
// the document's load event waits for it.
func (d *document) retrieve(q *fetch.Request, done func(*loaded, error)) {
	unblock := d.block()
	limit := int64(d.s.cfg.MaxBody)
	later(&d.environment, func(ctx context.Context) (*loaded, error) {
		p, body, err := fetch.Load(ctx, d, q, limit)
		if err != nil {
			return nil, err
		}
		return &loaded{p, body}, nil
	}, func(l *loaded, err error) {
		done(l, err)
		unblock()
	})
}

// outcome fires load or error at an element.
func (d *document) outcome(n *dom.Node, ok bool) {
	typ := "error"
	if ok {
		typ = "load"
	}
	d.fireAt(n, typ, false)
}

// source is the URL of an element's attribute; ok is false when there is none,
// which is told in a task of its own unless the attribute is absent.
func (d *document) source(n *dom.Node, attr string) (url string, ok bool) {
	raw, there := n.Attr(attr)
	if !there {
		return "", false
	}
	url, err := d.dom.ResolveURL(raw)
	if strings.TrimSpace(raw) == "" || err != nil {
		d.post(func() { d.outcome(n, false) })
		return "", false
	}
	return url, true
}
