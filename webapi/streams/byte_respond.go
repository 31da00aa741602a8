package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// pullInto asks for bytes to be written into a view, whose buffer is taken; at
// least minimum elements.
//
// https://streams.spec.whatwg.org/#readable-byte-stream-controller-pull-into
func (c *byteController) pullInto(view js.View, minimum int, request *intoRequest) {
	s := c.stream
	size := elementSizes[view.Type]             // 2 – 4
	buffer, ok := c.TransferBuffer(view.Buffer) // 10
	if !ok {                                    // 11
		request.err(c.TypeError("the view's buffer cannot be transferred"))
		return
	}
	d := &pullInto{buffer: buffer, bufferLength: len(c.bytesIn(buffer)), offset: view.Offset, length: view.Length, // 13
		minimum: minimum * size, elementSize: size, kind: view.Type, reader: readerBYOB}
	if len(c.pending) > 0 { // 14
		c.pending = append(c.pending, d)
		s.reader.into = append(s.reader.into, request)
		return
	}
	if s.state == closed { // 15
		request.close(c.ViewOn(d.kind, d.buffer, d.offset, 0))
		return
	}
	if c.total > 0 { // 16
		if c.fill(d) {
			filled := c.convert(d)
			c.drained()
			request.chunk(filled)
			return
		}
		if c.closeRequested {
			e := c.TypeError("the stream ended before the view had the elements asked for")
			c.fail(e)
			request.err(e)
			return
		}
	}
	c.pending = append(c.pending, d)               // 17
	s.reader.into = append(s.reader.into, request) // 18
	c.pullIfNeeded()                               // 19
}

// commit gives a descriptor's bytes to the reader.
//
// https://streams.spec.whatwg.org/#readable-byte-stream-controller-commit-pull-into-descriptor
func (c *byteController) commit(d *pullInto) {
	done := c.stream.state == closed // 3, 4
	view := c.convert(d)             // 5
	if d.reader == readerDefault {   // 6
		c.stream.fulfil(view, done)
		return
	}
	c.stream.fulfilInto(view, done) // 7
}

// convert is https://streams.spec.whatwg.org/#readable-byte-stream-controller-convert-pull-into-descriptor
func (c *byteController) convert(d *pullInto) *goja.Object {
	return c.ViewOn(d.kind, c.transfer(d.buffer), d.offset, d.filled/d.elementSize)
}

// respond says that n bytes were written into the first descriptor. It throws.
//
// https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond
func (c *byteController) respond(n int) {
	first := c.pending[0]
	if c.stream.state == closed { // 4
		if n != 0 {
			c.Throw(c.TypeError("the stream is closed: only 0 bytes can be responded with"))
		}
	} else { // 5
		if n == 0 {
			c.Throw(c.TypeError("0 bytes are no response while the stream is readable"))
		}
		if first.filled+n > first.length {
			c.Throw(c.RangeError("%d bytes are more than the BYOB request's view has", n))
		}
	}
	first.buffer = c.transfer(first.buffer) // 6
	c.responded(n)                          // 7
}

// respondWith is respond with a view on the (transferred) buffer of the request.
//
// https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond-with-new-view
func (c *byteController) respondWith(view js.View) {
	first := c.pending[0]         // 3
	if c.stream.state == closed { // 5
		if view.Length != 0 {
			c.Throw(c.TypeError("the stream is closed: only an empty view can be responded with"))
		}
	} else if view.Length == 0 { // 6
		c.Throw(c.TypeError("an empty view is no response while the stream is readable"))
	}
	switch {
	case first.offset+first.filled != view.Offset: // 7
		c.Throw(c.RangeError("the view begins elsewhere than the BYOB request's"))
	case first.bufferLength != len(c.bytesIn(view.Buffer)): // 8
		c.Throw(c.RangeError("the view's buffer has another length than the BYOB request's"))
	case first.filled+view.Length > first.length: // 9
		c.Throw(c.RangeError("the view is longer than the BYOB request's"))
	}
	first.buffer = c.transfer(view.Buffer) // 11
	c.responded(view.Length)               // 12
}

// responded is https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond-internal
func (c *byteController) responded(n int) {
	first := c.pending[0]
	c.invalidate()                // 3
	if c.stream.state == closed { // 5
		c.respondedClosed(first)
	} else { // 6
		c.respondedReadable(n, first)
	}
	c.pullIfNeeded() // 7
}

// respondedClosed is https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond-in-closed-state
func (c *byteController) respondedClosed(first *pullInto) {
	if first.reader == readerNone { // 2
		c.shift()
	}
	var filled []*pullInto
	for len(filled) < c.stream.waitingInto() { // 4
		filled = append(filled, c.shift())
	}
	for _, d := range filled {
		c.commit(d)
	}
}

// respondedReadable is https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond-in-readable-state
func (c *byteController) respondedReadable(n int, d *pullInto) {
	d.filled += n               // 2
	if d.reader == readerNone { // 3
		c.putDetached(d)
		for _, filled := range c.fillPending() {
			c.commit(filled)
		}
		return
	}
	if d.filled < d.minimum { // 4
		return
	}
	c.shift()                                       // 5
	if rest := d.filled % d.elementSize; rest > 0 { // 6, 7
		c.putCopy(d.buffer, d.offset+d.filled-rest, rest)
		d.filled -= rest // 8
	}
	filled := c.fillPending() // 9
	c.commit(d)               // 10
	for _, other := range filled {
		c.commit(other)
	}
}
