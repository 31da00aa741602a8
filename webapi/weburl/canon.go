package weburl

import (
	"errors"
	"strings"
)

// The encoding callbacks of URL patterns: each brings a piece of one component into
// the form it has in a parsed URL. The error is errCanon.
//
// https://urlpattern.spec.whatwg.org/#canon-encoding-callbacks

var errCanon = errors.New("not valid in this component of a URL")

// Canonical is such a callback.
type Canonical func(string) (string, error)

// dummy is https://urlpattern.spec.whatwg.org/#create-a-dummy-url
func dummy() *record {
	return &record{scheme: "https", host: "dummy.invalid", hasHost: true, path: "/"}
}

// CanonicalProtocol is https://urlpattern.spec.whatwg.org/#canonicalize-a-protocol
func CanonicalProtocol(s string) (string, error) {
	if s == "" {
		return s, nil
	}
	r, ok := parseRecord(s+"://dummy.invalid/", nil)
	if !ok {
		return "", errCanon
	}
	return r.scheme, nil
}

// CanonicalUserinfo is https://urlpattern.spec.whatwg.org/#canonicalize-a-username,
// and the same for a password.
func CanonicalUserinfo(s string) (string, error) { return encode(s, setUserinfo), nil }

// CanonicalHostname is https://urlpattern.spec.whatwg.org/#canonicalize-a-hostname
func CanonicalHostname(s string) (string, error) {
	r := dummy()
	if s != "" && !parseInto(r, s, inHostname) {
		return "", errCanon
	}
	if s == "" {
		return "", nil
	}
	return r.host, nil
}

// CanonicalIPv6 is https://urlpattern.spec.whatwg.org/#canonicalize-an-ipv6-hostname
func CanonicalIPv6(s string) (string, error) {
	for i := range len(s) {
		if unhex(s[i]) >= 16 && strings.IndexByte("[]:", s[i]) < 0 {
			return "", errCanon
		}
	}
	return strings.ToLower(s), nil
}

// CanonicalPort is https://urlpattern.spec.whatwg.org/#canonicalize-a-port for URLs
// of a scheme; "" stands for any, and has no default port.
func CanonicalPort(s, scheme string) (string, error) {
	r := dummy()
	r.scheme = scheme
	if s != "" && !parseInto(r, s, inPort) {
		return "", errCanon
	}
	return r.port, nil
}

// CanonicalPathname is https://urlpattern.spec.whatwg.org/#canonicalize-a-pathname
func CanonicalPathname(s string) (string, error) {
	if s == "" {
		return s, nil
	}
	r := dummy()
	r.path = ""
	if strings.HasPrefix(s, "/") {
		parseInto(r, s, pathStart)
		return r.path, nil
	}
	parseInto(r, "/-"+s, pathStart)
	return strings.TrimPrefix(r.path, "/-"), nil
}

// CanonicalOpaquePathname is https://urlpattern.spec.whatwg.org/#canonicalize-an-opaque-pathname
func CanonicalOpaquePathname(s string) (string, error) {
	if s == "" {
		return s, nil
	}
	r := dummy()
	r.path, r.opaque = "", true
	parseInto(r, s, inOpaquePath)
	return r.path, nil
}

// CanonicalSearch is https://urlpattern.spec.whatwg.org/#canonicalize-a-search
func CanonicalSearch(s string) (string, error) {
	r := dummy()
	if s != "" {
		parseInto(r, s, inQueryState)
	}
	return r.query, nil
}

// CanonicalHash is https://urlpattern.spec.whatwg.org/#canonicalize-a-hash
func CanonicalHash(s string) (string, error) {
	r := dummy()
	if s != "" {
		parseInto(r, s, inFragmentState)
	}
	return r.fragment, nil
}

// Special reports whether a scheme is special, and its default port.
func Special(scheme string) (port string, special bool) { return defaultPort(scheme) }
