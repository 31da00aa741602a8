package pattern

import (
	"slices"
	"strings"
)

// members is what a class holds: characters, and with the v flag strings too.
type members struct {
	set     set
	strings []string
}

// class rewrites a character class.
func (w *writer) class() error {
	if !w.sets && !w.expand && !w.hasProperty() {
		return w.copyClass()
	}
	not := w.peek(1) == '^'
	m, err := w.readClass(0)
	if err != nil {
		return err
	}
	if len(m.strings) == 0 {
		w.set(m.set, not)
		return nil
	}
	// The longest string first.
	slices.SortStableFunc(m.strings, func(a, b string) int { return len([]rune(b)) - len([]rune(a)) })
	w.out.WriteString("(?:")
	for _, s := range m.strings {
		if s == "" {
			continue // after the single characters
		}
		for _, c := range s {
			w.literal2(c)
		}
		w.out.WriteByte('|')
	}
	w.set(m.set, false)
	if slices.Contains(m.strings, "") {
		w.out.WriteByte('|')
	}
	w.out.WriteByte(')')
	return nil
}

// literal2 writes one character of a string of \q{…}.
func (w *writer) literal2(c rune) {
	if w.expand && w.mode.ignoreCase {
		w.set(set{{c, c}}, false)
		return
	}
	writeRune(&w.out, c)
}

// hasProperty reports whether the class ahead has a \p{…} in it.
func (w *writer) hasProperty() bool {
	if !w.unicode {
		return false
	}
	for i := w.i + 1; i < len(w.src) && w.src[i] != ']'; i++ {
		if w.src[i] == '\\' {
			i++
			if i < len(w.src) && (w.src[i] == 'p' || w.src[i] == 'P') {
				return true
			}
		}
	}
	return false
}

// copyClass copies a class that goja understands.
func (w *writer) copyClass() error {
	w.copy(1)
	for w.i < len(w.src) {
		switch c := w.src[w.i]; c {
		case ']':
			w.copy(1)
			return nil
		case '\\':
			from := w.i
			w.i += 2
			if r, ok := w.hex(w.src[min(from+1, len(w.src)-1)]); ok && w.unicode && r > 0xFFFF && w.src[from+1] == 'u' {
				writeRune(&w.out, r)
				continue
			}
			w.i = from
			w.copy(2)
		default:
			w.i++
			w.plain(c)
		}
	}
	return fail("unterminated character class")
}

// readClass reads a class from its [ to its ].
// https://tc39.es/ecma262/#prod-CharacterClass
func (w *writer) readClass(depth int) (members, error) {
	if depth > maxDepth {
		return members{}, fail("nested too deeply")
	}
	w.i++
	not := w.peek(0) == '^'
	if not {
		w.i++
	}
	var m members
	for first := true; ; first = false {
		switch {
		case w.i >= len(w.src):
			return m, fail("unterminated character class")
		case w.src[w.i] == ']':
			w.i++
			if not && len(m.strings) > 0 {
				return m, fail("a negated character class may not contain strings")
			}
			if not && depth > 0 {
				m.set = m.set.complement()
			}
			return m, nil
		case w.sets && !first && (w.at("--") || w.at("&&")):
			minus := w.src[w.i] == '-'
			w.i += 2
			other, err := w.operand(depth)
			if err != nil {
				return m, err
			}
			m.keep(other, minus)
		default:
			other, err := w.rangeOrOperand(depth)
			if err != nil {
				return m, err
			}
			m.set = m.set.union(other.set)
			m.strings = append(m.strings, other.strings...)
		}
	}
}

// keep is m -- other, or m && other.
func (m *members) keep(other members, minus bool) {
	if minus {
		m.set = m.set.minus(other.set)
	} else {
		m.set = m.set.intersect(other.set)
	}
	m.strings = slices.DeleteFunc(m.strings, func(s string) bool { return slices.Contains(other.strings, s) == minus })
}

func (w *writer) at(text string) bool {
	return strings.HasPrefix(string(w.src[w.i:min(w.i+len(text), len(w.src))]), text)
}

// rangeOrOperand reads a–b, or one operand.
func (w *writer) rangeOrOperand(depth int) (members, error) {
	from, single, err := w.atom(depth)
	if err != nil || !single || w.peek(0) != '-' || w.peek(1) == ']' || w.sets && w.peek(1) == '-' {
		return w.fold(from), err
	}
	back := w.i
	w.i++
	to, single, err := w.atom(depth)
	if err != nil {
		return from, err
	}
	if !single {
		if w.unicode {
			return from, fail("invalid character class")
		}
		w.i = back // the hyphen stands for itself
		return w.fold(from), nil
	}
	lo, hi := from.set[0].lo, to.set[0].lo
	if lo > hi {
		return from, fail("range out of order in character class")
	}
	return w.fold(members{set: set{{lo, hi}}}), nil
}

// fold closes what the v flag sees without regard to case, so that operations on
// sets mean what they should.
func (w *writer) fold(m members) members {
	if w.sets && w.mode.ignoreCase {
		m.set = m.set.folded(true)
	}
	return m
}

func (w *writer) operand(depth int) (members, error) {
	m, _, err := w.atom(depth)
	return w.fold(m), err
}

var (
	digitSet = set{{'0', '9'}}
	wordSet  = set{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}
	spaceSet = set{{9, 13}, {' ', ' '}, {0xA0, 0xA0}, {0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}}
)

// atom reads one operand; single: it is one character, which may begin a range.
func (w *writer) atom(depth int) (m members, single bool, err error) {
	c := w.peek(0)
	switch {
	case c < 0:
		return m, false, fail("unterminated character class")
	case c == '[' && w.sets:
		m, err = w.readClass(depth + 1)
		return m, false, err
	case c != '\\':
		if w.sets && strings.ContainsRune("(){}/-|", c) {
			return m, false, fail("%q must be escaped in a character class with the v flag", c)
		}
		w.i++
		return members{set: set{{c, c}}}, true, nil
	}
	e := w.peek(1)
	switch e {
	case 'p', 'P':
		if w.unicode {
			m.set, err = w.propertyEscape()
			return m, false, err
		}
	case 'q':
		if w.sets && w.peek(2) == '{' {
			m, err = w.quoted()
			return m, false, err
		}
	}
	w.i += 2
	if i := strings.IndexRune("dDwWsS", e); i >= 0 && e > 0 {
		m.set = []set{digitSet, wordSet, spaceSet}[i/2]
		if i%2 == 1 {
			m.set = m.set.complement()
		}
		return m, false, nil
	}
	r, err := w.classEscape(e)
	return members{set: set{{r, r}}}, true, err
}

// classEscape is the character of an escape in a class, after \e.
func (w *writer) classEscape(e rune) (rune, error) {
	switch e {
	case -1:
		return 0, fail("\\ at the end of the pattern")
	case 'b':
		return '\b', nil
	case 't':
		return '\t', nil
	case 'n':
		return '\n', nil
	case 'v':
		return '\v', nil
	case 'f':
		return '\f', nil
	case 'r':
		return '\r', nil
	case '0':
		return 0, nil
	case 'c':
		c := w.peek(0)
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			w.i++
			return c & 31, nil
		}
		if w.unicode {
			return 0, fail("invalid control escape")
		}
		w.i--
		return '\\', nil
	case 'x', 'u':
		if r, ok := w.hex(e); ok {
			return r, nil
		}
		if w.unicode {
			return 0, fail("invalid Unicode escape")
		}
	}
	return e, nil
}

// quoted reads \q{a|bc|…}.
func (w *writer) quoted() (m members, err error) {
	w.i += 3
	var text []rune
	add := func() {
		if len(text) == 1 {
			m.set = m.set.union(set{{text[0], text[0]}})
		} else {
			m.strings = append(m.strings, string(text))
		}
		text = nil
	}
	for {
		c := w.peek(0)
		w.i++
		switch c {
		case -1:
			return m, fail("unterminated \\q{")
		case '}':
			add()
			return m, nil
		case '|':
			add()
		case '\\':
			e := w.peek(0)
			w.i++
			r, err := w.classEscape(e)
			if err != nil {
				return m, err
			}
			text = append(text, r)
		default:
			text = append(text, c)
		}
	}
}
