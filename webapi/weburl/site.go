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
