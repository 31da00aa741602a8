package urlpattern

import (
	"errors"

	"github.com/dop251/goja"

	"asterism/js"
)

// Strings is a pattern as its components' pattern strings: what must be sent for
// another process to have the same pattern, when it has no regular expressions
// of its author's.
type Strings struct {
	Protocol, Username, Password, Hostname, Port, Pathname, Search, Hash string
	IgnoreCase                                                           bool
}

// Strings is the pattern's.
func (p *Pattern) Strings() Strings {
	s := Strings{IgnoreCase: p.ignoreCase}
	for m, to := range s.members() {
		*to = p.components[m].pattern
	}
	return s
}

// Pattern makes the pattern again. It fails for one with regular expressions.
func (s Strings) Pattern() (*Pattern, error) {
	var init Init
	for m, from := range s.members() {
		init.set(member(m), *from)
	}
	return New(init, s.IgnoreCase, func(string, bool) (Matcher, error) {
		return nil, errors.New("a pattern with regular expressions cannot be made here")
	})
}

func (s *Strings) members() [components]*string {
	return [components]*string{&s.Protocol, &s.Username, &s.Password, &s.Hostname, &s.Port, &s.Pathname, &s.Search, &s.Hash}
}

// Build makes a pattern of what a script gave: a URLPattern, a URLPatternInit or
// a string. What is wrong with it is an error; what converting it throws is
// thrown.
//
// https://urlpattern.spec.whatwg.org/#build-a-url-pattern-from-a-web-idl-value
func Build(c js.Call, v goja.Value, base string) (*Pattern, error) {
	if p, ok := js.Native[*Pattern](c.Realm, v); ok {
		return p, nil
	}
	text, init, isString := inputOf(c, v)
	if isString {
		return Parse(text, base, false, compilerOf(c.Realm))
	}
	if !init.has(baseURL) {
		init.set(baseURL, base)
	}
	return New(init, false, compilerOf(c.Realm))
}
