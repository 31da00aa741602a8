package csp

import (
	"net/url"
	"slices"
	"strings"

	"asterism/webapi/weburl"
)

// matches says whether a URL is in a source list; redirected: it was not the
// first, so paths do not count.
//
// https://w3c.github.io/webappsec-csp/#match-url-to-source-list
func (d *directive) matches(u *weburl.URL, self string, redirected bool) bool {
	for _, expression := range d.values {
		if matchExpression(u, expression, self, redirected) {
			return true
		}
	}
	return false
}

// matchExpression is https://w3c.github.io/webappsec-csp/#match-url-to-source-expression
func matchExpression(u *weburl.URL, expression, self string, redirected bool) bool {
	lower := strings.ToLower(expression)
	own, err := weburl.Parse(self)
	ownScheme := ""
	if err == nil {
		ownScheme = own.Scheme()
	}
	switch {
	case lower == "*": // 1
		return u.HTTP() || u.Scheme() == "ws" || u.Scheme() == "wss" || ownScheme != "" && u.Scheme() == ownScheme
	case lower == "'self'": // 4
		return err == nil && isSelf(own, u)
	case strings.HasPrefix(lower, "'"): // another keyword, a nonce or a hash
		return false
	}
	e, ok := parseSource(expression)
	if !ok {
		return false
	}
	if e.scheme != "" && !schemeMatches(e.scheme, u.Scheme()) { // 2
		return false
	}
	if e.host == "" {
		return true
	}
	switch { // 3
	case u.Hostname() == "", e.scheme == "" && !schemeMatches(ownScheme, u.Scheme()):
		return false
	case !hostMatches(e.host, u.Hostname()), !portMatches(e.port, u):
		return false
	}
	return redirected || pathMatches(e.path, u.Pathname())
}

// source is a scheme-source (no host) or a host-source.
type source struct{ scheme, host, port, path string }

// parseSource is the grammar of https://w3c.github.io/webappsec-csp/#framework-directive-source-list
func parseSource(s string) (source, bool) {
	var e source
	if scheme, rest, ok := strings.Cut(s, "://"); ok {
		e.scheme, s = strings.ToLower(scheme), rest
		if !validScheme(e.scheme) {
			return e, false
		}
	} else if scheme, ok := strings.CutSuffix(s, ":"); ok {
		e.scheme = strings.ToLower(scheme)
		return e, validScheme(e.scheme)
	}
	if i := strings.IndexByte(s, '/'); i >= 0 {
		s, e.path = s[:i], s[i:]
	}
	if i := strings.LastIndexByte(s, ':'); i >= 0 && !strings.HasSuffix(s, "]") {
		s, e.port = s[:i], s[i+1:]
		if e.port == "" || e.port != "*" && strings.Trim(e.port, "0123456789") != "" {
			return e, false
		}
	}
	e.host = strings.ToLower(s)
	return e, e.host != "" && !strings.ContainsAny(e.path, "?#")
}

func validScheme(s string) bool {
	return s != "" && s[0] >= 'a' && s[0] <= 'z' && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789+-.") == ""
}

// schemeMatches is https://w3c.github.io/webappsec-csp/#scheme-part-match
func schemeMatches(a, b string) bool {
	switch {
	case a == b, a == "http" && b == "https":
		return true
	case a == "ws":
		return b == "wss" || b == "http" || b == "https"
	case a == "wss":
		return b == "https"
	}
	return a == "http" && (b == "ws" || b == "wss") || a == "https" && b == "wss"
}

// hostMatches is https://w3c.github.io/webappsec-csp/#host-part-match
func hostMatches(pattern, host string) bool {
	host = strings.ToLower(host)
	if pattern == "*" {
		return true
	}
	if suffix, ok := strings.CutPrefix(pattern, "*."); ok {
		return strings.HasSuffix(host, "."+suffix)
	}
	return pattern == host
}

// portMatches is https://w3c.github.io/webappsec-csp/#port-part-matches
func portMatches(port string, u *weburl.URL) bool {
	switch have := u.Port(); {
	case port == "*" || port == have:
		return true
	case have == "":
		return port == defaultPort(u.Scheme()) || port == "80" && u.Scheme() == "https"
	}
	return false
}

// pathMatches is https://w3c.github.io/webappsec-csp/#path-part-match
func pathMatches(pattern, path string) bool {
	if pattern == "" || pattern == "/" && path == "" {
		return true
	}
	exact := !strings.HasSuffix(pattern, "/")
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) > len(have) || exact && len(want) != len(have) {
		return false
	}
	if !exact {
		want = want[:len(want)-1]
		have = have[:len(want)]
	}
	return slices.EqualFunc(want, have, func(a, b string) bool { return decoded(a) == decoded(b) })
}

func decoded(s string) string {
	if d, err := url.PathUnescape(s); err == nil {
		return d
	}
	return s
}

// isSelf is step 4 of matchExpression.
func isSelf(own, u *weburl.URL) bool {
	if weburl.SameOrigin(own, u) {
		return true
	}
	standard := (own.Port() == "" || own.Port() == defaultPort(own.Scheme())) && (u.Port() == "" || u.Port() == defaultPort(u.Scheme()))
	return own.Hostname() == u.Hostname() && own.Hostname() != "" && (own.Port() == u.Port() || standard) &&
		(u.Scheme() == "https" || u.Scheme() == "wss" || own.Scheme() == "http" && u.Scheme() == "ws")
}

func defaultPort(scheme string) string {
	switch scheme {
	case "http", "ws":
		return "80"
	case "https", "wss":
		return "443"
	}
	return ""
}
