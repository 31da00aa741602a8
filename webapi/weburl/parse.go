package weburl

import (
	"fmt"
	"strings"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// library parses what the fast path leaves. The set is the standard's path
// percent-encode set of 2024 on, which has U+005E (^).
var library = whatwg.NewParser(
	whatwg.WithPathPercentEncodeSet(whatwg.PathPercentEncodeSet.Set('^')),
)

// Error says which input is not a valid URL.
type Error struct {
	Input string
	Base  string // "" when there was none
}

// Error names the input, shortened when it is long.
func (e *Error) Error() string {
	if e.Base != "" {
		return fmt.Sprintf("%q is not a valid URL against the base %q", shorten(e.Input), shorten(e.Base))
	}
	return fmt.Sprintf("%q is not a valid URL", shorten(e.Input))
}

func shorten(s string) string {
	if len(s) <= 200 {
		return s
	}
	return strings.ToValidUTF8(s[:200], "") + "…"
}

// Parse parses an absolute URL. The error is an *Error.
func Parse(input string) (*URL, error) {
	u := new(URL)
	if u.fast(input) {
		return u, nil
	}
	parsed, err := protect(func() (*whatwg.Url, error) { return library.Parse(input) })
	if err != nil {
		return nil, &Error{Input: input}
	}
	u.index(serialize(parsed))
	return u, nil
}

// ParseRef parses a URL that may be relative to base (nil: none). The error is
// an *Error.
func ParseRef(input string, base *URL) (*URL, error) {
	if base == nil {
		return Parse(input)
	}
	u := new(URL)
	if u.fast(input) || u.fastRef(input, base) {
		return u, nil
	}
	parsed, err := protect(func() (*whatwg.Url, error) { return library.ParseRef(base.href, input) })
	if err != nil {
		return nil, &Error{Input: input, Base: base.href}
	}
	u.index(serialize(parsed))
	return u, nil
}

// CanParse is true when ParseRef would succeed.
func CanParse(input string, base *URL) bool {
	_, err := ParseRef(input, base)
	return err == nil
}

// protect turns a panic of the library into an error: scripts choose the input.
func protect(parse func() (*whatwg.Url, error)) (u *whatwg.Url, err error) {
	defer func() {
		if p := recover(); p != nil {
			u, err = nil, fmt.Errorf("weburl: %v", p)
		}
	}()
	return parse()
}

// serialize is the library's serialization, with what it does not do yet: the
// last space of an opaque path before a query or fragment is written %20.
//
// https://url.spec.whatwg.org/#cannot-be-a-base-url-path-state
func serialize(p *whatwg.Url) string {
	href := p.Href(false)
	if !p.OpaquePath() {
		return href
	}
	end := strings.IndexAny(href, "?#")
	if end > 0 && href[end-1] == ' ' {
		href = href[:end-1] + "%20" + href[end:]
	}
	return href
}

// index fills u from a serialized URL.
func (u *URL) index(href string) {
	*u = URL{href: href}
	u.scheme = strings.IndexByte(href, ':') + 1
	i := u.scheme
	if strings.HasPrefix(href[i:], "//") {
		u.authority = true
		i += 2
		end := len(href)
		if n := strings.IndexAny(href[i:], "/?#"); n >= 0 {
			end = i + n
		}
		u.indexAuthority(i, end)
		i = end
	} else {
		u.user, u.host, u.hostEnd = i, i, i
		// "/." keeps a path that begins with an empty segment from being read
		// as a host; it is not part of the path.
		if strings.HasPrefix(href[i:], "/.//") {
			i += 2
		}
	}
	u.path = i
	u.indexTail(i)
}

func (u *URL) indexAuthority(start, end int) {
	u.user, u.host = start, start
	authority := u.href[start:end]
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		u.user, u.host = start+at, start+at+1
		if colon := strings.IndexByte(authority[:at], ':'); colon >= 0 {
			u.user = start + colon
		}
	}
	u.hostEnd = end
	hostport := u.href[u.host:end]
	if colon := strings.LastIndexByte(hostport, ':'); colon > strings.LastIndexByte(hostport, ']') {
		u.hostEnd = u.host + colon
	}
}

// indexTail finds query and fragment from the start of the path on.
func (u *URL) indexTail(path int) {
	u.query, u.fragment = len(u.href), len(u.href)
	if n := strings.IndexByte(u.href[path:], '#'); n >= 0 {
		u.query, u.fragment = path+n, path+n
	}
	if n := strings.IndexByte(u.href[path:u.fragment], '?'); n >= 0 {
		u.query = path + n
	}
}
