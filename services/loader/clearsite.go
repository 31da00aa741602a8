package loader

import (
	"context"
	"net/http"
	"strings"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/loader/referrer"
)

// clearSite obeys Clear-Site-Data before the response is used: the types
// "storage" and "*" drop the origin's registrations. Only what documents fetch
// counts: a response to a client of the front door is meant for that one.
//
// https://w3c.github.io/webappsec-clear-site-data/#clear-response
func (f *fetcher) clearSite(ctx context.Context, c *course, h http.Header) {
	values := h["Clear-Site-Data"]
	document := c.req.ClientID != "" || c.req.ReservedClientID != ""
	if values == nil || !f.clears || !document || !referrer.Trustworthy(c.url) || !clearsStorage(values) {
		return
	}
	_, err := bus.ClearOrigin.Do(ctx, f.conn, nil, schemas.ClearOrigin{Origin: c.url.Origin()})
	if err != nil && ctx.Err() == nil {
		f.log.Warn("site data not cleared", "origin", c.url.Origin(), "error", err)
	}
}

// clearsStorage says whether the header's values name the type "storage" or "*".
//
// https://w3c.github.io/webappsec-clear-site-data/#parsing
func clearsStorage(values []string) bool {
	for _, value := range values {
		for member := range strings.SplitSeq(value, ",") {
			if t := strings.Trim(member, " \t"); t == `"storage"` || t == `"*"` {
				return true
			}
		}
	}
	return false
}
