package upstream

import (
	"net/url"
	"strings"
)

// Target is a URL whose request target, when it is sent, is raw ("/path?query")
// byte for byte: nothing is escaped, unescaped or cleaned.
func Target(scheme, host, raw string) *url.URL {
	u := &url.URL{Scheme: scheme, Host: host}
	path, query, found := strings.Cut(raw, "?")
	u.RawQuery, u.ForceQuery = query, found && query == ""
	u.Path, u.RawPath = path, path
	if decoded, err := url.PathUnescape(path); err == nil {
		u.Path = decoded
	}
	if !strings.HasPrefix(path, "//") {
		u.Opaque = path // written to the request line as it is; with // it would be taken for a host
	}
	return u
}
