package bus

import (
	"encoding/binary"

	"asterism/schemas"
)

// What the two ends of a streamed body say to each other. The reader talks to
// the sender at sw.body.<name>, with its own inbox as the reply subject; the
// sender talks to that inbox, with sw.body.<name> as the reply subject. So
// either learns from "no responders" that the other's connection is gone.
const (
	bodyCredit = 'c' // reader: N = bytes it takes in total, each chunk counting bodyChunkCost more; the first one opens the body
	bodyCancel = 'x' // reader: it wants no more; Data = why (schemas.Error as JSON)
	bodyChunk  = 'd' // sender: N = number of the chunk, from 0; Data = bytes
	bodyEnd    = 'e' // sender: N = number of chunks; the body is whole
	bodyFailed = 'f' // sender: N = number of chunks so far; Data = why
	bodyPing   = 'p' // either: are you there? N as in credit (reader), or chunks so far (sender)
	bodyAlive  = 'k' // either: answers a ping; N as in ping
)

const (
	bodyVersion = 1
	bodyHead    = 1 + 1 + 8 // version, kind, N (big endian)
)

// bodyMsg is one of these messages.
type bodyMsg struct {
	Kind byte
	N    uint64
	Data []byte
}

// putBodyHead writes the head into the first bodyHead bytes of b.
func putBodyHead(b []byte, kind byte, n uint64) {
	b[0], b[1] = bodyVersion, kind
	binary.BigEndian.PutUint64(b[2:], n)
}

// encodeBody writes a message.
func encodeBody(m bodyMsg) []byte {
	b := make([]byte, bodyHead, bodyHead+len(m.Data))
	putBodyHead(b, m.Kind, m.N)
	return append(b, m.Data...)
}

// decodeBody reads a message; Data shares memory with b.
func decodeBody(b []byte) (bodyMsg, error) {
	if len(b) < bodyHead {
		return bodyMsg{}, errorf(schemas.CodeBadMessage, "body stream: a message of %d bytes; expected at least %d", len(b), bodyHead)
	}
	if b[0] != bodyVersion {
		return bodyMsg{}, errorf(schemas.CodeBadMessage, "body stream: version %d; this asterism speaks version %d: run the same release everywhere", b[0], bodyVersion)
	}
	switch b[1] {
	case bodyCredit, bodyCancel, bodyChunk, bodyEnd, bodyFailed, bodyPing, bodyAlive:
	default:
		return bodyMsg{}, errorf(schemas.CodeBadMessage, "body stream: a message of kind %q, which is not known", b[1])
	}
	return bodyMsg{Kind: b[1], N: binary.BigEndian.Uint64(b[2:]), Data: b[bodyHead:]}, nil
}

// bodyReason writes why a body failed or is not wanted. Only what is safe to
// show crosses the bus.
func bodyReason(err error) []byte {
	data, err := schemas.Encode(*publicBodyError(err))
	if err != nil {
		return nil
	}
	return data
}

// readBodyReason is its inverse.
func readBodyReason(data []byte) *schemas.Error {
	e, err := schemas.Decode[schemas.Error](data)
	if err != nil {
		return errorf(schemas.CodeInternal, "the body failed for a reason that could not be read")
	}
	return &e
}
