package loader

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"asterism/schemas"
	"asterism/services/loader/referrer"
	"asterism/webapi/weburl"
)

// redirect looks at the status of a response that came from a URL. next means
// that c now describes the request to make next.
//
// https://fetch.spec.whatwg.org/#concept-http-fetch step 7
func (c *course) redirect(status int, h http.Header, from *weburl.URL) (next bool, err error) {
	if !redirectStatus(status) {
		return false, nil
	}
	switch c.q.Redirect {
	case "error":
		return false, typeError(schemas.CodeNetwork, "%s redirects, and the request's redirect mode is \"error\"", c.url.Host())
	case "manual":
		if c.req.ReservedClientID == "" || c.req.ServiceWorkers != "all" {
			return false, nil
		}
		// The next manual redirect steps of a navigation, which decides itself.
		after := *c
		if next, err = after.follow(status, h, from); next {
			c.next = schemas.Redirect{URL: after.url.Href(), Method: after.q.Method, ReferrerPolicy: after.q.ReferrerPolicy}
		}
		return false, err
	}
	return c.follow(status, h, from)
}

// follow is HTTP-redirect fetch, as far as the next request.
//
// https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
func (c *course) follow(status int, h http.Header, from *weburl.URL) (next bool, err error) {
	locations := h["Location"]
	if len(locations) == 0 { // step 4: no location, no redirect
		return false, nil
	}
	to, err := weburl.ParseRef(locationText(locations[0]), from)
	if err != nil { // step 5
		return false, typeError(schemas.CodeNetwork, "%s redirects to something that is not a URL", c.url.Host())
	}
	if to.Hash() == "" && c.url.Hash() != "" { // location URL: the fragment is inherited
		if with, err := weburl.Parse(to.WithoutFragment() + c.url.Hash()); err == nil {
			to = with
		}
	}
	if !to.HTTP() { // step 6
		return false, typeError(schemas.CodeNetwork, "%s redirects to a %s: URL", c.url.Host(), to.Scheme())
	}
	if len(c.urls) > maxRedirects { // steps 7 and 8
		return false, typeError(schemas.CodeNetwork, "more than %d redirects", maxRedirects)
	}
	cross := !weburl.SameOrigin(to, c.url)
	if to.Username() != "" || to.Password() != "" { // steps 9 and 10
		if c.q.Mode == "cors" && !c.sameOrigin(to) || c.tainting == taintCORS {
			return false, typeError(schemas.CodeNetwork, "%s redirects to a URL with a user name or password", c.url.Host())
		}
	}
	if status != http.StatusSeeOther && !c.source() { // step 11
		return false, typeError(schemas.CodeNetwork, "%s redirects a request whose body was streamed and cannot be sent again", c.url.Host())
	}
	// Step 12.
	post := c.q.Method == http.MethodPost && (status == http.StatusMovedPermanently || status == http.StatusFound)
	if post || status == http.StatusSeeOther && c.q.Method != http.MethodGet && c.q.Method != http.MethodHead {
		c.q.Method, c.q.Body = http.MethodGet, schemas.Body{}
		c.q.Headers = without(c.q.Headers, "content-encoding", "content-language", "content-location", "content-type", "content-length")
	}
	if cross { // step 13; what a worker passed on of a client's fields stays behind as well
		c.q.Headers = without(c.q.Headers, "authorization", "cookie", "host", "origin")
	}
	if policy := referrer.Parse(h); policy != "" { // step 18
		c.q.ReferrerPolicy = policy
	}
	c.url = to // steps 19 and 20
	return true, nil
}

// locationText is a Location field for the URL parser, which takes text: bytes
// that are not UTF-8 are percent-encoded one by one rather than lost. The
// standard does not say it yet (https://github.com/whatwg/fetch/issues/883).
func locationText(field string) string {
	if utf8.ValidString(field) {
		return field
	}
	var b strings.Builder
	for len(field) > 0 {
		r, n := utf8.DecodeRuneInString(field)
		if r == utf8.RuneError && n == 1 {
			fmt.Fprintf(&b, "%%%02X", field[0])
		} else {
			b.WriteString(field[:n])
		}
		field = field[n:]
	}
	return b.String()
}

func redirectStatus(status int) bool {
	switch status {
	case 301, 302, 303, 307, 308:
		return true
	}
	return false
}

// without is a block less some fields, named in lower case.
func without(block schemas.HeaderBlock, names ...string) schemas.HeaderBlock {
	kept := make(schemas.HeaderBlock, 0, len(block))
	for name, value := range block.All() {
		if !slices.Contains(names, strings.ToLower(name)) {
			kept.Append(name, value)
		}
	}
	return kept
}
