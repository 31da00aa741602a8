// Package nesting refuses sources that nest so deeply that a recursive parser
// would overflow the Go stack, which is fatal to the process.
package nesting

// Max is how deep brackets may nest in a source. Real programs, minified bundles
// too, stay below a few hundred.
const Max = 10_000

// TooDeep finds where brackets nest deeper than Max; line and column are 1-based. It does not tokenize:
// brackets in strings and comments count, which costs nothing in practice as they
// are balanced or few. Runs of prefix operators (`!!!!…`) recurse like brackets
// and count the same while the run lasts.
func TooDeep(source string) (line, column int, deep bool) {
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
		if depth+prefix > Max {
			return line, i - lineStart + 1, true
		}
	}
	return 0, 0, false
}
