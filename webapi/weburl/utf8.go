package weburl

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

func isValid(s string) bool { return utf8.ValidString(s) }

// replaceIllFormed decodes s as the Encoding standard does, which replaces
// maximal subparts rather than single bytes.
func replaceIllFormed(s string) string {
	out, err := unicode.UTF8.NewDecoder().String(s)
	if err != nil {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return out
}
