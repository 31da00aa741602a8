package urlpattern

import (
	"errors"
	"strings"

	"asterism/webapi/weburl"
)

// Pattern is a URL pattern.
//
// https://urlpattern.spec.whatwg.org/#url-pattern
type Pattern struct {
	components [components]*component
	ignoreCase bool
}

// Parse makes a pattern of a constructor string; base is "" for none.
func Parse(input, base string, ignoreCase bool, js Compiler) (*Pattern, error) {
	init, err := parseString(input, js)
	if err != nil {
		return nil, err
	}
	if base == "" && !init.has(protocol) {
		return nil, errors.New("a relative pattern needs a base URL")
	}
	if base != "" {
		init.set(baseURL, base)
	}
	return New(init, ignoreCase, js)
}

// New makes a pattern.
//
// https://urlpattern.spec.whatwg.org/#url-pattern-create
func New(init Init, ignoreCase bool, js Compiler) (*Pattern, error) {
	init, err := process(init, true, Init{}) // 4
	if err != nil {
		return nil, err
	}
	for m := range member(components) { // 5
		if !init.has(m) {
			init.set(m, "*")
		}
	}
	if standard, special := weburl.Special(init.values[protocol]); special && standard == init.values[port] { // 6
		init.values[port] = ""
	}
	p := &Pattern{ignoreCase: ignoreCase}
	for m := range member(components) { // 8 – 17
		o, encode := options{}, canonical(m, "")
		switch m {
		case hostname:
			o.delimiter = "."
			if ipv6(init.values[m]) {
				encode = weburl.CanonicalIPv6
			}
		case pathname:
			o.ignoreCase = ignoreCase
			if p.components[protocol].matchesSpecial() {
				o.delimiter, o.prefix = "/", "/"
			} else {
				encode = weburl.CanonicalOpaquePathname
			}
		case search, hash:
			o.ignoreCase = ignoreCase
		}
		if p.components[m], err = compile(init.values[m], encode, o, js); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func compileProtocol(s string, js Compiler) (*component, error) {
	return compile(s, weburl.CanonicalProtocol, options{}, js)
}

// matchesSpecial is https://urlpattern.spec.whatwg.org/#protocol-component-matches-a-special-scheme
func (c *component) matchesSpecial() bool {
	for _, scheme := range []string{"https", "http", "ws", "wss", "ftp", "file"} {
		if _, ok := c.matcher.Match(scheme); ok {
			return true
		}
	}
	return false
}

// ipv6 is https://urlpattern.spec.whatwg.org/#hostname-pattern-is-an-ipv6-address
func ipv6(s string) bool {
	return len(s) >= 2 && (s[0] == '[' || s[:2] == "{[" || s[:2] == `\[`)
}

// Custom reports whether the pattern has regular expressions of its author's.
func (p *Pattern) Custom() bool {
	for _, c := range p.components {
		if c.custom {
			return true
		}
	}
	return false
}

// Result is a match, component by component.
type Result struct {
	inputs [components]string
	groups [components][]*string
}

// MatchURL matches a URL.
//
// https://urlpattern.spec.whatwg.org/#url-pattern-match
func (p *Pattern) MatchURL(u *weburl.URL) *Result {
	return p.match([components]string{
		u.Scheme(), u.Username(), u.Password(), u.Hostname(), u.Port(), u.Pathname(),
		strings.TrimPrefix(u.Search(), "?"), strings.TrimPrefix(u.Hash(), "#"),
	})
}

// MatchInit matches components; nil when they are no URL's.
func (p *Pattern) MatchInit(init Init) *Result {
	var empty Init
	for m := range member(components) {
		empty.set(m, "")
	}
	init, err := process(init, false, empty)
	if err != nil {
		return nil
	}
	return p.match([components]string(init.values[:components]))
}

func (p *Pattern) match(inputs [components]string) *Result {
	r := &Result{inputs: inputs}
	for i, c := range p.components {
		groups, ok := c.matcher.Match(inputs[i])
		if !ok {
			return nil
		}
		r.groups[i] = groups
	}
	return r
}
