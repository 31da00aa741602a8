package encoding

import (
	"strings"
	"unicode/utf16"
)

// utf16Codec is the shared UTF-16 decoder.
//
// https://encoding.spec.whatwg.org/#shared-utf-16-decoder
type utf16Codec struct {
	big  bool
	odd  int // 0, or 1 + the first byte of a code unit
	lead rune
}

func (c *utf16Codec) reset() { c.odd, c.lead = 0, 0 }

func (c *utf16Codec) decode(src []byte, last, _ bool) (string, bool) {
	var b strings.Builder
	b.Grow(len(src))
	bad := false
	replace := func() { b.WriteString("\uFFFD"); bad = true }
	for _, x := range src {
		if c.odd == 0 {
			c.odd = 1 + int(x)
			continue
		}
		first := rune(c.odd - 1)
		c.odd = 0
		unit := rune(x)<<8 | first
		if c.big {
			unit = first<<8 | rune(x)
		}
		if c.lead != 0 {
			lead := c.lead
			c.lead = 0
			if unit >= 0xDC00 && unit <= 0xDFFF {
				b.WriteRune(utf16.DecodeRune(lead, unit))
				continue
			}
			replace()
		}
		switch {
		case unit >= 0xD800 && unit <= 0xDBFF:
			c.lead = unit
		case unit >= 0xDC00 && unit <= 0xDFFF:
			replace()
		default:
			b.WriteRune(unit)
		}
	}
	if last && (c.odd != 0 || c.lead != 0) {
		replace()
		c.reset()
	}
	return b.String(), bad
}
