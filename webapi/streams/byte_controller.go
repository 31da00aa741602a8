package streams

import "github.com/dop251/goja"

// byteController is the native value of a ReadableByteStreamController.
//
// https://streams.spec.whatwg.org/#rbs-controller-internal-slots
type byteController struct {
	*env
	object  *goja.Object
	stream  *Readable
	queue   []byteEntry
	total   int // bytes in the queue
	pending []*pullInto
	request *byobRequest // nil: none
	mark    float64
	auto    int // autoAllocateChunkSize; 0: none
	cancel  func(reason goja.Value) *goja.Object
	source  *nativeController // what feeds the stream; nil: a script

	started, closeRequested bool
	pulling
}

// byteSource is the algorithms behind a byte controller. nil ones do nothing.
type byteSource struct {
	start  func(*byteController) goja.Value
	pull   func(*byteController) *goja.Object
	cancel func(reason goja.Value) *goja.Object
	mark   float64
	auto   int
}

// setUpBytes is https://streams.spec.whatwg.org/#set-up-readable-byte-stream-controller
func (s *Readable) setUpBytes(src byteSource) *byteController {
	c := &byteController{env: s.env, stream: s, mark: src.mark, auto: src.auto} // 3 – 9, 12, 13
	c.pull = func() *goja.Object {                                              // 10
		if src.pull == nil {
			return c.resolved(goja.Undefined())
		}
		return src.pull(c)
	}
	c.cancel = src.cancel // 11
	s.controller = c      // 14
	started := goja.Value(goja.Undefined())
	if src.start != nil {
		started = src.start(c) // 15
	}
	c.upon(c.resolved(started), func(goja.Value) { // 16, 17
		c.started = true
		c.pullIfNeeded()
	}, c.fail) // 18
	return c
}

func (c *byteController) pullIfNeeded() { c.ifNeeded(c.env, c) }

// shouldPull is https://streams.spec.whatwg.org/#readable-byte-stream-controller-should-call-pull
func (c *byteController) shouldPull() bool {
	if !c.open() || !c.started { // 2 – 4
		return false
	}
	return c.stream.waiting() > 0 || c.stream.waitingInto() > 0 || c.desired() > 0 // 5 – 9
}

// open says that the stream can still be closed or get chunks.
func (c *byteController) open() bool { return !c.closeRequested && c.stream.state == readable }

// desired is the desired size of a readable stream.
func (c *byteController) desired() float64 { return c.mark - float64(c.total) }

// clear forgets the algorithms.
func (c *byteController) clear() { c.pull, c.cancel = nil, nil }

// clearPending is https://streams.spec.whatwg.org/#readable-byte-stream-controller-clear-pending-pull-intos
func (c *byteController) clearPending() {
	c.invalidate()
	c.pending = nil
}

// close throws when a view was filled in part of an element.
//
// https://streams.spec.whatwg.org/#readable-byte-stream-controller-close
func (c *byteController) close() {
	if !c.open() { // 2
		return
	}
	if c.total > 0 { // 3
		c.closeRequested = true
		return
	}
	if len(c.pending) > 0 { // 4
		if first := c.pending[0]; first.filled%first.elementSize != 0 {
			e := c.TypeError("the stream was closed in the middle of an element of the view being filled")
			c.fail(e)
			c.Throw(e)
		}
	}
	c.clear()        // 5
	c.stream.close() // 6
}

// enqueue takes the view's buffer. It throws a TypeError when that cannot be had.
//
// https://streams.spec.whatwg.org/#readable-byte-stream-controller-enqueue
func (c *byteController) enqueue(chunk goja.Value) {
	s := c.stream
	if !c.open() { // 2
		return
	}
	view, _ := c.View(chunk)          // 3 – 5
	buffer := c.transfer(view.Buffer) // 6, 7
	offset, length := view.Offset, view.Length
	if len(c.pending) > 0 { // 8
		first := c.pending[0]
		if c.detached(first.buffer) { // 8.2
			c.Throw(c.TypeError("the buffer of the stream's BYOB request is detached"))
		}
		c.invalidate()                          // 8.3
		first.buffer = c.transfer(first.buffer) // 8.4
		if first.reader == readerNone {         // 8.5
			c.putDetached(first)
		}
	}
	switch {
	case s.hasDefault(): // 9
		c.answerAll()
		if s.waiting() == 0 {
			c.put(buffer, offset, length)
			break
		}
		if len(c.pending) > 0 { // 9.3.2
			c.shift()
		}
		s.fulfil(c.ViewOn("Uint8Array", buffer, offset, length), false)
	case s.hasBYOB(): // 10
		c.put(buffer, offset, length)
		for _, filled := range c.fillPending() {
			c.commit(filled)
		}
	default: // 11
		c.put(buffer, offset, length)
	}
	c.pullIfNeeded() // 12
}

// fail is https://streams.spec.whatwg.org/#readable-byte-stream-controller-error
func (c *byteController) fail(e goja.Value) {
	if c.stream.state != readable { // 2
		return
	}
	c.clearPending() // 3
	c.resetQueue()   // 4
	c.clear()        // 5
	c.stream.fail(e) // 6
}

// drained is https://streams.spec.whatwg.org/#readable-byte-stream-controller-handle-queue-drain
func (c *byteController) drained() {
	if c.total == 0 && c.closeRequested { // 2
		c.clear()
		c.stream.close()
		return
	}
	c.pullIfNeeded() // 3
}

// cancelSteps is https://streams.spec.whatwg.org/#rbs-controller-private-cancel
func (c *byteController) cancelSteps(reason goja.Value) *goja.Object {
	c.clearPending() // 1
	c.resetQueue()   // 2
	cancel := c.cancel
	c.clear() // 4
	if cancel == nil {
		return c.resolved(goja.Undefined())
	}
	return cancel(reason) // 3
}

// pullSteps is https://streams.spec.whatwg.org/#rbs-controller-private-pull
func (c *byteController) pullSteps(request *readRequest) {
	if c.total > 0 { // 3
		c.answer(request)
		return
	}
	if c.auto > 0 { // 5
		buffer, thrown := c.newBuffer(c.auto)
		if thrown != nil { // 5.2
			request.err(thrown)
			return
		}
		c.pending = append(c.pending, &pullInto{buffer: buffer, bufferLength: c.auto, length: c.auto, // 5.3, 5.4
			minimum: 1, elementSize: 1, kind: "Uint8Array", reader: readerDefault})
	}
	c.stream.reader.requests = append(c.stream.reader.requests, request) // 6
	c.pullIfNeeded()                                                     // 7
}

// releaseSteps is https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontroller-releasesteps
func (c *byteController) releaseSteps() {
	if len(c.pending) > 0 {
		c.pending[0].reader = readerNone
		c.pending = c.pending[:1]
	}
}
