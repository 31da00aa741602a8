package bus

import (
	"context"
	"io"
)

// OfferBody offers r under a fresh name (schemas.Body.Stream) until a reader
// has read it whole or cancelled, the reader's connection is gone, or ctx ends;
// nobody opening it within 30 s ends it too. r is closed in every case, perhaps
// while a Read is under way. onEnd (may be nil) hears once, after that, how it
// went: nil when r was read to its end, else a *schemas.Error (CodeAborted: the
// reader cancelled or ctx ended; CodeLost; CodeTimeout: never opened) or r's own
// error. When OfferBody itself fails, r is closed and onEnd is not called.
// Memory is bounded: one chunk here, at most a window (2 MiB) at the reader.
func (c *Conn) OfferBody(ctx context.Context, r io.ReadCloser, onEnd func(error)) (name string, err error) {
	return c.bodies.offer(ctx, c, r, onEnd)
}

// OpenBody starts to read the body offered under name; it does not wait for the
// sender. When this very Conn offered it the reader gets the offered
// io.ReadCloser itself: the body never crosses the bus. A body is read by one
// reader. Close before the end cancels the other side; so does the end of ctx.
// Read's errors are *schemas.Error: CodeLost (the sender is gone, or a chunk
// is), CodeNotFound (not offered, or no longer), CodeConflict (someone else
// reads it), CodeAborted (closed, or ctx ended), or what the sender says.
//
// The reader also is an io.WriterTo.
func (c *Conn) OpenBody(ctx context.Context, name string) (io.ReadCloser, error) {
	return c.bodies.open(ctx, c, name)
}
