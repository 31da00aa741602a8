package schemas

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
)

// SocketRequest asks a loader for a WebSocket connection. What the script sends
// is read from the body Out, what the server sends comes as the body In of the
// reply; both are streams of SocketFrames, and their ends are the connection's.
type SocketRequest struct {
	ID        string   `json:"id"`
	URL       string   `json:"url"`              // ws: or wss:, no fragment
	Origin    string   `json:"origin,omitempty"` // of the one who asks
	Protocols []string `json:"protocols,omitempty"`
	Out       string   `json:"out"` // name of a body
}

// SocketReply answers a SocketRequest once the handshake is over.
type SocketReply struct {
	Protocol   string `json:"protocol,omitempty"`   // the subprotocol in use
	Extensions string `json:"extensions,omitempty"` // those in use
	In         string `json:"in,omitempty"`         // name of a body
	Error      *Error `json:"error,omitempty"`      // there is no connection
}

// SocketFrameKind is what a SocketFrame is.
type SocketFrameKind byte

const (
	SocketText       SocketFrameKind = 't' // a text message, or the last part of one
	SocketTextPart   SocketFrameKind = 'T' // part of one; the rest follows
	SocketBinary     SocketFrameKind = 'b'
	SocketBinaryPart SocketFrameKind = 'B'
	// SocketClose: to the server, a wish to close; from it, the end of a clean
	// close. Data: nothing, or a code of two bytes (big endian) and a reason.
	SocketClose SocketFrameKind = 'c'
)

// Part is the kind of a part that is not the last of a message of kind k.
func (k SocketFrameKind) Part() SocketFrameKind {
	if k == SocketText || k == SocketBinary {
		return k - 'a' + 'A'
	}
	return k
}

// More says that the rest of the message follows.
func (f SocketFrame) More() bool { return f.Kind == SocketTextPart || f.Kind == SocketBinaryPart }

// MaxSocketPart is the greatest length of a frame's data in bytes.
const MaxSocketPart = 64 << 10

// SocketFrame is one item of the two streams of a WebSocket connection: the kind,
// the length of the data (uvarint), the data.
type SocketFrame struct {
	Kind SocketFrameKind
	Data []byte
}

// AppendSocketFrame writes a message or close as frames.
func AppendSocketFrame(dst []byte, kind SocketFrameKind, data []byte) []byte {
	for len(data) > MaxSocketPart {
		dst = appendSocketFrame(dst, kind.Part(), data[:MaxSocketPart])
		data = data[MaxSocketPart:]
	}
	return appendSocketFrame(dst, kind, data)
}

func appendSocketFrame(dst []byte, kind SocketFrameKind, data []byte) []byte {
	dst = append(dst, byte(kind))
	dst = binary.AppendUvarint(dst, uint64(len(data)))
	return append(dst, data...)
}

// ReadSocketFrame reads the next frame; its data lies in buf, which is used again,
// or in a new one. io.EOF: the stream ended between frames. What does not follow
// the format is a *Error of CodeBadMessage.
func ReadSocketFrame(r *bufio.Reader, buf []byte) (SocketFrame, error) {
	kind, err := r.ReadByte()
	if err != nil {
		return SocketFrame{}, err
	}
	switch SocketFrameKind(kind) {
	case SocketText, SocketTextPart, SocketBinary, SocketBinaryPart, SocketClose:
	default:
		return SocketFrame{}, badMessage("socket stream: a frame of kind %q", kind)
	}
	n, err := binary.ReadUvarint(r)
	if err != nil {
		return SocketFrame{}, fmt.Errorf("socket stream: %w", cutOff(err))
	}
	if n > MaxSocketPart {
		return SocketFrame{}, badMessage("socket stream: a frame of %d bytes; at most %d are allowed", n, MaxSocketPart)
	}
	if uint64(cap(buf)) < n {
		buf = make([]byte, n, MaxSocketPart)
	}
	buf = buf[:n]
	if _, err := io.ReadFull(r, buf); err != nil {
		return SocketFrame{}, fmt.Errorf("socket stream: %w", cutOff(err))
	}
	return SocketFrame{SocketFrameKind(kind), buf}, nil
}

func cutOff(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// SocketCloseData is the data of a SocketClose; code 0 or 1005 stands for none.
func SocketCloseData(code int, reason string) []byte {
	if code == 0 || code == 1005 {
		return nil
	}
	return append(binary.BigEndian.AppendUint16(nil, uint16(code)), reason...)
}

// CloseStatus is its inverse; 1005: there is no code.
func (f SocketFrame) CloseStatus() (code int, reason string) {
	if len(f.Data) < 2 {
		return 1005, ""
	}
	return int(binary.BigEndian.Uint16(f.Data)), string(f.Data[2:])
}
