package loader

import (
	"cmp"
	"net/http"

	"asterism/schemas"
	"asterism/webapi/weburl"
)

// afterWorker checks a worker's response and follows it when it is a redirect.
//
// https://fetch.spec.whatwg.org/#concept-http-fetch steps 4.6.6 to 7
func (f *fetcher) afterWorker(c *course, rep *schemas.NetReply) (next bool, err error) {
	resp := &rep.Response
	if why := c.unfit(resp); why != "" {
		return false, typeError(schemas.CodeNetwork, "the service worker's response cannot be used: %s", why)
	}
	var from *weburl.URL // nil: a response the worker made itself has no URL
	if n := len(resp.URLs); n > 0 {
		if from, err = weburl.Parse(resp.URLs[n-1]); err != nil {
			return false, typeError(schemas.CodeBadMessage, "the URL of the service worker's response does not parse: %v", err)
		}
	} else {
		resp.URLs = c.urls
	}
	h := http.Header{}
	for _, name := range []string{"Location", "Referrer-Policy", "Cross-Origin-Resource-Policy"} {
		for n, value := range resp.Headers.All() {
			if http.CanonicalHeaderKey(n) == name {
				h[name] = append(h[name], value)
			}
		}
	}
	if c.tainting == taintOpaque || resp.Type == taintOpaque { // 6
		if why := c.resourcePolicy(h, cmp.Or(from, c.url)); why != "" {
			return false, typeError(schemas.CodeRefused, "the service worker's response cannot be used: %s", why)
		}
	}
	next, err = c.redirect(int(resp.Status), h, from)
	rep.Next = c.next
	if !next && c.q.Redirect == "manual" && c.q.Mode != "navigate" && redirectStatus(int(resp.Status)) { // 7, "manual"
		resp.Type = "opaqueredirect"
	}
	return next, err
}

// unfit says why a response is no answer to the request; "" when it is one.
//
// https://fetch.spec.whatwg.org/#concept-http-fetch step 4.6.6
func (c *course) unfit(resp *schemas.Response) string {
	switch mode, redirect := c.q.Mode, c.q.Redirect; {
	case resp.Type == "error" || resp.Status < 200 || resp.Status > 599:
		return "it is an error"
	case mode == "same-origin" && resp.Type == "cors":
		return `its type is "cors" and the request's mode "same-origin"`
	case mode != "no-cors" && mode != "" && resp.Type == "opaque":
		return `its type is "opaque" and the request's mode is not "no-cors"`
	case redirect != "manual" && resp.Type == "opaqueredirect":
		return `its type is "opaqueredirect" and the request's redirect mode is not "manual"`
	case redirect != "" && redirect != "follow" && len(resp.URLs) > 1:
		return `it was redirected and the request's redirect mode is not "follow"`
	}
	return ""
}
