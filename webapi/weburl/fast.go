package weburl

import "strings"

// What a byte may be in a serialized http(s) URL.
const (
	inHost = 1 << iota
	inPath
	inQuery
	inFragment
)

var class = classes()

// classes marks, per byte, in which components it stands for itself. Letters
// in hosts are lower-case; '%' may be anywhere but in hosts (an escape is kept
// as it is written).
func classes() (t [256]uint8) {
	for c := byte(0x21); c < 0x7f; c++ {
		t[c] = inPath | inQuery | inFragment
	}
	for _, c := range []byte("\"#<>?^`{}\\") {
		t[c] &^= inPath
	}
	for _, c := range []byte("\"#<>'") {
		t[c] &^= inQuery
	}
	for _, c := range []byte("\"<>`") {
		t[c] &^= inFragment
	}
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyz0123456789-._") {
		t[c] |= inHost
	}
	return t
}

// fast fills u when s is an http(s) URL in its serialized form already (or
// lacks only the path): then parsing it changes nothing. It copies nothing in
// the first case. False: u is untouched, ask the parser.
func (u *URL) fast(s string) bool {
	var scheme int
	switch {
	case strings.HasPrefix(s, "https://"):
		scheme = len("https:")
	case strings.HasPrefix(s, "http://"):
		scheme = len("http:")
	default:
		return false
	}
	host := scheme + 2
	i := host
	for i < len(s) && class[s[i]]&inHost != 0 {
		i++
	}
	hostEnd := i
	if !plainHost(s[host:hostEnd]) {
		return false
	}
	if i < len(s) && s[i] == ':' {
		n := plainPort(s[i+1:], s[:scheme] == "https:")
		if n == 0 {
			return false
		}
		i += 1 + n
	}
	path := i
	if path == len(s) {
		s += "/"
	}
	if s[path] != '/' {
		return false
	}
	query, fragment, ok := scanTail(s, path)
	if !ok {
		return false
	}
	*u = URL{
		href: s, scheme: scheme, user: host, host: host, hostEnd: hostEnd,
		path: path, query: query, fragment: fragment, authority: true,
	}
	return true
}

// fastRef does the same for a path-absolute reference ("/a?b") or a query or
// path that stays below the base's folder ("b/c.js").
func (u *URL) fastRef(ref string, base *URL) bool {
	if !base.HTTP() || base.user != base.scheme+2 || ref == "" {
		return false
	}
	switch c := ref[0]; {
	case c == '/':
		if len(ref) > 1 && (ref[1] == '/' || ref[1] == '\\') {
			return false
		}
		return u.fast(base.href[:base.path] + ref)
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_':
		// A colon before any slash could end a scheme.
		if colon := strings.IndexByte(ref, ':'); colon >= 0 {
			if slash := strings.IndexByte(ref, '/'); slash < 0 || colon < slash {
				return false
			}
		}
		folder := strings.LastIndexByte(base.href[:base.query], '/') + 1
		return u.fast(base.href[:folder] + ref)
	}
	return false
}

// scanTail checks path, query and fragment, and finds where they begin.
func scanTail(s string, path int) (query, fragment int, ok bool) {
	i := path
	for i < len(s) && class[s[i]]&inPath != 0 {
		if s[i] == '/' && i+1 < len(s) && (s[i+1] == '.' || s[i+1] == '%') && dotSegment(s[i+1:]) {
			return 0, 0, false
		}
		i++
	}
	query = i
	if i < len(s) && s[i] == '?' {
		for i++; i < len(s) && class[s[i]]&inQuery != 0; {
			i++
		}
	}
	fragment = i
	if i < len(s) && s[i] == '#' {
		for i++; i < len(s) && class[s[i]]&inFragment != 0; {
			i++
		}
	}
	return query, fragment, i == len(s)
}

// dotSegment is true when the path segment that begins s is ".", ".." or one
// of their escaped spellings.
func dotSegment(s string) bool {
	dots := 0
	for len(s) > 0 {
		switch {
		case s[0] == '.':
			s = s[1:]
		case len(s) >= 3 && s[0] == '%' && s[1] == '2' && s[2]|0x20 == 'e':
			s = s[3:]
		default:
			return dots > 0 && dots <= 2 && (s[0] == '/' || s[0] == '?' || s[0] == '#' || s[0] == '\\')
		}
		dots++
	}
	return dots > 0 && dots <= 2
}

// plainHost is true for hosts that the host parser surely leaves alone:
// lower-case names without punycode, and dotted decimal IPv4 addresses.
func plainHost(h string) bool {
	if h == "" || len(h) > 253 {
		return false
	}
	label := 0 // start of the current one
	for i := 0; i <= len(h); i++ {
		if i < len(h) && h[i] != '.' {
			continue
		}
		l := h[label:i]
		if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' || len(l) > 3 && l[2:4] == "--" {
			return false
		}
		if i == len(h) && l[0] >= '0' && l[0] <= '9' { // may be a number
			return plainIPv4(h)
		}
		label = i + 1
	}
	return true
}

func plainIPv4(h string) bool {
	parts, n, digits := 0, 0, 0
	for i := 0; i <= len(h); i++ {
		if i == len(h) || h[i] == '.' {
			if digits == 0 || n > 255 {
				return false
			}
			parts, n, digits = parts+1, 0, 0
			continue
		}
		c := h[i]
		if c < '0' || c > '9' || digits == 3 || digits > 0 && n == 0 {
			return false
		}
		n, digits = n*10+int(c-'0'), digits+1
	}
	return parts == 4
}

// plainPort is the length of a port at the start of s that is neither the
// scheme's default nor written with leading zeros; 0 when it is not plain.
func plainPort(s string, https bool) int {
	n, i := 0, 0
	for i < len(s) && i < 5 && s[i] >= '0' && s[i] <= '9' {
		n = n*10 + int(s[i]-'0')
		i++
	}
	if i == 0 || s[0] == '0' || n > 65535 || https && n == 443 || !https && n == 80 {
		return 0
	}
	return i
}
