package encoding

import (
	"strings"
	"unicode/utf8"
)

// utf8Codec is the UTF-8 decoder.
//
// https://encoding.spec.whatwg.org/#utf-8-decoder
type utf8Codec struct {
	pending []byte // the start of a sequence that may still become valid
}

func (c *utf8Codec) reset() { c.pending = nil }

func (c *utf8Codec) decode(src []byte, last, fatal bool) (string, bool) {
	if len(c.pending) > 0 {
		src = append(c.pending, src...)
		c.pending = nil
	}
	if !last {
		n := incompleteTail(src)
		if n > 0 {
			c.pending = append([]byte(nil), src[len(src)-n:]...)
			src = src[:len(src)-n]
		}
	}
	if utf8.Valid(src) {
		return string(src), false
	}
	if fatal {
		return "", true
	}
	return replaceIllFormed(src), true
}

// replaceIllFormed replaces each maximal subpart of an ill-formed sequence by
// one U+FFFD (utf8.DecodeRune would replace each byte).
func replaceIllFormed(src []byte) string {
	var b strings.Builder
	b.Grow(len(src) + 8)
	for len(src) > 0 {
		r, n := utf8.DecodeRune(src)
		if r == utf8.RuneError && n == 1 {
			b.WriteString("\uFFFD")
			src = src[subpart(src):]
			continue
		}
		b.Write(src[:n])
		src = src[n:]
	}
	return b.String()
}

// subpart is the length of the longest prefix of src that begins a valid
// sequence, at least 1.
func subpart(src []byte) int {
	need, low, high := sequence(src[0])
	n := 1
	for n < need && n < len(src) && src[n] >= low && src[n] <= high {
		low, high = 0x80, 0xBF
		n++
	}
	return n
}

// incompleteTail is the length of a truncated but so far valid sequence at the
// end of src, 0 to 3.
func incompleteTail(src []byte) int {
	for back := 1; back <= 3 && back <= len(src); back++ {
		tail := src[len(src)-back:]
		if tail[0]&0xC0 == 0x80 {
			continue // a continuation byte: the lead is further back
		}
		if need, _, _ := sequence(tail[0]); need > back && subpart(tail) == back {
			return back
		}
		return 0
	}
	return 0
}

// sequence is the length of the sequence a lead byte begins and the bounds of
// its second byte; length 1 for a byte that begins none.
func sequence(lead byte) (need int, low, high byte) {
	switch {
	case lead >= 0xC2 && lead <= 0xDF:
		return 2, 0x80, 0xBF
	case lead == 0xE0:
		return 3, 0xA0, 0xBF
	case lead == 0xED:
		return 3, 0x80, 0x9F
	case lead >= 0xE1 && lead <= 0xEF:
		return 3, 0x80, 0xBF
	case lead == 0xF0:
		return 4, 0x90, 0xBF
	case lead == 0xF4:
		return 4, 0x80, 0x8F
	case lead >= 0xF1 && lead <= 0xF3:
		return 4, 0x80, 0xBF
	}
	return 1, 0, 0
}
