package weburl

import "strings"

// Pair is one name and value of a form or query.
type Pair struct{ Name, Value string }

// ParseForm parses application/x-www-form-urlencoded. Bytes that are not UTF-8
// become U+FFFD.
//
// https://url.spec.whatwg.org/#concept-urlencoded-parser
func ParseForm(input string) []Pair {
	var pairs []Pair
	for input != "" {
		var part string
		part, input, _ = strings.Cut(input, "&")
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		pairs = append(pairs, Pair{formDecode(name), formDecode(value)})
	}
	return pairs
}

// SerializeForm is its inverse.
//
// https://url.spec.whatwg.org/#concept-urlencoded-serializer
func SerializeForm(pairs []Pair) string {
	var b strings.Builder
	for i, p := range pairs {
		if i > 0 {
			b.WriteByte('&')
		}
		formEncode(&b, p.Name)
		b.WriteByte('=')
		formEncode(&b, p.Value)
	}
	return b.String()
}

func formDecode(s string) string {
	if strings.IndexByte(s, '%') < 0 && strings.IndexByte(s, '+') < 0 {
		return validUTF8(s)
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '+':
			out = append(out, ' ')
		case c == '%' && i+2 < len(s) && unhex(s[i+1]) < 16 && unhex(s[i+2]) < 16:
			out = append(out, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
		default:
			out = append(out, c)
		}
	}
	return validUTF8(string(out))
}

// validUTF8 is "UTF-8 decode without BOM": each maximal ill-formed sequence
// becomes one U+FFFD.
func validUTF8(s string) string {
	if isValid(s) {
		return s
	}
	return replaceIllFormed(s)
}

func formEncode(b *strings.Builder, s string) {
	const hex = "0123456789ABCDEF"
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '*', c == '-', c == '.', c == '_':
			b.WriteByte(c)
		case c == ' ':
			b.WriteByte('+')
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
}

// unhex is the value of a hexadecimal digit, 16 for anything else.
func unhex(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 16
}
