package pattern

import (
	"fmt"
	"strconv"
)

// escape rewrites an escape outside of classes.
func (w *writer) escape() error {
	switch c := w.peek(1); c {
	case -1:
		return fail("\\ at the end of the pattern")
	case 'p', 'P':
		if !w.unicode {
			break
		}
		s, err := w.propertyEscape()
		if err != nil {
			return err
		}
		w.set(s, false)
		return nil
	case 'k':
		if w.peek(2) != '<' {
			break
		}
		from := w.i
		name, err := w.name(3)
		if err != nil {
			w.i = from
			break
		}
		// All the groups of the name: those that took no part match nothing.
		fmt.Fprintf(&w.out, "\\k<%s>", name)
		for n := 2; n <= w.twice[name]; n++ {
			fmt.Fprintf(&w.out, "\\k<%s_%d_>", name, n)
		}
		return nil
	case 'u', 'x':
		from := w.i
		w.i += 2
		if r, ok := w.hex(c); ok {
			if w.expand || w.unicode && (r < 0xD800 || r > 0xDFFF) {
				w.character(r)
				return nil
			}
		}
		w.i = from
	}
	w.copy(2)
	return nil
}

// character writes a character that was written as an escape.
func (w *writer) character(r rune) {
	if w.expand && w.mode.ignoreCase {
		w.set(set{{r, r}}.folded(w.unicode), false)
		return
	}
	writeRune(&w.out, r)
}

// hex reads the digits of \x or \u; with the u flag a pair of surrogates is one
// character, and \u{…} is allowed.
func (w *writer) hex(kind rune) (rune, bool) {
	if kind == 'u' && w.unicode && w.peek(0) == '{' {
		n := 1
		for w.peek(n) != '}' && w.peek(n) > 0 && n < 64 {
			n++
		}
		v, err := strconv.ParseUint(string(w.src[w.i+1:min(w.i+n, len(w.src))]), 16, 32)
		if w.peek(n) != '}' || err != nil || v > 0x10FFFF {
			return 0, false
		}
		w.i += n + 1
		return rune(v), true
	}
	digits := 4
	if kind == 'x' {
		digits = 2
	}
	r, ok := w.digits(digits)
	if ok && w.unicode && r >= 0xD800 && r < 0xDC00 && w.peek(0) == '\\' && w.peek(1) == 'u' {
		from := w.i
		w.i += 2
		if low, ok := w.digits(4); ok && low >= 0xDC00 && low < 0xE000 {
			return (r-0xD800)<<10 + (low - 0xDC00) + 0x10000, true
		}
		w.i = from
	}
	return r, ok
}

// digits reads n hexadecimal digits.
func (w *writer) digits(n int) (rune, bool) {
	if w.i+n > len(w.src) {
		return 0, false
	}
	v, err := strconv.ParseUint(string(w.src[w.i:w.i+n]), 16, 32)
	if err != nil {
		return 0, false
	}
	w.i += n
	return rune(v), true
}

// propertyEscape reads \p{…} or \P{…}.
func (w *writer) propertyEscape() (set, error) {
	not := w.peek(1) == 'P'
	from := w.i + 3
	end := from
	for end < len(w.src) && w.src[end] != '}' {
		end++
	}
	if w.peek(2) != '{' || end >= len(w.src) {
		return nil, fail("invalid property name")
	}
	s, err := property(string(w.src[from:end]))
	if err != nil {
		return nil, err
	}
	w.i = end + 1
	if w.sets && w.mode.ignoreCase {
		s = s.folded(true)
	}
	if not {
		s = s.complement()
	}
	return s, nil
}

// set writes a set of characters, or its complement.
func (w *writer) set(s set, not bool) {
	if w.expand && w.mode.ignoreCase {
		s = s.folded(w.unicode)
	}
	switch {
	case len(s) == 0 && not:
		w.out.WriteString(`[\s\S]`)
	case len(s) == 0:
		w.out.WriteString("(?!)")
	case not:
		w.out.WriteString("[^")
		s.write(&w.out)
		w.out.WriteByte(']')
	default:
		w.out.WriteString(s.class())
	}
}
