package cookiestore

import (
	"strings"

	"asterism/schemas"
	"asterism/webapi/weburl"
)

// Visible says whether a script at url, in a page whose top-level document has
// the origin top, can tell that a cookie changed.
//
// https://cookiestore.spec.whatwg.org/#observable-changes
func Visible(c schemas.CookieChange, url, top string) bool {
	u, err := weburl.Parse(url)
	if err != nil {
		return false
	}
	t, err := weburl.Parse(top)
	if err != nil || weburl.Site(t) != c.Partition {
		return false
	}
	host := u.Hostname()
	if host != c.Domain && (c.HostOnly || !strings.HasSuffix(host, "."+c.Domain)) {
		return false
	}
	path := u.Pathname()
	if path != c.Cookie.Path && !(strings.HasPrefix(path, c.Cookie.Path) &&
		(strings.HasSuffix(c.Cookie.Path, "/") || path[len(c.Cookie.Path)] == '/')) {
		return false
	}
	return true
}
