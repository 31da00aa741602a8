package encoding

import (
	"errors"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"
)

// tableCodec decodes a legacy encoding with x/text's tables.
type tableCodec struct {
	single  *charmap.Charmap // set for single-byte encodings
	decoder transform.Transformer
	pending []byte
}

func newTableCodec(enc encoding.Encoding) *tableCodec {
	c := &tableCodec{}
	if single, ok := enc.(*charmap.Charmap); ok {
		c.single = single
	} else {
		c.decoder = enc.NewDecoder().Transformer
	}
	return c
}

func (c *tableCodec) reset() {
	c.pending = nil
	if c.decoder != nil {
		c.decoder.Reset()
	}
}

func (c *tableCodec) decode(src []byte, last, _ bool) (string, bool) {
	if c.single != nil {
		return c.decodeSingle(src)
	}
	src = append(c.pending, src...)
	c.pending = nil
	var b strings.Builder
	buffer := make([]byte, 4096)
	for {
		wrote, read, err := c.decoder.Transform(buffer, src, last)
		b.Write(buffer[:wrote])
		src = src[read:]
		switch {
		case errors.Is(err, transform.ErrShortDst):
			continue
		case errors.Is(err, transform.ErrShortSrc) && !last:
			c.pending = append([]byte(nil), src...)
		case err != nil:
			b.WriteString("\uFFFD")
		}
		text := b.String()
		return text, strings.Contains(text, "\uFFFD")
	}
}

// decodeSingle decodes byte by byte. Bytes 0x80 to 0x9F without a character in
// x/text's table are the C1 controls in the standard's.
func (c *tableCodec) decodeSingle(src []byte) (string, bool) {
	var b strings.Builder
	b.Grow(len(src))
	bad := false
	for _, x := range src {
		r := c.single.DecodeByte(x)
		if r == '\uFFFD' {
			if x >= 0x80 && x <= 0x9F {
				r = rune(x)
			} else {
				bad = true
			}
		}
		b.WriteRune(r)
	}
	return b.String(), bad
}
