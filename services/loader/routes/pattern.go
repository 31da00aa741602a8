package routes

import (
	"strings"

	"asterism/schemas"
	"asterism/webapi/urlpattern"
	"asterism/webapi/weburl"
)

// pattern is a URL pattern that compares strings where that will do, as it does
// for nearly all, and else asks the whole one.
type pattern struct {
	plain [components]plain
	// exact: the plain components say it all.
	exact bool
	whole *urlpattern.Pattern
}

// The components of a URL, in the order of schemas.URLPattern.
const (
	protocol = iota
	username
	password
	hostname
	port
	pathname
	search
	hash
	components
)

// parts is a URL's components as patterns see them: without ":", "?" and "#".
type parts [components]string

// plain is a component's pattern that needs no regular expression.
type plain struct {
	kind kind
	text string
}

type kind uint8

const (
	any    kind = iota // *
	equal              // text
	begins             // text*
	other              // what only the whole pattern knows
)

func newPattern(from *schemas.URLPattern) (*pattern, error) {
	whole, err := urlpattern.Strings(*from).Pattern()
	if err != nil {
		return nil, err
	}
	p := &pattern{whole: whole, exact: true}
	for i, text := range [components]string{from.Protocol, from.Username, from.Password, from.Hostname, from.Port, from.Pathname, from.Search, from.Hash} {
		p.plain[i] = newPlain(text)
		if from.IgnoreCase && i >= pathname && p.plain[i].kind != any {
			p.plain[i].kind = other
		}
		p.exact = p.exact && p.plain[i].kind != other
	}
	return p, nil
}

// newPlain recognises a text, a text with an asterisk at its end, and an
// asterisk.
func newPlain(text string) plain {
	switch at := strings.IndexAny(text, `\{}()*:+?`); {
	case text == "*":
		return plain{kind: any}
	case at < 0:
		return plain{equal, text}
	case at == len(text)-1 && text[at] == '*':
		return plain{begins, text[:at]}
	}
	return plain{kind: other}
}

func (p *pattern) match(q *Query) bool {
	if !q.split {
		q.parts, q.split = split(q.URL), true
	}
	for i := range p.plain {
		switch c := &p.plain[i]; c.kind {
		case equal:
			if q.parts[i] != c.text {
				return false
			}
		case begins:
			if !strings.HasPrefix(q.parts[i], c.text) {
				return false
			}
		}
	}
	if p.exact {
		return true
	}
	u, err := weburl.Parse(q.URL)
	return err == nil && p.whole.MatchURL(u) != nil
}

// split takes a serialized http or https URL apart.
func split(url string) (p parts) {
	var rest string
	p[protocol], rest, _ = strings.Cut(url, "://")
	rest, p[hash], _ = strings.Cut(rest, "#")
	rest, p[search], _ = strings.Cut(rest, "?")
	authority := rest
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		authority, p[pathname] = rest[:i], rest[i:]
	}
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		p[username], p[password], _ = strings.Cut(authority[:i], ":")
		authority = authority[i+1:]
	}
	p[hostname] = authority
	if i := strings.LastIndexByte(authority, ':'); i > strings.LastIndexByte(authority, ']') {
		p[hostname], p[port] = authority[:i], authority[i+1:]
	}
	return p
}
