package loader

import (
	"context"
	"net/http"
	"time"

	"asterism/schemas"
	"asterism/services/loader/cors"
	"asterism/webapi/fetch"
	"asterism/webapi/weburl"
)

// http performs one request over the network or from the cache, redirects not
// followed, and checks that its initiator may have the response.
//
// https://fetch.spec.whatwg.org/#concept-http-fetch
func (f *fetcher) http(ctx context.Context, c *course) (resp *http.Response, err error) {
	if c.tainting == taintCORS { // 5.3
		if err := f.askFirst(ctx, c); err != nil {
			return nil, err
		}
	}
	if resp, err = f.network(ctx, c); err != nil { // 5.4
		return nil, err
	}
	switch c.tainting {
	case taintCORS: // 5.5
		if err := cors.Check(c.origin(), c.q.Credentials, resp.Header); err != nil {
			resp.Body.Close()
			return nil, typeError(schemas.CodeRefused, "%s does not share its response with %s: %v", c.url.Host(), c.req.Origin, err)
		}
	case taintOpaque: // 6
		if why := c.resourcePolicy(resp.Header, c.url); why != "" {
			resp.Body.Close()
			return nil, typeError(schemas.CodeRefused, "%s does not share its response with %s: %s", c.url.Host(), c.req.Origin, why)
		}
	}
	return resp, nil
}

// askFirst performs the CORS preflight where one is needed.
//
// https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
func (f *fetcher) askFirst(ctx context.Context, c *course) error {
	q := cors.Question{
		Origin: c.origin(), URL: c.url.WithoutFragment(), Method: c.q.Method, Credentials: c.q.Credentials,
		Names: cors.UnsafeNames(func(yield func(string, string) bool) {
			for name, value := range c.q.Headers.All() {
				// Those were not set by a script but passed on by one.
				if !fetch.ForbiddenRequestHeader(name, value) && !yield(name, value) {
					return
				}
			}
		}),
		Forced: c.q.Preflight || c.q.Body.Kind == schemas.BodyStream && c.q.Body.Length < 0,
	}
	if !q.Needed() || f.preflights.Knows(c.partition(), &q, time.Now()) {
		return nil
	}
	h := q.Header()
	c.always(h)
	c.metadata(h)
	r := c.request(http.MethodOptions, h)
	resp, err := f.send(r.WithContext(ctx), c, false)
	if err != nil {
		return err
	}
	drain(resp.Body)
	grant, err := q.Answer(resp.StatusCode, resp.Header)
	if err != nil {
		f.preflights.Forget(c.partition(), q.Origin, q.URL)
		return typeError(schemas.CodeRefused, "%s does not allow %s this request: %v", c.url.Host(), c.req.Origin, err)
	}
	f.preflights.Keep(c.partition(), &q, grant, time.Now())
	return nil
}

// resourcePolicy is the cross-origin resource policy check of a response that came
// from a URL; "" allows.
//
// https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
func (c *course) resourcePolicy(h http.Header, from *weburl.URL) string {
	if c.q.Mode == "navigate" || c.from == nil {
		return ""
	}
	values := h["Cross-Origin-Resource-Policy"]
	if len(values) != 1 {
		return "" // none, or none that is known
	}
	switch values[0] {
	case "same-origin":
		if !c.sameOrigin(from) {
			return "its Cross-Origin-Resource-Policy is \"same-origin\""
		}
	case "same-site":
		if !sameSite(c.from, from) || c.from.Scheme() != "https" && from.Scheme() == "https" {
			return "its Cross-Origin-Resource-Policy is \"same-site\""
		}
	}
	return ""
}
