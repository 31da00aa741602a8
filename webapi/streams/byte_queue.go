package streams

import "github.com/dop251/goja"

// byteEntry is a part of a buffer in the queue of a byte stream.
//
// https://streams.spec.whatwg.org/#readable-byte-stream-queue-entry
type byteEntry struct {
	buffer         *goja.Object // an ArrayBuffer nobody else has
	offset, length int          // bytes
}

// pullInto is a pull-into descriptor: a buffer that waits to be filled.
//
// https://streams.spec.whatwg.org/#pull-into-descriptor
type pullInto struct {
	buffer         *goja.Object
	bufferLength   int
	offset, length int // bytes
	filled         int // bytes
	minimum        int // bytes
	elementSize    int
	kind           string // of the view that is made of it: "Uint8Array", "DataView", …
	reader         readerType
}

// readerType says who gets a descriptor's bytes.
type readerType uint8

const (
	readerNone readerType = iota // released: they go to the queue
	readerDefault
	readerBYOB
)

// elementSizes are the bytes of one element of the kinds of views.
var elementSizes = map[string]int{
	"DataView": 1, "Int8Array": 1, "Uint8Array": 1, "Uint8ClampedArray": 1, "Int16Array": 2, "Uint16Array": 2,
	"Float16Array": 2, "Int32Array": 4, "Uint32Array": 4, "Float32Array": 4,
	"Float64Array": 8, "BigInt64Array": 8, "BigUint64Array": 8,
}

// put is https://streams.spec.whatwg.org/#readable-byte-stream-controller-enqueue-chunk-to-queue
func (c *byteController) put(buffer *goja.Object, offset, length int) {
	c.queue = append(c.queue, byteEntry{buffer, offset, length})
	c.total += length
}

// putCopy is https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollerenqueueclonedchunktoqueue
func (c *byteController) putCopy(buffer *goja.Object, offset, length int) {
	c.put(c.ArrayBuffer(append([]byte(nil), c.bytesIn(buffer)[offset:offset+length]...)), 0, length)
}

func (c *byteController) resetQueue() { c.queue, c.total = nil, 0 }

// putDetached is https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollerenqueuedetachedpullintotoqueue
func (c *byteController) putDetached(d *pullInto) {
	if d.filled > 0 { // 2
		c.putCopy(d.buffer, d.offset, d.filled)
	}
	c.shift() // 3
}

// shift takes the first descriptor.
//
// https://streams.spec.whatwg.org/#readable-byte-stream-controller-shift-pending-pull-into
func (c *byteController) shift() *pullInto {
	d := c.pending[0]
	c.pending[0] = nil
	c.pending = c.pending[1:]
	return d
}

// fill moves bytes of the queue to a descriptor; ready: it has all it asked for.
//
// https://streams.spec.whatwg.org/#readable-byte-stream-controller-fill-pull-into-descriptor-from-queue
func (c *byteController) fill(d *pullInto) (ready bool) {
	most := d.filled + min(c.total, d.length-d.filled) // 1, 2
	left := most - d.filled                            // 3
	aligned := most - most%d.elementSize               // 7, 8
	if aligned >= d.minimum {                          // 9
		left, ready = aligned-d.filled, true
	}
	to := c.bytesIn(d.buffer)
	for left > 0 { // 11
		head := &c.queue[0]
		n := min(left, head.length)
		start := d.offset + d.filled
		copy(to[start:start+n], c.bytesIn(head.buffer)[head.offset:head.offset+n])
		if head.length == n {
			c.queue[0] = byteEntry{}
			c.queue = c.queue[1:]
		} else {
			head.offset += n
			head.length -= n
		}
		c.total -= n
		d.filled += n
		left -= n
	}
	return ready
}

// fillPending is https://streams.spec.whatwg.org/#readable-byte-stream-controller-process-pull-into-descriptors-using-queue
func (c *byteController) fillPending() (filled []*pullInto) {
	for len(c.pending) > 0 && c.total > 0 {
		if c.fill(c.pending[0]) {
			filled = append(filled, c.shift())
		}
	}
	return filled
}

// answer is https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollerfillreadrequestfromqueue
func (c *byteController) answer(request *readRequest) {
	entry := c.queue[0] // 2, 3
	c.queue[0] = byteEntry{}
	c.queue = c.queue[1:]
	c.total -= entry.length                                                         // 4
	c.drained()                                                                     // 5
	request.chunk(c.ViewOn("Uint8Array", entry.buffer, entry.offset, entry.length)) // 6, 7
}

// answerAll is https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollerprocessreadrequestsusingqueue
func (c *byteController) answerAll() {
	r := c.stream.reader
	for len(r.requests) > 0 && c.total > 0 {
		request := r.requests[0]
		r.requests = r.requests[1:]
		c.answer(request)
	}
}
