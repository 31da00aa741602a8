package schemas

import (
	"encoding/binary"
	"fmt"
)

// The binary frames, as FRAME.md has them: three bytes (magic, version, kind),
// then the fields in a fixed order. What the first version wrote is always
// there; what later versions add goes to the end of the frame, where older
// readers pass over it and newer ones take its absence for the zero value.
const (
	frameMagic   = '*'
	frameVersion = 1

	kindFetchEvent = 'F'
	kindFetchReply = 'f'
	kindNetRequest = 'N'
	kindNetReply   = 'n'

	kindPortMessage    = 'P'
	kindChannelMessage = 'B'
	kindCacheRecord    = 'C'

	frameHead = 3
)

// MaxURLs is the greatest number of URLs in a response's URL list.
const MaxURLs = 64

// frameReader takes a frame apart. The first thing that does not fit is kept;
// what is read after it is zero.
type frameReader struct {
	data []byte
	at   int
	err  *Error
	name string // of the message
}

// openFrame checks the head and stands before the first field.
func openFrame(data []byte, kind byte, name string) frameReader {
	r := frameReader{data: data, at: frameHead, name: name}
	switch {
	case len(data) < frameHead:
		r.fail("a frame of %d bytes; expected at least %d", len(data), frameHead)
	case data[0] != frameMagic:
		r.fail("not a frame: it starts with %q, expected %q (see schemas/FRAME.md)", data[0], frameMagic)
	case data[1] != frameVersion:
		r.fail("frame version %d; this asterism reads version %d: run the same release everywhere", data[1], frameVersion)
	case data[2] != kind:
		r.fail("a frame of kind %q; expected %q", data[2], kind)
	}
	return r
}

// done is the first error, as an error.
func (r *frameReader) done() error {
	if r.err != nil {
		return r.err
	}
	return nil
}

func (r *frameReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = badMessage("%s: %s", r.name, fmt.Sprintf(format, args...))
	}
	r.at = len(r.data)
}

// bytes reads a uvarint length and that many bytes, which share memory with
// the frame.
func (r *frameReader) bytes(field string) []byte {
	if r.at < len(r.data) {
		if n := int(r.data[r.at]); n < 0x80 { // one byte holds the length of most
			from := r.at + 1
			if end := from + n; end <= len(r.data) {
				r.at = end
				return r.data[from:end:end]
			}
		}
	}
	return r.longBytes(field)
}

func (r *frameReader) longBytes(field string) []byte {
	n := r.uint(field)
	if n > uint64(len(r.data)-r.at) {
		r.fail("%s: %d bytes announced, %d left", field, n, len(r.data)-r.at)
		return nil
	}
	from := r.at
	r.at += int(n)
	return r.data[from:r.at:r.at]
}

// string is bytes, as a string.
func (r *frameReader) string(field string) string { return text(r.bytes(field)) }

// some is a string that must not be empty.
func (r *frameReader) some(field string) string {
	s := r.string(field)
	if s == "" && r.err == nil {
		r.fail("%s: missing; expected a string", field)
	}
	return s
}

// uint reads a uvarint.
func (r *frameReader) uint(field string) uint64 {
	v, w := binary.Uvarint(r.data[r.at:])
	if w <= 0 {
		r.fail("%s: cut off at byte %d", field, len(r.data))
		return 0
	}
	r.at += w
	return v
}

// int reads a varint.
func (r *frameReader) int(field string) int64 {
	v, w := binary.Varint(r.data[r.at:])
	if w <= 0 {
		r.fail("%s: cut off at byte %d", field, len(r.data))
		return 0
	}
	r.at += w
	return v
}

// byte reads one byte, which must be at most top.
func (r *frameReader) byte(field string, top byte) byte {
	if r.at >= len(r.data) {
		r.fail("%s: cut off at byte %d", field, len(r.data))
		return 0
	}
	b := r.data[r.at]
	if b > top {
		r.fail("%s: %d; expected at most %d", field, b, top)
		return 0
	}
	r.at++
	return b
}

// headers reads a block and checks it.
func (r *frameReader) headers(field string) HeaderBlock {
	h := HeaderBlock(r.bytes(field))
	if err := h.Check(); err != nil {
		r.fail("%s: %s", field, err.(*Error).Message)
		return nil
	}
	if len(h) == 0 {
		return nil
	}
	return h
}

// bitIf is bit when on.
func bitIf(on bool, bit byte) byte {
	if on {
		return bit
	}
	return 0
}
