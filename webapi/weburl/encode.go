package weburl

import "strings"

// The percent-encode sets, as bits of encodeSets. Every byte past 0x7E is in all of
// them, so encoding the bytes of UTF-8 is encoding code points.
//
// https://url.spec.whatwg.org/#percent-encoded-bytes
const (
	setC0 = 1 << iota
	setFragment
	setQuery
	setSpecialQuery
	setPath
	setUserinfo
	setComponent
	forbiddenHost
	forbiddenDomain
)

var encodeSets = makeEncodeSets()

func makeEncodeSets() (t [256]uint16) {
	const all = setC0 | setFragment | setQuery | setSpecialQuery | setPath | setUserinfo | setComponent
	for c := range t {
		if c <= 0x1F || c > 0x7E {
			t[c] = all
		}
		if c <= 0x1F || c == 0x7F {
			t[c] |= forbiddenDomain
		}
	}
	add := func(bits uint16, chars string) {
		for i := range len(chars) {
			t[chars[i]] |= bits
		}
	}
	add(setFragment, " \"<>`")
	add(setQuery|setSpecialQuery|setPath|setUserinfo|setComponent, " \"#<>")
	add(setSpecialQuery, "'")
	add(setPath|setUserinfo|setComponent, "?^`{}")
	add(setUserinfo|setComponent, "/:;=@[\\]|")
	add(setComponent, "$%&+,")
	add(forbiddenHost|forbiddenDomain, "\x00\t\n\r #/:<>?@[\\]^|")
	add(forbiddenDomain, "%")
	return t
}

// encode percent-encodes the bytes of s that are in a set.
//
// https://url.spec.whatwg.org/#string-utf-8-percent-encode
func encode(s string, set uint16) string {
	n := 0
	for i := range len(s) {
		if encodeSets[s[i]]&set != 0 {
			n++
		}
	}
	if n == 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 2*n)
	for i := range len(s) {
		encodeByte(&b, s[i], set)
	}
	return b.String()
}

const hexDigits = "0123456789ABCDEF"

func encodeByte(b *strings.Builder, c byte, set uint16) {
	if encodeSets[c]&set == 0 {
		b.WriteByte(c)
		return
	}
	b.WriteByte('%')
	b.WriteByte(hexDigits[c>>4])
	b.WriteByte(hexDigits[c&15])
}

// PercentDecode decodes the escapes in s; what is no escape stays.
//
// https://url.spec.whatwg.org/#string-percent-decode
func PercentDecode(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && unhex(s[i+1]) < 16 && unhex(s[i+2]) < 16 {
			out = append(out, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
			continue
		}
		out = append(out, s[i])
	}
	return string(out)
}

// has reports whether a byte of s is in a set.
func has(s string, set uint16) bool {
	for i := range len(s) {
		if encodeSets[s[i]]&set != 0 {
			return true
		}
	}
	return false
}
