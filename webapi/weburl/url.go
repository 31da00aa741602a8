package weburl

import "strings"

// URL is a parsed URL. Offsets index href:
//
//	https://user:pass@example.com:1234/foo/bar?baz#quux
//	      |     |    |           |    |       |   |
//	      |     |    |           |    |       |   fragment
//	      |     |    |           |    |       query
//	      |     |    |           |    path
//	      |     |    |           hostEnd
//	      |     |    host (just past '@')
//	      |     user (end of the user name)
//	      scheme (just past ':')
//
// A component that is absent is empty: query and fragment then equal the
// offset of what follows. A query or fragment that is present but empty is its
// lone delimiter.
type URL struct {
	href     string
	scheme   int
	user     int
	host     int
	hostEnd  int
	path     int
	query    int
	fragment int
	// authority: the URL has a host (maybe an empty one).
	authority bool
}

// Href is the whole serialized URL.
func (u *URL) Href() string { return u.href }

// String is Href, for printing.
func (u *URL) String() string { return u.href }

// WithoutFragment is the serialized URL with the fragment left out.
func (u *URL) WithoutFragment() string { return u.href[:u.fragment] }

// Protocol is the scheme with its colon: "https:".
func (u *URL) Protocol() string { return u.href[:u.scheme] }

// Scheme is the scheme: "https".
func (u *URL) Scheme() string { return u.href[:u.scheme-1] }

// Username is the percent-encoded user name, "" for none.
func (u *URL) Username() string {
	if !u.authority {
		return ""
	}
	return u.href[u.scheme+2 : u.user]
}

// Password is the percent-encoded password, "" for none.
func (u *URL) Password() string {
	if u.host-u.user < 2 { // neither ":" nor "@", or "@" alone
		return ""
	}
	return u.href[u.user+1 : u.host-1]
}

// Hostname is the host without its port; IPv6 addresses keep their brackets.
func (u *URL) Hostname() string { return u.href[u.host:u.hostEnd] }

// Host is the host with its port unless that is the scheme's default.
func (u *URL) Host() string {
	if u.Port() == "" {
		return u.Hostname()
	}
	return u.href[u.host : u.hostEnd+1+len(u.Port())]
}

// Port is the port in decimal, "" when it is the scheme's default or absent.
func (u *URL) Port() string {
	if u.hostEnd == u.path || u.href[u.hostEnd] != ':' {
		return ""
	}
	return u.href[u.hostEnd+1 : u.path]
}

// Pathname is the path: "/a/b", or the opaque path of a URL such as data:.
func (u *URL) Pathname() string { return u.href[u.path:u.query] }

// Search is the query with its "?", "" when there is none or it is empty.
func (u *URL) Search() string {
	if u.fragment-u.query < 2 {
		return ""
	}
	return u.href[u.query:u.fragment]
}

// Hash is the fragment with its "#", "" when there is none or it is empty.
func (u *URL) Hash() string {
	if len(u.href)-u.fragment < 2 {
		return ""
	}
	return u.href[u.fragment:]
}

// HasQuery is true when there is a query, even an empty one.
func (u *URL) HasQuery() bool { return u.fragment > u.query }

// OpaquePath is true when the path is not a list of segments, as in data: and
// mailto: URLs.
func (u *URL) OpaquePath() bool {
	return !u.authority && !strings.HasPrefix(u.href[u.scheme:], "/")
}

// HTTP is true when the scheme is http or https.
func (u *URL) HTTP() bool {
	s := u.Scheme()
	return s == "http" || s == "https"
}

// Origin is the serialized origin: "https://example.com:8443", or "null" for
// an opaque one.
//
// https://url.spec.whatwg.org/#concept-url-origin
func (u *URL) Origin() string {
	switch u.Scheme() {
	case "http", "https", "ws", "wss", "ftp":
		if u.host == u.scheme+2 { // no user info: the origin is a prefix
			return u.href[:u.path]
		}
		return u.href[:u.scheme] + "//" + u.href[u.host:u.path]
	case "blob":
		inner, err := Parse(u.Pathname())
		if err != nil || !inner.HTTP() && inner.Scheme() != "file" {
			return "null"
		}
		return inner.Origin()
	}
	return "null"
}

// SameOrigin is true when both have the same origin and neither is opaque.
func SameOrigin(a, b *URL) bool {
	o := a.Origin()
	return o != "null" && o == b.Origin()
}
