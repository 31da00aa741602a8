package encoding

import (
	"errors"

	"golang.org/x/text/encoding"
)

// ErrFatal: a fatal decoder met input that is not in its encoding.
var ErrFatal = errors.New("the encoded data is not valid")

// Decoder decodes a stream of bytes in one encoding. The zero value is of no
// use: see NewDecoder.
type Decoder struct {
	// Name is the encoding's name in lower case.
	Name string
	// Fatal: errors end decoding instead of becoming U+FFFD.
	Fatal bool
	// IgnoreBOM: a byte order mark stays in the output.
	IgnoreBOM bool

	codec   codec
	started bool // a first character came: later U+FEFF are not marks
	flushed bool // the next chunk begins a new stream
}

// codec turns bytes into text. It keeps what is incomplete at the end of src
// for the next call unless last is set. bad: src was not valid.
type codec interface {
	decode(src []byte, last, fatal bool) (text string, bad bool)
	reset()
}

// NewDecoder makes one for the label; an unknown label is an error.
func NewDecoder(label string, fatal, ignoreBOM bool) (*Decoder, error) {
	name, enc, err := Lookup(label)
	if err != nil {
		return nil, err
	}
	return &Decoder{Name: name, Fatal: fatal, IgnoreBOM: ignoreBOM, codec: newCodec(name, enc)}, nil
}

// newCodec makes the decoder of an encoding. The names not listed are single-byte
// encodings.
func newCodec(name string, enc encoding.Encoding) codec {
	switch name {
	case "utf-8":
		return &utf8Codec{}
	case "utf-16le":
		return &utf16Codec{}
	case "utf-16be":
		return &utf16Codec{big: true}
	case "replacement":
		return &replacementCodec{}
	case "gbk", "gb18030":
		return legacyCodec{&gbDecoder{}}
	case "big5":
		return legacyCodec{&big5Decoder{}}
	case "euc-jp":
		return legacyCodec{&eucJP{}}
	case "iso-2022-jp":
		return legacyCodec{&iso2022JP{}}
	case "shift_jis":
		return legacyCodec{&shiftJIS{}}
	case "euc-kr":
		return legacyCodec{&krDecoder{}}
	}
	return newSingleCodec(enc)
}

// Decode decodes a chunk. stream says that more will follow: an incomplete
// sequence at the end waits for it. The error is ErrFatal; the next call begins
// a new stream then.
//
// https://encoding.spec.whatwg.org/#dom-textdecoder-decode
func (d *Decoder) Decode(chunk []byte, stream bool) (string, error) {
	if d.flushed {
		d.codec.reset()
		d.started, d.flushed = false, false
	}
	text, bad := d.codec.decode(chunk, !stream, d.Fatal)
	d.flushed = !stream
	if bad && d.Fatal {
		d.flushed = true
		return "", ErrFatal
	}
	return d.withoutBOM(text), nil
}

// withoutBOM is "serialize I/O queue": the first character of a UTF-8 or UTF-16
// stream is dropped when it is the byte order mark.
func (d *Decoder) withoutBOM(text string) string {
	if d.started || text == "" {
		return text
	}
	d.started = true
	const bom = "\uFEFF"
	unicode := d.Name == "utf-8" || d.Name == "utf-16le" || d.Name == "utf-16be"
	if unicode && !d.IgnoreBOM && len(text) >= len(bom) && text[:len(bom)] == bom {
		return text[len(bom):]
	}
	return text
}
