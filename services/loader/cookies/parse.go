package cookies

import (
	"strconv"
	"strings"
	"time"
)

const (
	// longestPair is the most that a name and a value may have together, in bytes.
	longestPair = 4096
	// longestAttribute is the most that an attribute's value may have; a longer
	// attribute is ignored.
	longestAttribute = 1024
	// longestAge is the most that a cookie may live (§5.5).
	longestAge = 400 * 24 * time.Hour
)

// SameSite is a cookie's same-site-flag.
type SameSite uint8

const (
	// Unset is Lax.
	Unset SameSite = iota
	None
	Lax
	Strict
)

// Parsed is a Set-Cookie field taken apart.
type Parsed struct {
	Name, Value    string
	Domain         string // "" for none; in lower case, without a leading dot
	Path           string // "" for the default
	Expires        time.Time
	Persistent     bool // Expires counts
	Secure, HTTP   bool
	SameSite       SameSite
	domainGiven    bool
	partitionGiven bool
}

// Parse reads the value of a Set-Cookie field; false means: ignore it whole.
//
// https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.6
func Parse(line string, now time.Time) (p Parsed, ok bool) {
	for i := 0; i < len(line); i++ { // 1
		if c := line[i]; c < ' ' && c != '\t' || c == 0x7f {
			return p, false
		}
	}
	pair, attributes, _ := strings.Cut(line, ";")            // 2
	if name, value, found := strings.Cut(pair, "="); found { // 3
		p.Name, p.Value = trim(name), trim(value) // 4
	} else {
		p.Value = trim(pair)
	}
	if p.Name == "" && p.Value == "" || len(p.Name)+len(p.Value) > longestPair { // 5
		return p, false
	}
	aged := false
	for attributes != "" {
		var attribute string
		attribute, attributes, _ = strings.Cut(attributes, ";")
		name, value, _ := strings.Cut(attribute, "=")
		if name, value = strings.ToLower(trim(name)), trim(value); len(value) > longestAttribute {
			continue
		}
		aged = p.attribute(name, value, aged, now)
	}
	return p, true
}

// attribute takes one in; aged: there was a Max-Age, which Expires yields to.
func (p *Parsed) attribute(name, value string, aged bool, now time.Time) bool {
	switch name {
	case "expires":
		if at, ok := parseDate(value); ok && !aged {
			p.Expires, p.Persistent = earlier(at, now.Add(longestAge)), true
		}
	case "max-age":
		age, ok := maxAge(value)
		if !ok {
			return aged
		}
		p.Expires, p.Persistent = now.Add(age), true
		return true
	case "domain":
		p.Domain, p.domainGiven = strings.ToLower(strings.TrimPrefix(value, ".")), true
	case "path":
		if p.Path = value; !strings.HasPrefix(value, "/") {
			p.Path = ""
		}
	case "secure":
		p.Secure = true
	case "httponly":
		p.HTTP = true
	case "partitioned":
		p.partitionGiven = true
	case "samesite":
		switch strings.ToLower(value) {
		case "none":
			p.SameSite = None
		case "strict":
			p.SameSite = Strict
		case "lax":
			p.SameSite = Lax
		default:
			p.SameSite = Unset
		}
	}
	return aged
}

// maxAge is a Max-Age attribute; what is not above 0 is the past.
func maxAge(s string) (time.Duration, bool) {
	digits := strings.TrimPrefix(s, "-")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	if s != digits {
		return -time.Second, true
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case err != nil || n > int64(longestAge/time.Second):
		return longestAge, true
	case n == 0:
		return -time.Second, true
	}
	return time.Duration(n) * time.Second, true
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func trim(s string) string { return strings.Trim(s, " \t") }
