package loader

import (
	"net/http"
	"strings"

	"asterism/schemas"
	"asterism/webapi/mimetype"
)

// blocked says why a response must not be used for its destination, nil when it
// may.
//
// https://fetch.spec.whatwg.org/#concept-main-fetch step 19
func (c *course) blocked(resp *http.Response) error {
	if c.tainting == taintOpaque && resp.StatusCode == http.StatusPartialContent && !c.ranged() {
		return typeError(schemas.CodeRefused, "%s answered with a part that was not asked for", c.url.Host())
	}
	if resp.StatusCode >= 400 {
		return nil // no script either, and whoever asked can say that it is missing
	}
	kind := first(resp.Header["Content-Type"])
	t, known := mimetype.Parse(kind)
	switch c.q.Destination {
	case "script", "serviceworker", "worker", "sharedworker", "audioworklet", "paintworklet":
		// TypeScript is JavaScript here, which is lowered before it runs.
		fine := known && (t.IsJavaScript() || strings.HasSuffix(t.Essence(), "/typescript"))
		if nosniff(resp.Header) && !fine {
			return typeError(schemas.CodeRefused, "%s says nosniff, and the Content-Type %q is not JavaScript's", c.url.Host(), kind)
		}
		if known && (t.Type == "audio" || t.Type == "image" || t.Type == "video" || t.Essence() == "text/csv") {
			return typeError(schemas.CodeRefused, "the Content-Type %q is not a script's", kind)
		}
	case "style":
		if nosniff(resp.Header) && (!known || t.Essence() != "text/css") {
			return typeError(schemas.CodeRefused, "%s says nosniff, and the Content-Type %q is not CSS's", c.url.Host(), kind)
		}
	}
	return nil
}

// ranged: the request asked for a part.
func (c *course) ranged() bool {
	_, ok := c.q.Headers.Get("Range")
	return ok
}

// nosniff is https://fetch.spec.whatwg.org/#determine-nosniff
func nosniff(h http.Header) bool {
	value, _, _ := strings.Cut(first(h["X-Content-Type-Options"]), ",")
	return strings.EqualFold(strings.Trim(value, " \t"), "nosniff")
}
