package weburl

import "strings"

// record is a URL while it is taken apart: the standard's URL record. The path is
// kept serialized: "/a/b" is the list «a, b», "" the empty list.
//
// https://url.spec.whatwg.org/#concept-url
type record struct {
	scheme             string
	username, password string
	host               string
	hasHost            bool   // false: the host is null
	port               string // decimal; "": null
	path               string
	opaque             bool // path is opaque
	query              string
	hasQuery           bool
	fragment           string
	hasFragment        bool
}

// recordOf takes a URL apart.
func recordOf(u *URL) *record {
	return &record{
		scheme: u.Scheme(), username: u.Username(), password: u.Password(),
		host: u.Hostname(), hasHost: u.authority, port: u.Port(),
		path: u.Pathname(), opaque: u.OpaquePath(),
		query: strings.TrimPrefix(u.href[u.query:u.fragment], "?"), hasQuery: u.HasQuery(),
		fragment: strings.TrimPrefix(u.href[u.fragment:], "#"), hasFragment: u.fragment < len(u.href),
	}
}

// defaultPorts are the special schemes.
//
// https://url.spec.whatwg.org/#special-scheme
func defaultPort(scheme string) (port string, special bool) {
	switch scheme {
	case "http", "ws":
		return "80", true
	case "https", "wss":
		return "443", true
	case "ftp":
		return "21", true
	case "file":
		return "", true
	}
	return "", false
}

func (r *record) special() bool {
	_, special := defaultPort(r.scheme)
	return special
}

func (r *record) credentials() bool { return r.username != "" || r.password != "" }

// fixed is true when the URL cannot have a user name, password or port.
//
// https://url.spec.whatwg.org/#cannot-have-a-username-password-port
func (r *record) fixed() bool { return !r.hasHost || r.host == "" || r.scheme == "file" }

// shorten removes the path's last segment.
//
// https://url.spec.whatwg.org/#shorten-a-urls-path
func (r *record) shorten() {
	if r.scheme == "file" && len(r.path) == 3 && normalizedDrive(r.path[1:]) { // 3
		return
	}
	if slash := strings.LastIndexByte(r.path, '/'); slash >= 0 { // 4
		r.path = r.path[:slash]
	}
}

// build serializes the record into u.
//
// https://url.spec.whatwg.org/#concept-url-serializer
func (r *record) build(u *URL) {
	var b strings.Builder
	b.Grow(len(r.scheme) + len(r.username) + len(r.password) + len(r.host) + len(r.port) + len(r.path) + len(r.query) + len(r.fragment) + 10)
	b.WriteString(r.scheme) // 1
	b.WriteByte(':')
	*u = URL{scheme: b.Len(), authority: r.hasHost}
	if r.hasHost { // 2
		b.WriteString("//")
		b.WriteString(r.username)
		u.user = b.Len()
		if r.password != "" {
			b.WriteByte(':')
			b.WriteString(r.password)
		}
		if r.credentials() {
			b.WriteByte('@')
		}
		u.host = b.Len()
		b.WriteString(r.host)
		u.hostEnd = b.Len()
		if r.port != "" {
			b.WriteByte(':')
			b.WriteString(r.port)
		}
	} else {
		u.user, u.host, u.hostEnd = u.scheme, u.scheme, u.scheme
		if !r.opaque && strings.HasPrefix(r.path, "//") { // 3
			b.WriteString("/.")
		}
	}
	u.path = b.Len()
	b.WriteString(r.path) // 4
	u.query = b.Len()
	if r.hasQuery { // 5
		b.WriteByte('?')
		b.WriteString(r.query)
	}
	u.fragment = b.Len()
	if r.hasFragment { // 6
		b.WriteByte('#')
		b.WriteString(r.fragment)
	}
	u.href = b.String()
}

// A Windows drive letter is "C:" or "C|"; a normalized one has the colon.
//
// https://url.spec.whatwg.org/#windows-drive-letter
func drive(s string) bool { return len(s) == 2 && alpha(s[0]) && (s[1] == ':' || s[1] == '|') }

func normalizedDrive(s string) bool { return drive(s) && s[1] == ':' }

// startsWithDrive is https://url.spec.whatwg.org/#start-with-a-windows-drive-letter
func startsWithDrive(s string) bool {
	return len(s) >= 2 && drive(s[:2]) && (len(s) == 2 || strings.IndexByte("/\\?#", s[2]) >= 0)
}

func alpha(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func digit(c byte) bool { return c >= '0' && c <= '9' }
