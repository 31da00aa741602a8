package pattern

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// span is the code points from lo to hi, both included.
type span struct{ lo, hi rune }

// set is code points: spans in order that do not touch.
type set []span

// sorted makes a set of spans in any order.
func sorted(spans []span) set {
	slices.SortFunc(spans, func(a, b span) int { return int(a.lo - b.lo) })
	var out set
	for _, s := range spans {
		if n := len(out); n > 0 && s.lo <= out[n-1].hi+1 {
			out[n-1].hi = max(out[n-1].hi, s.hi)
		} else {
			out = append(out, s)
		}
	}
	return out
}

func (s set) union(other set) set { return sorted(slices.Concat(s, other)) }

func (s set) complement() set {
	var out set
	next := rune(0)
	for _, r := range s {
		if r.lo > next {
			out = append(out, span{next, r.lo - 1})
		}
		next = r.hi + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, span{next, unicode.MaxRune})
	}
	return out
}

func (s set) intersect(other set) set {
	return s.complement().union(other.complement()).complement()
}

func (s set) minus(other set) set { return s.intersect(other.complement()) }

// lastCased is the greatest code point that has a case.
const lastCased = 0x1E943

// folded adds to the set all that differs from a member only by case.
// full: by Unicode's simple case folding; otherwise as patterns without the u flag
// see it, by upper case alone, and never from outside ASCII into it.
// https://tc39.es/ecma262/#sec-runtime-semantics-canonicalize-ch
func (s set) folded(full bool) set {
	spans := slices.Clone(s)
	for _, r := range s {
		for c := r.lo; c <= min(r.hi, lastCased); c++ {
			for f := unicode.SimpleFold(c); f != c; f = unicode.SimpleFold(f) {
				if full || sameUpper(c, f) {
					spans = append(spans, span{f, f})
				}
			}
		}
	}
	return sorted(spans)
}

func sameUpper(a, b rune) bool { return upper(a) == upper(b) }

func upper(c rune) rune {
	u := unicode.ToUpper(c)
	if c >= 0x80 && u < 0x80 {
		return c
	}
	return u
}

// write writes the spans as the inside of a character class.
func (s set) write(b *strings.Builder) {
	for _, r := range s {
		writeRune(b, r.lo)
		if r.hi > r.lo {
			if r.hi > r.lo+1 {
				b.WriteByte('-')
			}
			writeRune(b, r.hi)
		}
	}
}

// class is the set as a character class. The empty one matches nothing.
func (s set) class() string {
	var b strings.Builder
	b.WriteByte('[')
	s.write(&b)
	b.WriteByte(']')
	return b.String()
}

// writeRune writes a code point so that it means itself, in a class or outside,
// with the u flag; without it, if it is below 0x10000.
func writeRune(b *strings.Builder, c rune) {
	switch {
	case c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z':
		b.WriteRune(c)
	case c < 0x100:
		fmt.Fprintf(b, "\\x%02x", c)
	case c >= 0xD800 && c < 0xE000 || c > 0xFFFF:
		fmt.Fprintf(b, "\\u{%x}", c)
	default:
		fmt.Fprintf(b, "\\u%04x", c)
	}
}
