package cookiestore

import (
	"math"
	"strings"
	"time"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/weburl"
)

const (
	longestPair      = 4096 // bytes of name and value together
	longestAttribute = 1024
)

// cookie is what a script wants to set.
type cookie struct {
	name, value, path, sameSite string
	domain                      *string
	expires                     *float64 // milliseconds since 1970
	partitioned                 bool
}

// set is CookieStore.set(name, value) and set(options).
//
// https://cookiestore.spec.whatwg.org/#dom-cookiestore-set
func (s *store) set(c js.Call) goja.Value {
	k := cookie{path: "/", sameSite: "strict"}
	if len(c.Args) > 1 {
		k.name, k.value = c.USVString(c.Arg(0), "name"), c.USVString(c.Arg(1), "value")
	} else {
		d := s.options(c, &k)
		if v := c.Member(d, "expires"); v != nil && !goja.IsNull(v) {
			at := c.Double(v, "expires")
			k.expires = &at
		}
		if v := c.Member(d, "sameSite"); v != nil {
			k.sameSite = c.Enum(v, "sameSite", "strict", "lax", "none")
		}
		v := c.Member(d, "value")
		if v == nil {
			c.Throw(c.TypeError("the member value is required"))
		}
		k.value = c.USVString(v, "value")
	}
	return s.write(c, k)
}

// delete is CookieStore.delete: an expired cookie takes the other's place.
//
// https://cookiestore.spec.whatwg.org/#dom-cookiestore-delete
func (s *store) delete(c js.Call) goja.Value {
	past := 0.0
	k := cookie{path: "/", sameSite: "strict", expires: &past}
	if _, isObject := c.Arg(0).(*goja.Object); isObject {
		s.options(c, &k)
	} else {
		k.name = c.USVString(c.Arg(0), "name")
	}
	if trim(k.name) == "" {
		k.value = "deleted" // a cookie needs a name or a value; it is not looked at
	}
	return s.write(c, k)
}

// options converts what CookieInit and CookieStoreDeleteOptions share.
func (s *store) options(c js.Call, k *cookie) *goja.Object {
	d, isObject := c.Arg(0).(*goja.Object)
	if !isObject {
		c.Throw(c.TypeError("options or a name and a value are required"))
	}
	if v := c.Member(d, "domain"); v != nil && !goja.IsNull(v) {
		domain := c.USVString(v, "domain")
		k.domain = &domain
	}
	name := c.Member(d, "name")
	if name == nil {
		c.Throw(c.TypeError("the member name is required"))
	}
	k.name = c.USVString(name, "name")
	if v := c.Member(d, "partitioned"); v != nil {
		k.partitioned = v.ToBoolean()
	}
	if v := c.Member(d, "path"); v != nil {
		k.path = c.USVString(v, "path")
	}
	return d
}

// write is "set a cookie" and "delete a cookie".
//
// https://cookiestore.spec.whatwg.org/#set-a-cookie
func (s *store) write(c js.Call, k cookie) goja.Value {
	s.mustHaveCookies(c)
	url, err := weburl.Parse(s.URL())
	if err != nil {
		c.Throw(c.TypeError("%s", err))
	}
	line, wrong := k.line(url.Hostname())
	if wrong != "" {
		c.Throw(c.TypeError("%s", wrong))
	}
	return s.ask(schemas.CookieAsk{Op: "set", URL: url.WithoutFragment(), Line: line}, func([]schemas.Cookie) goja.Value { return goja.Undefined() })
}

// line is the cookie as a Set-Cookie field has it, or what is wrong with it.
func (k *cookie) line(host string) (line, wrong string) {
	k.name, k.value = trim(k.name), trim(k.value)
	prefix := strings.ToLower(k.name)
	switch {
	case forbidden(k.name), forbidden(k.value): // 3
		return "", "a cookie's name and value have no control characters and no semicolon"
	case strings.Contains(k.name, "="): // 4
		return "", "a cookie's name has no equals sign"
	case k.name == "" && k.value == "":
		return "", "a cookie needs a name or a value"
	case k.name == "" && strings.Contains(k.value, "="): // 5
		return "", "the value of a cookie without a name has no equals sign"
	case k.name == "" && (hasPrefix(k.value, "__host-") || hasPrefix(k.value, "__secure-")):
		return "", "the value of a cookie without a name must not look like a prefixed name"
	case len(k.name)+len(k.value) > longestPair: // 8
		return "", "a cookie's name and value have at most 4096 bytes"
	}
	var b strings.Builder
	b.WriteString(k.name + "=" + k.value + "; Secure; SameSite=" + k.sameSite)
	if k.domain != nil { // 11
		d := strings.ToLower(*k.domain)
		switch {
		case strings.HasPrefix(d, "."), forbidden(d), len(d) > longestAttribute:
			return "", "the domain is malformed"
		case strings.HasPrefix(prefix, "__host-"):
			return "", "a __Host- cookie has no domain"
		case d != host && !strings.HasSuffix(host, "."+d):
			return "", "the domain is not the host's, nor one above it"
		}
		b.WriteString("; Domain=" + d)
	}
	if k.expires != nil { // 12
		at := math.Max(-1<<53, math.Min(*k.expires, 1<<53))
		b.WriteString("; Expires=" + expires(at))
	}
	path := k.path
	switch {
	case path == "":
	case !strings.HasPrefix(path, "/"), forbidden(path), len(path) > longestAttribute: // 13
		return "", "the path is malformed"
	case strings.HasPrefix(prefix, "__host-") && path != "/":
		return "", "the path of a __Host- cookie is /"
	default:
		if !strings.HasSuffix(path, "/") {
			path += "/"
		}
		b.WriteString("; Path=" + path)
	}
	if k.partitioned {
		b.WriteString("; Partitioned")
	}
	return b.String(), ""
}

// expires is a time in milliseconds as a cookie's date, within the years that
// dates can have.
func expires(ms float64) string {
	first, last := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	at := first
	if ms >= float64(last.UnixMilli()) {
		at = last
	} else if ms > 0 {
		at = time.UnixMilli(int64(ms)).UTC()
	}
	return at.Format("Mon, 02 Jan 2006 15:04:05 GMT")
}

// forbidden says whether a text has what no part of a cookie may have.
func forbidden(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r == ';' || r < ' ' && r != '\t' || r == 0x7F })
}

func hasPrefix(s, lower string) bool { return strings.HasPrefix(strings.ToLower(s), lower) }

// trim takes tabs and spaces off, as cookies are read.
func trim(s string) string { return strings.Trim(s, " \t") }
