package cachestorage

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"

	"asterism/js"
)

// cacheName is a DOMString argument in WTF-8: names that differ in surrogates
// without partner differ.
func cacheName(c js.Call, v goja.Value) string {
	s, ok := v.ToString().(goja.String)
	if !ok {
		return v.String()
	}
	var name []byte
	for i := 0; i < s.Length(); i++ {
		r := rune(s.CharAt(i))
		if utf16.IsSurrogate(r) && i+1 < s.Length() {
			if pair := utf16.DecodeRune(r, rune(s.CharAt(i+1))); pair != utf8.RuneError {
				name = utf8.AppendRune(name, pair)
				i++
				continue
			}
		}
		name = appendWTF8(name, r)
	}
	return string(name)
}

// appendWTF8 is utf8.AppendRune that also takes surrogates.
func appendWTF8(dst []byte, r rune) []byte {
	if !utf16.IsSurrogate(r) {
		return utf8.AppendRune(dst, r)
	}
	return append(dst, 0xE0|byte(r>>12), 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
}

// nameValue is the string of a name in WTF-8.
func nameValue(c *js.Realm, name string) goja.Value {
	if utf8.ValidString(name) {
		return c.VM.ToValue(name)
	}
	var units []uint16
	for i := 0; i < len(name); {
		r, n := utf8.DecodeRuneInString(name[i:])
		if r == utf8.RuneError && n == 1 && i+2 < len(name) { // a surrogate
			units = append(units, uint16(name[i]&0x0F)<<12|uint16(name[i+1]&0x3F)<<6|uint16(name[i+2]&0x3F))
			i += 3
			continue
		}
		units = utf16.AppendRune(units, r)
		i += n
	}
	return goja.StringFromUTF16(units)
}
