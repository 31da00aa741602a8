package eventsource

import (
	"strings"
	"unicode/utf8"
)

// text decodes UTF-8: each maximal part of an ill-formed sequence becomes one
// U+FFFD, as the Encoding standard says. Lines are decoded one by one: their ends
// are never part of a longer sequence.
func text(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var out strings.Builder
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			n = 1
			for n < len(b) && n < 4 && begins(b[:n+1]) {
				n++
			}
			out.WriteString("\uFFFD")
		} else {
			out.Write(b[:n])
		}
		b = b[n:]
	}
	return out.String()
}

// begins reports whether b, of at least two bytes, is the start of a well-formed
// sequence that is longer.
func begins(b []byte) bool {
	for _, fill := range [][]byte{{0x80}, {0x80, 0x80}, {0xBF}, {0xBF, 0xBF}} {
		if r, n := utf8.DecodeRune(append(append([]byte(nil), b...), fill...)); r != utf8.RuneError && n == len(b)+len(fill) {
			return true
		}
	}
	return false
}
