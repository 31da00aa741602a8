package loader

import (
	"cmp"
	"net/http"

	"asterism/schemas"
	"asterism/services/loader/referrer"
	"asterism/webapi/weburl"
)

// The response taintings.
//
// https://fetch.spec.whatwg.org/#concept-request-response-tainting
const (
	taintBasic  = "basic"
	taintCORS   = "cors"
	taintOpaque = "opaque"
)

// course is one fetch on its way through redirects: the standard's request, as
// far as it changes.
type course struct {
	req  *schemas.NetRequest
	q    schemas.Request // as changed by redirects
	url  *weburl.URL
	from *weburl.URL // the initiator's origin as a URL; nil: none, or opaque
	urls []string    // the URL list
	last *weburl.URL // the URL before this one
	// workers: a service worker may answer the next hop. A redirect from the
	// network ends that, but for navigations, whose every hop is matched anew.
	workers bool
	// tainting is what the response will be: "basic", then perhaps "cors" or
	// "opaque" for good.
	tainting string
	// taint is the redirect-taint: "" (same-origin), "same-site" or "cross-site".
	taint  string
	cached bool // the last response is from the HTTP cache
	// relation is the widest so far between the initiator and the URLs.
	relation string
	next     schemas.Redirect // of a navigation that is redirected
}

// newCourse starts a fetch.
func newCourse(req *schemas.NetRequest) (*course, error) {
	url, err := parseTarget(req.Request.URL, req.Request.Method)
	if err != nil {
		return nil, err
	}
	c := &course{req: req, q: req.Request, url: url, workers: req.ServiceWorkers == "all", tainting: taintBasic, relation: cmp.Or(req.Relation, "same-origin")}
	if from, err := weburl.Parse(req.Origin); err == nil && from.HTTP() {
		c.from = from
	}
	if _, has := c.q.Headers.Get("Accept"); !has && req.Origin != "" {
		c.q.Headers = append(schemas.HeaderBlock(nil), c.q.Headers...)
		c.q.Headers.Append("accept", accept(c.q.Destination))
	}
	for _, before := range req.URLs { // a navigation's earlier hops
		u, err := weburl.Parse(before)
		if err != nil {
			return nil, typeError(schemas.CodeBadMessage, "the URL list does not parse: %v", err)
		}
		c.url = u
		c.urls = append(c.urls, before)
		c.relate()
	}
	c.url = url
	return c, nil
}

// reserves: it is the script of a worker to be, which becomes a client.
//
// https://fetch.spec.whatwg.org/#non-subresource-request
func (c *course) reserves() bool {
	return c.req.ReservedClientID != "" && (c.q.Destination == "worker" || c.q.Destination == "sharedworker")
}

// accept is the default value of the Accept field.
//
// https://fetch.spec.whatwg.org/#fetching step 13
func accept(destination string) string {
	switch destination {
	case "document", "frame", "iframe":
		return "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	case "image":
		return "image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5"
	case "json":
		return "application/json,*/*;q=0.5"
	case "style":
		return "text/css,*/*;q=0.1"
	}
	return "*/*"
}

// trusted: nobody's script asked, or the response becomes a document of its own.
func (c *course) trusted() bool { return c.req.Origin == "" || c.q.Mode == "navigate" }

// hop is the part of the main fetch that a redirect runs again.
//
// https://fetch.spec.whatwg.org/#concept-main-fetch
func (c *course) hop() error {
	c.urls = append(c.urls, c.url.Href())
	c.relate()
	if !c.trusted() {
		switch { // 12
		case c.tainting == taintBasic && c.sameOrigin(c.url):
		case c.q.Mode == "same-origin":
			return typeError(schemas.CodeRefused, "%s is another origin, and the request's mode is \"same-origin\"", c.url.Host())
		case c.q.Mode == "" || c.q.Mode == "no-cors":
			if c.q.Redirect != "" && c.q.Redirect != "follow" {
				return typeError(schemas.CodeRefused, "a request to another origin with the mode \"no-cors\" must have the redirect mode \"follow\"")
			}
			c.tainting = taintOpaque
		default:
			c.tainting = taintCORS
		}
	}
	if c.q.ReferrerPolicy == "" { // 8
		c.q.ReferrerPolicy = referrer.Default
	}
	c.q.Referrer = referrer.Determine(c.q.ReferrerPolicy, c.q.Referrer, c.url) // 9
	return nil
}

// relate brings the redirect-taint and the relation up to date with the URL.
//
// https://fetch.spec.whatwg.org/#concept-request-tainted-origin
func (c *course) relate() {
	if c.from != nil && c.relation != "cross-site" && !c.sameOrigin(c.url) {
		if c.relation = "same-site"; !sameSite(c.from, c.url) {
			c.relation = "cross-site"
		}
	}
	last := c.last
	c.last = c.url
	if last == nil || weburl.SameOrigin(c.url, last) || c.sameOrigin(last) || c.taint == "cross-site" {
		return
	}
	if c.taint = "same-site"; !sameSite(c.url, last) && (c.from == nil || !sameSite(c.from, last)) {
		c.taint = "cross-site"
	}
}

// origin is the request's origin as a field says it.
//
// https://fetch.spec.whatwg.org/#serializing-a-request-origin
func (c *course) origin() string {
	if c.from == nil || c.taint != "" {
		return "null"
	}
	return c.req.Origin
}

// sameOrigin says whether a URL is of the initiator's origin.
func (c *course) sameOrigin(u *weburl.URL) bool {
	return c.from != nil && weburl.SameOrigin(c.from, u)
}

// credentials says whether cookies and the like go along.
//
// https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch step 8.1
func (c *course) credentials() bool {
	return c.trusted() && c.q.Credentials != "omit" || c.q.Credentials == "include" ||
		c.q.Credentials != "omit" && c.tainting == taintBasic
}

// sameSite says whether the request is same-site: its initiator, all its URLs and
// the documents around it are of one site. A user's requests are.
//
// https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.2
func (c *course) sameSite() bool {
	if c.req.Origin != "" && c.from == nil || c.relation == "cross-site" {
		return false
	}
	for _, origin := range c.req.Ancestors {
		if u, err := weburl.Parse(origin); err != nil || !sameSite(u, c.url) {
			return false
		}
	}
	return true
}

// top is the site of the top-level document, by which cookies are kept apart.
func (c *course) top() string {
	if n := len(c.req.Ancestors); n > 0 {
		if u, err := weburl.Parse(c.req.Ancestors[n-1]); err == nil {
			return site(u)
		}
		return "null"
	}
	return c.partition()
}

// source says whether the body could be sent a second time.
func (c *course) source() bool { return c.q.Body.Kind != schemas.BodyStream }

// safe says whether the method changes nothing.
func (c *course) safe() bool {
	return c.q.Method == http.MethodGet || c.q.Method == http.MethodHead
}

// partition keeps apart what different sites leave behind.
//
// https://fetch.spec.whatwg.org/#network-partition-keys
func (c *course) partition() string {
	if c.q.Mode == "navigate" || c.from == nil {
		return site(c.url)
	}
	return site(c.from)
}

func site(u *weburl.URL) string { return weburl.Site(u) }

func sameSite(a, b *weburl.URL) bool { return weburl.SameSite(a, b) }
