// Package hygiene moves header fields between HTTP connections and messages and
// decides which may cross: what belongs to one connection stays on it
// (RFC 9110 §7.6.1), and what a worker made up is checked before it is written.
package hygiene

import (
	"net/http"
	"net/textproto"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// hopByHop says whether a field, by its canonical name, always belongs to one
// connection.
func hopByHop(name string) bool {
	switch name {
	case "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization",
		"Te", "Trailer", "Transfer-Encoding", "Upgrade", "Http2-Settings":
		return true
	}
	return false
}

// Listed is the canonical names that the values of Connection fields list; nil
// (which is right for nearly every message) when there are none but "close",
// "keep-alive" and "upgrade", which hopByHop knows.
func Listed(connection []string) []string {
	var names []string
	for _, v := range connection {
		for v != "" {
			var token string
			token, v, _ = strings.Cut(v, ",")
			token = textproto.TrimString(token)
			if token == "" || strings.EqualFold(token, "close") || strings.EqualFold(token, "keep-alive") || strings.EqualFold(token, "upgrade") {
				continue
			}
			names = append(names, http.CanonicalHeaderKey(token))
		}
	}
	return names
}

// valid says whether a field may be written on a connection.
func valid(name, value string) bool {
	return httpguts.ValidHeaderFieldName(name) && httpguts.ValidHeaderFieldValue(value)
}
