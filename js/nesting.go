package js

// maxNesting is how deep brackets may nest in a source. The parser and the
// compiler recurse: a million levels overflow the Go stack, which is fatal to the
// process. Real programs, minified bundles too, stay below a few hundred.
const maxNesting = 10_000

// tooDeep finds where brackets nest deeper than maxNesting. It does not tokenize:
// brackets in strings and comments count, which costs nothing in practice as they
// are balanced or few. Runs of prefix operators (`!!!!…`) recurse like brackets
// and count the same while the run lasts.
func tooDeep(source string) (line, column int, deep bool) {
	depth, prefix, lineStart := 0, 0, 0
	line = 1
	for i := 0; i < len(source); i++ {
		switch c := source[i]; c {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth > 0 {
				depth--
			}
			prefix = 0
		case '!', '~', '-', '+':
			prefix++
		case '\n':
			line++
			lineStart = i + 1
			continue
		case ' ', '\t', '\r':
			continue
		default:
			prefix = 0
			continue
		}
		if depth+prefix > maxNesting {
			return line, i - lineStart + 1, true
		}
	}
	return 0, 0, false
}
