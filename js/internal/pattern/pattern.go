package pattern

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Result is a regular expression for goja.
type Result struct {
	Pattern, Flags string
	// Indices: the d flag was given.
	Indices bool
	// Names are the named groups in order, each with the names its groups have in
	// Pattern; nil unless a name occurs twice.
	Names [][]string
}

// Error is what is wrong with a pattern.
type Error struct{ Reason string }

func (e *Error) Error() string { return e.Reason }

func fail(format string, args ...any) error { return &Error{fmt.Sprintf(format, args...)} }

var (
	modifiers  = regexp.MustCompile(`\(\?([ims]+(-[ims]*)?|-[ims]+):`)
	groupNames = regexp.MustCompile(`\(\?<([^=!>][^>]*)>`)
)

// Needed reports whether goja would misunderstand the expression. It may say yes
// for nothing; it must be cheap.
func Needed(pattern, flags string) bool {
	if strings.ContainsAny(flags, "dv") {
		return true
	}
	if strings.Contains(flags, "u") && (strings.Contains(pattern, `\p{`) || strings.Contains(pattern, `\P{`)) {
		return true
	}
	if !strings.Contains(pattern, "(?") {
		return false
	}
	return modifiers.MatchString(pattern) || len(duplicates(pattern)) > 0
}

// duplicates are the names of groups that occur more than once.
func duplicates(pattern string) map[string]int {
	if strings.Count(pattern, "(?<") < 2 {
		return nil
	}
	count := map[string]int{}
	for _, m := range groupNames.FindAllStringSubmatch(pattern, -1) {
		count[m[1]]++
	}
	for name, n := range count {
		if n == 1 {
			delete(count, name)
		}
	}
	return count
}

// maxPattern bounds what is looked at, in bytes.
const maxPattern = 1 << 20

// Rewrite makes the expression one that goja understands. The error is an *Error.
func Rewrite(pattern, flags string) (Result, error) {
	for i, f := range flags {
		if !strings.ContainsRune("dgimsuvy", f) || strings.ContainsRune(flags[:i], f) {
			return Result{}, fail("invalid flags %q", flags)
		}
	}
	if len(pattern) > maxPattern {
		return Result{}, fail("the pattern is too long")
	}
	w := &writer{src: []rune(pattern), twice: duplicates(pattern)}
	w.sets = strings.Contains(flags, "v")
	w.unicode = w.sets || strings.Contains(flags, "u")
	if w.sets && strings.Contains(flags, "u") {
		return Result{}, fail("the flags u and v exclude each other")
	}
	w.mode = mode{strings.Contains(flags, "i"), strings.Contains(flags, "m"), strings.Contains(flags, "s")}
	w.global = w.mode
	for _, m := range modifiers.FindAllStringSubmatch(pattern, -1) {
		w.modified = true
		w.expand = w.expand || strings.Contains(m[1], "i")
	}
	if err := w.disjunction(0); err != nil {
		return Result{}, err
	}
	if w.i < len(w.src) {
		return Result{}, fail("unmatched ')'")
	}
	result := Result{Pattern: w.out.String(), Indices: strings.Contains(flags, "d")}
	drop := "d"
	if w.expand {
		drop += "i" // case is spelt out
	}
	for _, f := range flags {
		switch {
		case f == 'v':
			result.Flags += "u"
		case !strings.ContainsRune(drop, f):
			result.Flags += string(f)
		}
	}
	if len(w.twice) > 0 {
		result.Names = w.names
	}
	return result, nil
}

// mode is the flags that modifiers change.
type mode struct{ ignoreCase, multiline, dotAll bool }

// writer reads the pattern and writes the new one.
type writer struct {
	src           []rune
	i             int
	out           strings.Builder
	unicode, sets bool // flags u (or v), v
	mode, global  mode
	modified      bool // some modifier changes the mode
	expand        bool // some modifier is about case: variants are spelt out
	twice         map[string]int
	names         [][]string
}

func (w *writer) peek(n int) rune {
	if w.i+n < len(w.src) {
		return w.src[w.i+n]
	}
	return -1
}

// copy copies n characters as they are.
func (w *writer) copy(n int) {
	for range n {
		if w.i < len(w.src) {
			w.out.WriteRune(w.src[w.i])
			w.i++
		}
	}
}

const maxDepth = 1000

// disjunction rewrites up to the group's end.
func (w *writer) disjunction(depth int) error {
	if depth > maxDepth {
		return fail("nested too deeply")
	}
	for w.i < len(w.src) {
		var err error
		switch c := w.src[w.i]; {
		case c == ')':
			return nil
		case c == '\\':
			err = w.escape()
		case c == '[':
			err = w.class()
		case c == '(':
			err = w.group(depth)
		case w.modified && (c == '.' || c == '^' || c == '$'):
			w.i++
			w.out.WriteString(w.special(c))
		default:
			w.i++
			w.literal(c)
		}
		if err != nil {
			return err
		}
	}
	if depth > 0 {
		return fail("unterminated group")
	}
	return nil
}

const notNewline = `[^\n\r\u2028\u2029]`

// special is what ., ^ and $ mean where modifiers say something else than the flags.
func (w *writer) special(c rune) string {
	switch {
	case c == '.' && w.mode.dotAll == w.global.dotAll, c != '.' && w.mode.multiline == w.global.multiline:
		return string(c)
	case c == '.' && w.mode.dotAll:
		return `[\s\S]`
	case c == '.':
		return notNewline
	case c == '^' && w.mode.multiline:
		return `(?<!` + notNewline + `)`
	case c == '^':
		return `(?<![\s\S])`
	case w.mode.multiline:
		return `(?!` + notNewline + `)`
	}
	return `(?![\s\S])`
}

// literal writes a character that stands for itself.
func (w *writer) literal(c rune) {
	if w.expand && w.mode.ignoreCase {
		if s := (set{{c, c}}).folded(w.unicode); len(s) > 1 || s[0].hi > s[0].lo {
			w.out.WriteString(s.class())
			return
		}
	}
	w.plain(c)
}

// plain writes a character of the source; goja wants pairs of escapes for
// characters outside the basic plane unless the u flag is set.
func (w *writer) plain(c rune) {
	if c > 0xFFFF && !w.unicode {
		fmt.Fprintf(&w.out, "\\u%04x\\u%04x", 0xD800+(c-0x10000)>>10, 0xDC00+(c-0x10000)&0x3FF)
		return
	}
	w.out.WriteRune(c)
}

// group rewrites from an opening parenthesis to its closing one.
func (w *writer) group(depth int) error {
	before := w.mode
	switch {
	case w.peek(1) != '?':
		w.copy(1)
	case w.peek(2) == '<' && w.peek(3) != '=' && w.peek(3) != '!':
		name, err := w.name(3)
		if err != nil {
			return err
		}
		w.out.WriteString("(?<" + w.rename(name) + ">")
	case w.peek(2) == '<':
		w.copy(4)
	case slices.Contains([]rune(":=!"), w.peek(2)):
		w.copy(3)
	default:
		if err := w.modifier(); err != nil {
			return err
		}
	}
	if err := w.disjunction(depth + 1); err != nil {
		return err
	}
	w.copy(1) // the closing parenthesis
	w.mode = before
	return nil
}

// modifier reads (?ims-ims: and sets the mode.
func (w *writer) modifier() error {
	on := true
	seen := ""
	for w.i += 2; w.peek(0) != ':'; w.i++ {
		c := w.peek(0)
		switch {
		case c == '-' && on:
			on = false
			continue
		case c < 0 || !strings.ContainsRune("ims", c) || strings.ContainsRune(seen, c):
			return fail("invalid group")
		}
		seen += string(c)
		switch c {
		case 'i':
			w.mode.ignoreCase = on
		case 'm':
			w.mode.multiline = on
		case 's':
			w.mode.dotAll = on
		}
	}
	if seen == "" {
		return fail("invalid group")
	}
	w.i++
	w.out.WriteString("(?:")
	return nil
}

// name reads a group name that begins n characters further, up to its >.
func (w *writer) name(n int) (string, error) {
	from := w.i + n
	end := slices.Index(w.src[min(from, len(w.src)):], '>')
	if end <= 0 {
		return "", fail("invalid capture group name")
	}
	w.i = from + end + 1
	return string(w.src[from : from+end]), nil
}

// rename gives each group of a name that occurs twice a name of its own.
func (w *writer) rename(name string) string {
	at := slices.IndexFunc(w.names, func(of []string) bool { return of[0] == name })
	if at < 0 {
		w.names = append(w.names, []string{name, name})
		return name
	}
	alias := fmt.Sprintf("%s_%d_", name, len(w.names[at]))
	w.names[at] = append(w.names[at], alias)
	return alias
}
