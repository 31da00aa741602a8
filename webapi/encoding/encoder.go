package encoding

import (
	"unicode/utf16"
	"unicode/utf8"
)

// EncodeInto writes as much of a string, given as UTF-16 code units, as fits
// into dst as UTF-8; lone surrogates become U+FFFD. It returns the code units
// read and the bytes written. No character is written in part.
//
// https://encoding.spec.whatwg.org/#dom-textencoder-encodeinto
func EncodeInto(dst []byte, length int, unit func(i int) uint16) (read, written int) {
	for read < length {
		r, n := rune(unit(read)), 1
		if utf16.IsSurrogate(r) {
			pair := utf8.RuneError
			if read+1 < length {
				pair = utf16.DecodeRune(r, rune(unit(read+1)))
			}
			if pair != utf8.RuneError {
				n = 2
			}
			r = pair
		}
		size := utf8.RuneLen(r)
		if written+size > len(dst) {
			return read, written
		}
		utf8.EncodeRune(dst[written:], r)
		read, written = read+n, written+size
	}
	return read, written
}
