package urlpattern

import (
	"regexp"
	"slices"

	"asterism/webapi/weburl"
)

// Matcher matches a whole component: groups are the captures, nil for a group that
// took no part.
type Matcher interface {
	Match(input string) (groups []*string, ok bool)
}

// Compiler makes the Matcher of a JavaScript regular expression. An error is one of
// the expression's syntax.
type Compiler func(source string, ignoreCase bool) (Matcher, error)

// component is https://urlpattern.spec.whatwg.org/#component
type component struct {
	pattern string
	matcher Matcher
	names   []string
	custom  bool // it has regexp groups
}

// compile is https://urlpattern.spec.whatwg.org/#compile-a-component
func compile(input string, encode weburl.Canonical, o options, js Compiler) (*component, error) {
	parts, err := parse(input, o, encode) // 1
	if err != nil {
		return nil, err
	}
	c := &component{pattern: text(parts, o)} // 6
	for _, p := range parts {                // 8
		c.custom = c.custom || p.kind == customRegexp
	}
	if !c.custom {
		var expression string
		expression, c.names = source(linearParts(parts), "[^"+goSet(o.delimiter)+"]+?", anything+"*")
		if c.matcher, err = linearMatcher(expression, o.ignoreCase); err == nil {
			return c, nil
		}
	}
	var expression string
	expression, c.names = source(parts, segmentRegexp(o), wildcardRegexp) // 2
	c.matcher, err = js(expression, o.ignoreCase)                         // 3 – 5
	return c, err
}

// anything is JavaScript's dot.
const anything = `[^\n\r\x{2028}\x{2029}]`

// linearParts puts (.+)? for (.*)?: JavaScript says that an optional group which
// matched nothing took no part, Go that it did.
func linearParts(parts []part) []part {
	out := slices.Clone(parts)
	for i, p := range out {
		if p.kind == fullWildcard && p.modifier == "?" && p.prefix == "" && p.suffix == "" {
			out[i].kind, out[i].value = customRegexp, anything+"+"
		}
	}
	return out
}

// goSet is the inside of a negated set: Go has no empty one.
func goSet(delimiter string) string {
	if delimiter == "" {
		return `\x{10FFFF}`
	}
	return escapeRegexp(delimiter)
}

// linear matches with Go's regexp package.
type linear struct{ *regexp.Regexp }

func linearMatcher(source string, ignoreCase bool) (Matcher, error) {
	if ignoreCase {
		source = "(?i)" + source
	}
	re, err := regexp.Compile(source)
	return linear{re}, err
}

func (l linear) Match(input string) ([]*string, bool) {
	at := l.FindStringSubmatchIndex(input)
	if at == nil {
		return nil, false
	}
	groups := make([]*string, len(at)/2-1)
	for i := range groups {
		if start := at[2*i+2]; start >= 0 {
			s := input[start:at[2*i+3]]
			groups[i] = &s
		}
	}
	return groups, true
}
