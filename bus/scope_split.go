package bus

import (
	"fmt"
	"strconv"
	"strings"
)

// scopeParts is a scope URL taken apart; the port is always there.
type scopeParts struct{ scheme, host, port, path string }

// defaultPort is the port a serialized URL of this scheme leaves out.
func defaultPort(scheme string) string {
	switch scheme {
	case "http":
		return "80"
	case "https":
		return "443"
	default:
		return ""
	}
}

// splitScope takes a serialized http(s) URL apart and refuses every other form.
func splitScope(scope string) (scopeParts, error) {
	var p scopeParts
	bad := func(format string, args ...any) (scopeParts, error) {
		return p, fmt.Errorf("scope %.200q: "+format, append([]any{scope}, args...)...)
	}
	rest, ok := "", false
	if p.scheme, rest, ok = strings.Cut(scope, "://"); !ok {
		return bad("not an absolute URL; write it like https://host/path/")
	}
	if defaultPort(p.scheme) == "" {
		return bad("the scheme must be http or https, in lower case")
	}
	slash := strings.IndexAny(rest, "/?#\\")
	if slash < 0 || rest[slash] != '/' {
		return bad("there must be a / after the host")
	}
	authority := rest[:slash]
	p.path = rest[slash:]
	if strings.Contains(authority, "@") {
		return bad("a scope has no user or password: leave out what is before the @")
	}
	if strings.Contains(p.path, "#") {
		return bad("a scope has no fragment: leave out # and what follows")
	}
	p.host, p.port = authority, defaultPort(p.scheme)
	if colon := strings.LastIndexByte(authority, ':'); colon > strings.LastIndexByte(authority, ']') {
		p.host, p.port = authority[:colon], authority[colon+1:]
		n, err := strconv.ParseUint(p.port, 10, 16)
		if err != nil || strconv.FormatUint(n, 10) != p.port {
			return bad("the port must be a number from 0 to 65535 without leading zeros")
		}
		if p.port == defaultPort(p.scheme) {
			return bad("leave out :%s, the default port of %s", p.port, p.scheme)
		}
	}
	if why := badHost(p.host); why != "" {
		return bad("%s", why)
	}
	return p, nil
}

// badHost says what is wrong with a serialized host, "" if nothing: an ASCII
// name in lower case (a Unicode one is written in Punycode) or an address, with
// IPv6 in brackets.
func badHost(host string) string {
	inner, v6 := strings.CutPrefix(host, "[")
	if v6 {
		if inner, v6 = strings.CutSuffix(inner, "]"); !v6 || !strings.Contains(inner, ":") {
			return "an IPv6 address stands in brackets, like [::1]"
		}
	}
	if inner == "" {
		return "the host is missing"
	}
	for i := range len(inner) {
		switch c := inner[i]; {
		case 'A' <= c && c <= 'Z':
			return "the host must be in lower case"
		case c <= ' ' || c >= 0x7F || strings.IndexByte(`#%/<>?@[\]^|`, c) >= 0, c == ':' && !v6:
			return fmt.Sprintf("the host has the character %q; write non-ASCII names in Punycode", c)
		}
	}
	return ""
}
