package manager

import (
	"bytes"
	"context"
	"io"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/fetch"
)

// maxInline is the longest body that travels inside its message, in bytes.
const maxInline = 128 << 10

// offer makes a body travel: inside the message when it is short and whole, by
// the name of its stream when nobody has read from it, else as a stream offered
// here, until ctx ends; offered is then true and onEnd hears the end of it.
func offer(ctx context.Context, conn *bus.Conn, b *fetch.Body, onEnd func(error)) (out schemas.Body, offered bool, err error) {
	switch {
	case b == nil:
		return schemas.Body{}, false, nil
	case b.Ref != "":
		return schemas.Body{Kind: schemas.BodyStream, Stream: b.Ref, Length: b.Length}, false, nil
	case b.Stream == nil && len(b.Bytes) <= maxInline:
		return schemas.Body{Kind: schemas.BodyInline, Inline: b.Bytes}, false, nil
	}
	from, length := b.Stream, b.Length
	if from == nil {
		from, length = io.NopCloser(bytes.NewReader(b.Bytes)), int64(len(b.Bytes))
	}
	name, err := conn.OfferBody(ctx, from, onEnd)
	if err != nil {
		return schemas.Body{}, false, err
	}
	return schemas.Body{Kind: schemas.BodyStream, Stream: name, Length: length}, true, nil
}
