package cookies

import (
	"net/netip"
	"strings"

	"asterism/services/loader/referrer"
	"asterism/webapi/weburl"

	"golang.org/x/net/publicsuffix"
)

// domainMatch is https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.1.3
func domainMatch(host, domain string) bool {
	if host == domain {
		return true
	}
	return strings.HasSuffix(host, "."+domain) && !address(host)
}

// parent is a domain without its first label, "" for an address or the last one.
func parent(domain string) string {
	if address(domain) {
		return ""
	}
	_, rest, _ := strings.Cut(domain, ".")
	return rest
}

func address(host string) bool {
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil
}

// publicSuffix says whether nobody may set cookies for a whole domain.
func publicSuffix(domain string) bool {
	suffix, _ := publicsuffix.PublicSuffix(domain)
	return suffix == domain
}

// defaultPath is https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.1.4
func defaultPath(path string) string {
	i := strings.LastIndexByte(path, '/')
	if i <= 0 || path[0] != '/' {
		return "/"
	}
	return path[:i]
}

func pathMatch(path, cookie string) bool {
	if !strings.HasPrefix(path, cookie) {
		return false
	}
	return len(path) == len(cookie) || strings.HasSuffix(cookie, "/") || path[len(cookie)] == '/'
}

// secureURL: what browsers take for a secure protocol, loopback included.
func secureURL(u *weburl.URL) bool { return referrer.Trustworthy(u) }

// prefixed says whether a cookie keeps what its name promises.
//
// https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-4.1.3
func prefixed(c *cookie, domainGiven, secure bool) bool {
	name := strings.ToLower(c.Name)
	if c.Name == "" { // no name: the value must not look like one
		name = strings.ToLower(c.Value)
		return !strings.HasPrefix(name, "__secure-") && !strings.HasPrefix(name, "__host-")
	}
	switch {
	case strings.HasPrefix(name, "__secure-"):
		return c.Secure && secure
	case strings.HasPrefix(name, "__host-"):
		return c.Secure && secure && !domainGiven && c.Path == "/"
	}
	return true
}
