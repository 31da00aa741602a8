package transpile

import (
	"bytes"
	"regexp"
)

// hints find syntax that goja does not parse (or has no engine support for). A
// match inside a string or comment costs a needless transform, nothing more.
var hints = []struct {
	word []byte // cheap first look
	re   *regexp.Regexp
}{
	{[]byte("async"), regexp.MustCompile(`\basync\s*(function\s*)?\*`)},
	{[]byte("await"), regexp.MustCompile(`\bfor\s+await\b`)},
	{[]byte("import"), regexp.MustCompile(`\bimport\s*(\(|\.\s*meta\b)`)},
	{[]byte("using"), regexp.MustCompile(`\busing\s+[A-Za-z_$]`)},
	{[]byte("class"), regexp.MustCompile(`(?m)[{};\n]\s*(static\s+)?(get|set|async|static)\s*[=;\n}]`)},
	{[]byte("@"), regexp.MustCompile(`(?m)(^|[{};]|\bexport|\bdefault)\s*@[A-Za-z_$(][\w$.()'", ]*\s*(static\b|class\b|export\b|async\b|get\b|set\b|#?[A-Za-z_$][\w$]*\s*[=(;])`)},
	{[]byte("#!"), regexp.MustCompile(`\A#!`)},
}

// Needed reports whether a classic script should go through [Classic] before goja
// sees it. It is a scan, not a parse: at worst it says yes for nothing.
func Needed(src []byte) bool {
	for _, h := range hints {
		if bytes.Contains(src, h.word) && h.re.Match(src) {
			return true
		}
	}
	return false
}
