package encoding

import "bytes"

// Decode decodes the whole of data with the encoding of a label (UTF-8 for one it
// does not know), unless it begins with a byte order mark, which decides.
//
// https://encoding.spec.whatwg.org/#decode
func Decode(data []byte, label string) string {
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		label = "utf-8"
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		label = "utf-16be"
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		label = "utf-16le"
	}
	name, enc, err := lookup(label)
	if err != nil {
		name, enc = "utf-8", nil
	}
	d := &Decoder{Name: name, codec: newCodec(name, enc)}
	text, _ := d.Decode(data, false)
	return text
}
