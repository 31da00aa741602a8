package weburl

import (
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Site is the serialized site of a URL: its scheme and registrable domain.
//
// https://html.spec.whatwg.org/multipage/browsers.html#obtain-a-site
func Site(u *URL) string {
	host := u.Hostname()
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil && !strings.HasPrefix(host, "[") {
		host = domain
	}
	return u.Scheme() + "://" + host
}

// SameSite is https://html.spec.whatwg.org/multipage/browsers.html#same-site
func SameSite(a, b *URL) bool { return SameOrigin(a, b) || Site(a) == Site(b) }

// Trustworthy says whether a URL is potentially trustworthy.
//
// https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy
func Trustworthy(u *URL) bool {
	switch u.Scheme() {
	case "https", "wss":
		return true
	}
	host := strings.TrimSuffix(u.Hostname(), ".")
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || host == "[::1]" ||
		strings.HasPrefix(host, "127.") && strings.Trim(host, "0123456789.") == ""
}
