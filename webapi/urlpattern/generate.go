package urlpattern

import (
	"strings"
	"unicode/utf8"
)

// wildcardRegexp is the full wildcard regexp value.
const wildcardRegexp = ".*"

// segmentRegexp is https://urlpattern.spec.whatwg.org/#generate-a-segment-wildcard-regexp
func segmentRegexp(o options) string { return "[^" + escapeRegexp(o.delimiter) + "]+?" }

// source generates the regular expression of a part list, and the names of its
// groups. segment and wildcard are the expressions of the two wildcards.
//
// https://urlpattern.spec.whatwg.org/#generate-a-regular-expression-and-name-list
func source(parts []part, segment, wildcard string) (string, []string) {
	var b strings.Builder
	var names []string
	b.WriteByte('^')
	for _, p := range parts {
		if p.kind == fixedText {
			if p.modifier == "" {
				b.WriteString(escapeRegexp(p.value))
			} else {
				b.WriteString("(?:" + escapeRegexp(p.value) + ")" + p.modifier)
			}
			continue
		}
		names = append(names, p.name)
		value := p.value
		switch p.kind {
		case segmentWildcard:
			value = segment
		case fullWildcard:
			value = wildcard
		}
		prefix, suffix := escapeRegexp(p.prefix), escapeRegexp(p.suffix)
		repeated := p.modifier == "*" || p.modifier == "+"
		switch {
		case prefix == "" && suffix == "" && !repeated:
			b.WriteString("(" + value + ")" + p.modifier)
		case prefix == "" && suffix == "":
			b.WriteString("((?:" + value + ")" + p.modifier + ")")
		case !repeated:
			b.WriteString("(?:" + prefix + "(" + value + ")" + suffix + ")" + p.modifier)
		default:
			b.WriteString("(?:" + prefix + "((?:" + value + ")(?:" + suffix + prefix + "(?:" + value + "))*)" + suffix + ")")
			if p.modifier == "*" {
				b.WriteByte('?')
			}
		}
	}
	b.WriteByte('$')
	return b.String(), names
}

// text generates the pattern string of a part list.
//
// https://urlpattern.spec.whatwg.org/#generate-a-pattern-string
func text(parts []part, o options) string {
	var b strings.Builder
	for i, p := range parts {
		if p.kind == fixedText { // 3.4
			if p.modifier == "" {
				b.WriteString(escapePattern(p.value))
			} else {
				b.WriteString("{" + escapePattern(p.value) + "}" + p.modifier)
			}
			continue
		}
		custom := p.name[0] < '0' || p.name[0] > '9' // 3.5
		grouping := needsGrouping(parts, i, custom, o)
		if grouping {
			b.WriteByte('{')
		}
		b.WriteString(escapePattern(p.prefix))
		if custom { // 3.12
			b.WriteString(":" + p.name)
		}
		switch {
		case p.kind == customRegexp: // 3.13
			b.WriteString("(" + p.value + ")")
		case p.kind == segmentWildcard && !custom: // 3.14
			b.WriteString("(" + segmentRegexp(o) + ")")
		case p.kind == fullWildcard: // 3.15
			plain := i == 0 || parts[i-1].kind == fixedText || parts[i-1].modifier != "" || grouping || p.prefix != ""
			if !custom && plain {
				b.WriteByte('*')
			} else {
				b.WriteString("(" + wildcardRegexp + ")")
			}
		}
		if p.kind == segmentWildcard && custom && startsName(p.suffix) { // 3.16
			b.WriteByte('\\')
		}
		b.WriteString(escapePattern(p.suffix))
		if grouping {
			b.WriteByte('}')
		}
		b.WriteString(p.modifier)
	}
	return b.String()
}

// needsGrouping is steps 3.6 to 3.9: without braces the text would parse to
// something else.
func needsGrouping(parts []part, i int, custom bool, o options) bool {
	p := parts[i]
	if p.suffix != "" || p.prefix != "" && p.prefix != o.prefix { // 3.7
		return true
	}
	if custom && p.kind == segmentWildcard && p.modifier == "" && i+1 < len(parts) { // 3.8
		next := parts[i+1]
		if next.prefix == "" && next.suffix == "" {
			if next.kind == fixedText && startsName(next.value) {
				return true
			}
			if next.kind != fixedText && next.name[0] >= '0' && next.name[0] <= '9' {
				return true
			}
		}
	}
	return p.prefix == "" && i > 0 && parts[i-1].kind == fixedText && // 3.9
		o.prefix != "" && strings.HasSuffix(parts[i-1].value, o.prefix)
}

// startsName reports whether s begins with what could continue a name.
func startsName(s string) bool {
	c, size := utf8.DecodeRuneInString(s)
	return size > 0 && validName(c, false)
}

func escapeRegexp(s string) string { return escape(s, `.+*?^${}()[]|/\`) }

func escapePattern(s string) string { return escape(s, `+*?:{}()\`) }

func escape(s, special string) string {
	if !strings.ContainsAny(s, special) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if strings.IndexByte(special, s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
