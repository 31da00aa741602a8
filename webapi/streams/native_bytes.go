package streams

import (
	"errors"
	"io"

	"github.com/dop251/goja"
)

// byteController is the controller of a stream of bytes. A native stream gets one
// when it first needs more than default reads, and is fed by its source from then on.
func (s *Readable) byteController() *byteController {
	n, ok := s.controller.(*nativeController)
	if !ok {
		return s.controller.(*byteController)
	}
	c := &byteController{env: s.env, stream: s, source: n, started: true}
	c.pull = func() *goja.Object { return n.pullFor(c) }
	c.cancel = n.cancelSteps
	s.controller = c
	return c
}

// pullFor reads once for a byte controller: into the view that waits, if any.
func (n *nativeController) pullFor(c *byteController) *goja.Object {
	if n.ended {
		return n.resolved(goja.Undefined())
	}
	d := n.newPromise()
	n.deliver = func(data []byte, err error) {
		n.give(c, data, err)
		d.Resolve(goja.Undefined())
	}
	if !n.busy {
		size := chunkSize
		if len(c.pending) > 0 {
			first := c.pending[0]
			size = min(size, first.length-first.filled)
		}
		n.read(size)
	}
	return d.promise
}

// give hands what a Read gave to a byte controller.
func (n *nativeController) give(c *byteController, data []byte, err error) {
	if len(data) > 0 {
		c.take(data)
	}
	switch {
	case err == nil:
	case errors.Is(err, io.EOF):
		n.end()
		c.finish()
	default:
		n.end()
		c.fail(n.describe(err))
	}
}

// take enqueues bytes from Go, or writes them into the view that waits.
func (c *byteController) take(data []byte) {
	if len(c.pending) == 0 {
		c.enqueue(c.Uint8Array(data))
		return
	}
	first := c.pending[0]
	room := c.bytesIn(first.buffer)[first.offset+first.filled : first.offset+first.length]
	count := copy(room, data)
	c.respond(count)
	if count < len(data) && c.open() {
		c.enqueue(c.Uint8Array(data[count:]))
	}
}

// finish closes the stream, and gives back the views that wait. A view filled in
// part of an element makes it fail.
func (c *byteController) finish() {
	if c.try(c.close) == nil && len(c.pending) > 0 && c.stream.state == closed {
		c.respond(0)
	}
}
