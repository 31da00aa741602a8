package weburl

import (
	"fmt"
	"strings"
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
func Parse(input string) (*URL, error) { return ParseRef(input, nil) }

// ParseRef parses a URL that may be relative to base (nil: none). The error is
// an *Error.
func ParseRef(input string, base *URL) (*URL, error) {
	u := new(URL)
	if u.fast(input) || base != nil && u.fastRef(input, base) {
		return u, nil
	}
	if !u.slow(input, base) {
		e := &Error{Input: input}
		if base != nil {
			e.Base = base.href
		}
		return nil, e
	}
	return u, nil
}

// slow runs the whole parser.
func (u *URL) slow(input string, base *URL) bool {
	var b *record
	if base != nil {
		b = recordOf(base)
	}
	r, ok := parseRecord(validUTF8(input), b)
	if ok {
		r.build(u)
	}
	return ok
}

// CanParse is true when ParseRef would succeed.
func CanParse(input string, base *URL) bool {
	_, err := ParseRef(input, base)
	return err == nil
}
