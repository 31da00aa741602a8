package encoding

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
)

// singleCodec is the decoder of the single-byte encodings: a character for each
// byte from 0x80, 0 for none.
//
// https://encoding.spec.whatwg.org/#single-byte-decoder
type singleCodec struct{ upper [128]rune }

// newSingleCodec asks x/text's table for each byte. Bytes 0x80 to 0x9F that have no
// character there are the C1 controls in the standard's.
func newSingleCodec(enc encoding.Encoding) *singleCodec {
	c := &singleCodec{}
	for i := range c.upper {
		text, err := enc.NewDecoder().Bytes([]byte{byte(0x80 + i)})
		r, n := utf8.DecodeRune(text)
		if err == nil && n == len(text) && r != utf8.RuneError {
			c.upper[i] = r
		} else if i < 0x20 {
			c.upper[i] = rune(0x80 + i)
		}
	}
	return c
}

func (*singleCodec) reset() {}

func (c *singleCodec) decode(src []byte, _, _ bool) (string, bool) {
	var b strings.Builder
	b.Grow(len(src))
	bad := false
	for _, x := range src {
		if x < utf8.RuneSelf {
			b.WriteByte(x)
			continue
		}
		r := c.upper[x-0x80]
		if r == 0 {
			r, bad = utf8.RuneError, true
		}
		b.WriteRune(r)
	}
	return b.String(), bad
}

// replacementCodec is https://encoding.spec.whatwg.org/#replacement-decoder
type replacementCodec struct{ told bool }

func (c *replacementCodec) reset() { c.told = false }

func (c *replacementCodec) decode(src []byte, _, _ bool) (string, bool) {
	if len(src) == 0 || c.told {
		return "", false
	}
	c.told = true
	return "\uFFFD", true
}
