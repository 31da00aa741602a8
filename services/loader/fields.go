package loader

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"asterism/services/loader/coding"
	"asterism/services/loader/referrer"
)

// fields sets what the standard sets on a request's way out, where the initiator
// has not: what a worker passes on of a client's request stays the client's.
//
// https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
func (c *course) fields(h http.Header) {
	if !c.credentials() {
		h.Del("Cookie")
	}
	c.always(h)
	if origin := c.originField(); origin != "" && h["Origin"] == nil { // 8.12
		h["Origin"] = []string{origin}
	}
	c.metadata(h) // 8.13
	if h["Range"] != nil {
		h["Accept-Encoding"] = []string{"identity"} // 8.20
	} else {
		h["Accept-Encoding"] = []string{coding.Accept} // 8.21
	}
	if c.credentials() && h["Authorization"] == nil && c.url.Username()+c.url.Password() != "" { // 8.22
		h["Authorization"] = []string{"Basic " + base64.StdEncoding.EncodeToString([]byte(plain(c.url.Username())+":"+plain(c.url.Password())))}
	}
}

// always is the fields of preflights too.
func (c *course) always(h http.Header) {
	if c.q.Referrer != "" { // 8.11
		h["Referer"] = []string{c.q.Referrer}
	}
	for name, value := range map[string]string{"Accept": "*/*", "Accept-Language": "*", "User-Agent": "asterism"} {
		if h[name] == nil {
			h[name] = []string{value}
		}
	}
}

// originField is the Origin field, "" for none.
//
// https://fetch.spec.whatwg.org/#append-a-request-origin-header
func (c *course) originField() string {
	switch {
	case c.req.Origin == "":
		return ""
	case c.tainting == taintCORS: // 2
		return c.origin()
	case c.safe(): // 3
		return ""
	case c.q.Mode == "cors":
		return c.origin()
	}
	switch c.q.ReferrerPolicy { // 3.1
	case "no-referrer":
		return "null"
	case "no-referrer-when-downgrade", "strict-origin", "strict-origin-when-cross-origin":
		if c.from != nil && c.from.Scheme() == "https" && c.url.Scheme() != "https" {
			return "null"
		}
	case "same-origin":
		if !c.sameOrigin(c.url) {
			return "null"
		}
	}
	return c.origin()
}

// metadata sets the Sec-Fetch fields.
//
// https://w3c.github.io/webappsec-fetch-metadata/
func (c *course) metadata(h http.Header) {
	if c.req.Origin == "" || !referrer.Trustworthy(c.url) || h["Sec-Fetch-Mode"] != nil && len(c.urls) == 1 {
		return
	}
	mode, destination := c.q.Mode, c.q.Destination
	if mode == "" {
		mode = "no-cors"
	}
	if destination == "" {
		destination = "empty"
	}
	h["Sec-Fetch-Dest"] = []string{destination}
	h["Sec-Fetch-Mode"] = []string{mode}
	h["Sec-Fetch-Site"] = []string{c.relation}
}

// written is h as it goes on a connection: one line a field, with the name as
// the initiator wrote it first.
func (c *course) written(h http.Header) http.Header {
	out := make(http.Header, len(h))
	for name, values := range h {
		switch {
		case len(values) < 2:
		case name == "Cookie":
			values = []string{strings.Join(values, "; ")}
		default:
			values = []string{strings.Join(values, ", ")}
		}
		out[name] = values
	}
	seen := map[string]bool{"User-Agent": true} // which net/http looks for
	for name := range c.q.Headers.All() {
		canonical := http.CanonicalHeaderKey(name)
		if values, there := out[canonical]; there && !seen[canonical] {
			delete(out, canonical)
			out[name] = values
		}
		seen[canonical] = true
	}
	return out
}

func plain(s string) string {
	if decoded, err := url.PathUnescape(s); err == nil {
		return decoded
	}
	return s
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
