package hygiene

import (
	"net"
	"strings"
)

// Target is the path and query of a URL, as the URL Standard serializes them,
// of the request target a client sent in origin form ("/a?b"). ok is false when
// it takes a URL parser to tell: dot segments, backslashes, bytes that need
// escaping. What browsers and well-behaved clients send is returned as it is.
func Target(raw string) (target string, ok bool) {
	if raw == "" || raw[0] != '/' {
		return "", false
	}
	query := false
	for i := 1; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '?':
			query = true
		case query:
			// The special-query percent-encode set.
			if c <= ' ' || c >= 0x7f || c == '"' || c == '#' || c == '<' || c == '>' || c == '\'' {
				return "", false
			}
		case c == '.' || c == '%':
			// A segment that begins with a dot, written out or escaped, may be a
			// dot segment.
			if raw[i-1] == '/' && (c == '.' || strings.HasPrefix(raw[i:], "%2e") || strings.HasPrefix(raw[i:], "%2E")) {
				return "", false
			}
		case c <= ' ' || c >= 0x7f:
			return "", false
		default:
			// The path percent-encode set, and the backslash, which is a slash.
			switch c {
			case '"', '#', '<', '>', '`', '{', '}', '^', '\\':
				return "", false
			}
		}
	}
	return raw, true
}

// Host is the host and port of a Host header as a serialized origin has them: in
// lower case, without the scheme's default port. ok is false when the value is
// not a host (which the server has mostly refused already).
func Host(raw string, tls bool) (host string, ok bool) {
	standard := ":80"
	if tls {
		standard = ":443"
	}
	if raw == "" || len(raw) > 255+6 {
		return "", false
	}
	upper := false
	for i := range len(raw) {
		switch c := raw[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '.', c == '-', c == ':', c == '[', c == ']', c == '_':
		case 'A' <= c && c <= 'Z':
			upper = true
		default:
			return "", false
		}
	}
	if upper {
		raw = strings.ToLower(raw)
	}
	raw = strings.TrimSuffix(raw, standard)
	name, port := raw, ""
	if i := strings.LastIndexByte(raw, ':'); i >= 0 && !strings.HasSuffix(raw, "]") {
		name, port = raw[:i], raw[i+1:]
		if port == "" || len(port) > 5 || strings.IndexFunc(port, func(c rune) bool { return c < '0' || c > '9' }) >= 0 || port[0] == '0' {
			return "", false
		}
	}
	if strings.HasPrefix(name, "[") {
		if !strings.HasSuffix(name, "]") || net.ParseIP(name[1:len(name)-1]) == nil {
			return "", false
		}
	} else if name == "" || strings.ContainsAny(name, ":[]") {
		return "", false
	}
	return raw, true
}

// Loopback says whether a host, as Host returns it, names this machine.
func Loopback(host string) bool {
	name := host
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		name = host[:i]
	}
	name = strings.TrimSuffix(name, ".")
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	ip := net.ParseIP(strings.Trim(name, "[]"))
	return ip != nil && ip.IsLoopback()
}
