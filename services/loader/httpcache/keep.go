package httpcache

import (
	"net/http"
	"strings"
)

// Keepable says whether a response may be kept. shared: the request came from
// one of many users (it carried a user's cookies or authorization), so only what
// says that it is for all of them.
//
// https://www.rfc-editor.org/rfc/rfc9111#section-3
func Keepable(method string, request http.Header, status int, response http.Header, shared bool) bool {
	if method != http.MethodGet || status < 200 || status == http.StatusPartialContent || status == http.StatusNotModified {
		return false
	}
	d, q := parse(response), parse(request)
	if d.has("no-store") || q.has("no-store") {
		return false
	}
	if shared && (d.has("private") || !d.has("public") && !d.has("s-maxage")) {
		return false
	}
	for _, value := range response["Vary"] {
		if strings.Contains(value, "*") {
			return false
		}
	}
	switch {
	case d.has("max-age"), d.has("public"), d.has("private"), shared && d.has("s-maxage"), len(response["Expires"]) > 0:
		return true
	}
	// A validator alone makes it worth asking again.
	return heuristically(status) && (len(response["Etag"]) > 0 || len(response["Last-Modified"]) > 0)
}

// vary is the request fields a response depends on, canonical.
func vary(response http.Header) []string {
	var names []string
	for _, value := range response["Vary"] {
		for name := range strings.SplitSeq(value, ",") {
			if name = strings.Trim(name, " \t"); name != "" {
				names = append(names, http.CanonicalHeaderKey(name))
			}
		}
	}
	return names
}

// selects says whether s is a response to a request with these fields.
//
// https://www.rfc-editor.org/rfc/rfc9111#section-4.1
func (s *Stored) selects(request http.Header) bool {
	for name, value := range s.varying {
		if value != normal(request, name) {
			return false
		}
	}
	return true
}

// normal is a field as it is compared: values in one list, without white space
// around their commas.
func normal(h http.Header, name string) string {
	var b strings.Builder
	for i, value := range h[name] {
		if i > 0 {
			b.WriteByte(',')
		}
		for j, part := range strings.Split(value, ",") {
			if j > 0 {
				b.WriteByte(',')
			}
			b.WriteString(strings.Trim(part, " \t"))
		}
	}
	return b.String()
}
