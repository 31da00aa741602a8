package csp

import (
	"slices"
	"strings"
)

// limits: a longer policy is cut, as no page needs one.
const (
	maxPolicies   = 64
	maxDirectives = 128
	maxSources    = 1024
)

// Policy is one serialized CSP, parsed.
type Policy struct {
	Text       string // as it was written
	directives []directive
}

// directive is a name in lower case and its value's tokens.
type directive struct {
	name   string
	values []string
}

// List is the policies of a document or a worker; a request must satisfy all.
// Self is the origin that 'self' means.
type List struct {
	Self     string
	Policies []Policy
}

// Parse parses what header fields or meta elements say, each of which may hold
// several policies with commas between.
//
// https://w3c.github.io/webappsec-csp/#parse-response-csp
func Parse(self string, values ...string) List {
	list := List{Self: self}
	for _, value := range values {
		for text := range strings.SplitSeq(value, ",") {
			if p := parsePolicy(text); len(p.directives) > 0 && len(list.Policies) < maxPolicies {
				list.Policies = append(list.Policies, p)
			}
		}
	}
	return list
}

// ParseMeta is Parse for a meta element, in which some directives mean nothing.
//
// https://html.spec.whatwg.org/#attr-meta-http-equiv-content-security-policy
func ParseMeta(self, content string) List {
	list := Parse(self, content)
	for i := range list.Policies {
		p := &list.Policies[i]
		p.directives = slices.DeleteFunc(p.directives, func(d directive) bool {
			return d.name == "report-uri" || d.name == "frame-ancestors" || d.name == "sandbox"
		})
	}
	return list
}

// parsePolicy is https://w3c.github.io/webappsec-csp/#parse-serialized-policy
func parsePolicy(text string) Policy {
	p := Policy{Text: strings.Trim(text, whitespace)}
	for token := range strings.SplitSeq(text, ";") {
		fields := strings.FieldsFunc(token, isSpace) // 2.1, 2.3, 2.6
		if len(fields) == 0 || !isASCII(token) {     // 2.2
			continue
		}
		name := strings.ToLower(fields[0])                             // 2.4
		if p.find(name) != nil || len(p.directives) >= maxDirectives { // 2.5
			continue
		}
		p.directives = append(p.directives, directive{name, fields[1:min(len(fields), maxSources)]}) // 2.7
	}
	return p
}

// find is the directive of a name, nil for none.
func (p *Policy) find(name string) *directive {
	for i := range p.directives {
		if p.directives[i].name == name {
			return &p.directives[i]
		}
	}
	return nil
}

// first is the first directive there is of several names.
func (p *Policy) first(names ...string) *directive {
	for _, name := range names {
		if d := p.find(name); d != nil {
			return d
		}
	}
	return nil
}

// Has says whether a policy has a directive of that name.
func (l List) Has(name string) bool {
	return slices.ContainsFunc(l.Policies, func(p Policy) bool { return p.find(name) != nil })
}

// Sandbox is the flags of the sandbox directives, each as in the attribute of
// that name; nil: there is none.
//
// https://w3c.github.io/webappsec-csp/#directive-sandbox
func (l List) Sandbox() (flags [][]string) {
	for i := range l.Policies {
		if d := l.Policies[i].find("sandbox"); d != nil {
			flags = append(flags, append([]string{}, d.values...))
		}
	}
	return flags
}

const whitespace = " \t\n\f\r"

func isSpace(r rune) bool { return strings.ContainsRune(whitespace, r) }

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
