package js

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// WTF8 is a string's bytes in WTF-8, in which strings that differ in surrogates
// without partner differ. Never nil.
//
// https://simonsapin.github.io/wtf-8/
func WTF8(s goja.String) []byte {
	b := make([]byte, 0, s.Length())
	for i := 0; i < s.Length(); i++ {
		r := rune(s.CharAt(i))
		if !utf16.IsSurrogate(r) {
			b = utf8.AppendRune(b, r)
			continue
		}
		if i+1 < s.Length() {
			if pair := utf16.DecodeRune(r, rune(s.CharAt(i+1))); pair != utf8.RuneError {
				b = utf8.AppendRune(b, pair)
				i++
				continue
			}
		}
		b = append(b, 0xE0|byte(r>>12), 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
	}
	return b
}

// FromWTF8 is the string of bytes in WTF-8.
func FromWTF8(b string) goja.String {
	var units []uint16
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRuneInString(b[i:])
		if r == utf8.RuneError && n == 1 && i+2 < len(b) { // a surrogate
			units = append(units, uint16(b[i]&0x0F)<<12|uint16(b[i+1]&0x3F)<<6|uint16(b[i+2]&0x3F))
			i += 3
			continue
		}
		units = utf16.AppendRune(units, r)
		i += n
	}
	return goja.StringFromUTF16(units)
}
