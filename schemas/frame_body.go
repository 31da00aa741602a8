package schemas

import "encoding/binary"

// appendBody writes a body's kind, then its bytes (inline) or its stream's
// name and length (stream).
func appendBody(dst []byte, b *Body) ([]byte, error) {
	dst = append(dst, byte(b.Kind))
	switch b.Kind {
	case BodyNone:
	case BodyInline:
		dst = appendString(dst, b.Inline)
	case BodyStream:
		dst = appendString(dst, b.Stream)
		dst = binary.AppendVarint(dst, b.Length)
	default:
		return dst, badMessage("Body.Kind: %d; expected at most %d", b.Kind, BodyStream)
	}
	return dst, nil
}

// body is the inverse of appendBody.
func (r *frameReader) body(field string, b *Body) {
	b.Kind = BodyKind(r.byte(field, byte(BodyStream)))
	switch b.Kind {
	case BodyInline:
		b.Inline = r.bytes(field)
	case BodyStream:
		b.Stream = r.some(field)
		v, w := binary.Varint(r.data[r.at:])
		if w <= 0 || v < -1 {
			r.fail("%s: no readable length", field)
			return
		}
		r.at += w
		b.Length = v
	}
}

func (b *Body) size() int { return 24 + len(b.Inline) + len(b.Stream) }

// appendHeaders writes a block with its length.
func appendHeaders(dst []byte, h HeaderBlock) ([]byte, error) {
	if len(h) > 2*MaxHeaders { // fewer bytes cannot hold too many fields
		if err := h.Check(); err != nil {
			return dst, err
		}
	}
	return appendString(dst, []byte(h)), nil
}
