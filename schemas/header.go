package schemas

import (
	"encoding/binary"
	"iter"
	"strings"
	"unsafe"
)

// HeaderBlock is an ordered list of header fields in their wire form: repeats
// and order are kept, names keep the case they were given. It is decoded only
// when someone iterates it.
//
// A field is a uvarint length and the name, then a uvarint length and the
// value; fields follow one another with nothing between. A block that came in
// a frame has been checked; one made from other bytes may be broken, and is
// read up to the first field that does not fit.
type HeaderBlock []byte

// MaxHeaders is the greatest number of fields in a block.
const MaxHeaders = 16384

// Append adds a field at the end. Names and values are taken as they are:
// whoever calls it has checked them (RFC 9110 §5.1, §5.5).
func (h *HeaderBlock) Append(name, value string) {
	b := *h
	b = appendString(b, name)
	b = appendString(b, value)
	*h = b
}

// All yields the fields in order. The strings share memory with the block,
// which must not change while they live.
func (h HeaderBlock) All() iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		for at := 0; at < len(h); {
			name, next, ok := h.piece(at)
			if !ok {
				return
			}
			value, after, ok := h.piece(next)
			if !ok || !yield(name, value) {
				return
			}
			at = after
		}
	}
}

// Get is the first value of a field, whatever the case of its name, and
// whether there is one.
func (h HeaderBlock) Get(name string) (string, bool) {
	for n, v := range h.All() {
		if len(n) == len(name) && strings.EqualFold(n, name) {
			return v, true
		}
	}
	return "", false
}

// Len is the number of fields.
func (h HeaderBlock) Len() int {
	n := 0
	for range h.All() {
		n++
	}
	return n
}

// Check walks the block and says what is wrong with it: a length that does not
// fit, a name without a value, an empty name, or more than MaxHeaders fields.
// It does not look at the characters. It returns a *Error of CodeBadMessage.
func (h HeaderBlock) Check() error {
	fields := 0
	for at := 0; at < len(h); fields++ {
		name := int(h[at])
		if value := at + 1 + name; name > 0 && name < 0x80 && value < len(h) && h[value] < 0x80 {
			at = value + 1 + int(h[value]) // one byte holds each length of most
			if at <= len(h) {
				continue
			}
			return badMessage("headers: the value of field %d is cut off", fields)
		}
		var ok bool
		if name, at, ok = h.skip(at); !ok || name == 0 {
			return badMessage("headers: field %d has no readable name", fields)
		}
		if _, at, ok = h.skip(at); !ok {
			return badMessage("headers: the value of field %d is cut off", fields)
		}
	}
	if fields > MaxHeaders {
		return badMessage("headers: %d fields; expected at most %d", fields, MaxHeaders)
	}
	return nil
}

// piece reads the length-prefixed string at an offset.
func (h HeaderBlock) piece(at int) (s string, next int, ok bool) {
	n, next, ok := h.skip(at)
	if !ok {
		return "", at, false
	}
	return text(h[next-n : next]), next, true
}

// skip reads the length-prefixed string at an offset: its length, and where it
// ends.
func (h HeaderBlock) skip(at int) (n, next int, ok bool) {
	if at < len(h) && h[at] < 0x80 { // one byte holds the length of most
		n = int(h[at])
		next = at + 1 + n
		return n, next, next <= len(h)
	}
	if at > len(h) {
		return 0, at, false
	}
	v, w := binary.Uvarint(h[at:])
	if w <= 0 || v > uint64(len(h)-at-w) {
		return 0, at, false
	}
	return int(v), at + w + int(v), true
}

// appendString writes a uvarint length and the bytes.
func appendString[S string | []byte](dst []byte, s S) []byte {
	if len(s) < 0x80 {
		dst = append(dst, byte(len(s)))
	} else {
		dst = binary.AppendUvarint(dst, uint64(len(s)))
	}
	return append(dst, s...)
}

// text is b as a string sharing its memory: b must not change any more.
func text(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	return unsafe.String(&b[0], len(b))
}
