package schemas

import (
	"encoding/binary"
	"slices"
)

// AppendBinary writes the message as a frame. See FRAME.md.
func (m *PortMessage) AppendBinary(dst []byte) ([]byte, error) {
	dst = slices.Grow(dst, frameHead+1+3*binary.MaxVarintLen64+len(m.Data))
	dst = append(dst, frameMagic, frameVersion, kindPortMessage, byte(m.Kind))
	dst = binary.AppendUvarint(dst, m.Epoch)
	dst = binary.AppendUvarint(dst, m.N)
	dst = binary.AppendUvarint(dst, uint64(len(m.Data)))
	return append(dst, m.Data...), nil
}

// UnmarshalBinary reads a frame. Data shares memory with data, which must not
// change any more. A frame that does not follow FRAME.md is a *Error of
// CodeBadMessage.
func (m *PortMessage) UnmarshalBinary(data []byte) error {
	r := openFrame(data, kindPortMessage, "PortMessage")
	*m = PortMessage{}
	if r.err != nil {
		return r.err
	}
	m.Kind = PortMessageKind(r.byte("Kind", byte(PortLeave)))
	m.Epoch = r.uint("Epoch")
	m.N = r.uint("N")
	m.Data = r.bytes("Data")
	if m.Kind == 0 {
		r.fail("Kind: 0; expected at least 1")
	}
	return r.done()
}

// AppendBinary writes the message as a frame. See FRAME.md.
func (m *ChannelMessage) AppendBinary(dst []byte) ([]byte, error) {
	dst = slices.Grow(dst, frameHead+1+3*binary.MaxVarintLen64+len(m.From)+len(m.Name)+len(m.Data))
	dst = append(dst, frameMagic, frameVersion, kindChannelMessage, bitIf(m.More, 1))
	dst = appendString(dst, m.From)
	dst = appendString(dst, m.Name)
	dst = binary.AppendUvarint(dst, uint64(len(m.Data)))
	return append(dst, m.Data...), nil
}

// UnmarshalBinary reads a frame, as PortMessage's does.
func (m *ChannelMessage) UnmarshalBinary(data []byte) error {
	r := openFrame(data, kindChannelMessage, "ChannelMessage")
	*m = ChannelMessage{}
	if r.err != nil {
		return r.err
	}
	m.More = r.byte("Flags", 0xff)&1 != 0 // bits that are not known are ignored
	m.From = r.some("From")
	m.Name = r.string("Name")
	m.Data = r.bytes("Data")
	return r.done()
}
