package policy

import (
	"fmt"
	"net/netip"
	"strings"

	"asterism/webapi/weburl"
)

// Trust decides which origins may have service workers.
type Trust struct {
	extra map[string]bool
}

// NewTrust makes a Trust that also takes the given origins, such as
// "http://shop.internal:8080". "*" takes every http origin.
func NewTrust(origins []string) (*Trust, error) {
	t := &Trust{extra: map[string]bool{}}
	for _, s := range origins {
		s = strings.TrimSpace(s)
		if s == "" || s == "*" {
			t.extra[s] = s == "*"
			continue
		}
		u, err := weburl.Parse(s)
		if err != nil || !u.HTTP() || u.Pathname() != "/" || u.HasQuery() {
			return nil, fmt.Errorf("%q is not an origin: write scheme, host and port only, such as http://shop.internal:8080", s)
		}
		t.extra[u.Origin()] = true
	}
	return t, nil
}

// Trustworthy is "potentially trustworthy origin": https anywhere, http on this
// machine, and what the operator listed.
//
// https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
func (t *Trust) Trustworthy(u *weburl.URL) bool {
	switch u.Scheme() {
	case "https":
		return true
	case "http":
		return local(u.Hostname()) || t.extra[u.Origin()] || t.extra["*"]
	}
	return false
}

// local is true for localhost, its subdomains, and loopback addresses.
func local(host string) bool {
	host = strings.TrimSuffix(host, ".")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && ip.IsLoopback()
}
