package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// intoRequest hears of one view filled, of the end (with the view given back, or
// undefined), or of an error.
//
// https://streams.spec.whatwg.org/#read-into-request
type intoRequest struct {
	chunk, close, err func(goja.Value)
}

// acquireBYOB throws when the stream is locked or is no byte stream.
//
// https://streams.spec.whatwg.org/#set-up-readable-stream-byob-reader
func (s *Readable) acquireBYOB() *reader {
	if s.Locked() { // 1
		s.Throw(s.TypeError("the ReadableStream is locked to a reader"))
	}
	if !s.ofBytes() { // 2
		s.Throw(s.TypeError("only streams of bytes have BYOB readers"))
	}
	s.byteController()
	r := s.mustAcquire() // 3, 4
	r.byob = true
	return r
}

// readInto is https://streams.spec.whatwg.org/#readable-stream-byob-reader-read
func (r *reader) readInto(view js.View, minimum int, request *intoRequest) {
	s := r.stream
	s.disturbed = true      // 3
	if s.state == errored { // 4
		request.err(s.storedError)
		return
	}
	s.byteController().pullInto(view, minimum, request) // 5
}

// BYOBReaderClass is ReadableStreamBYOBReader.
//
// https://streams.spec.whatwg.org/#byob-reader-class
var BYOBReaderClass = &js.Class[*reader]{
	Name:   "ReadableStreamBYOBReader",
	Length: 1,
	New: func(c js.Call) *reader {
		s, ok := Of(c.Realm, c.Arg(0))
		if !ok {
			c.Throw(c.TypeError("ReadableStreamBYOBReader: the argument is not a ReadableStream"))
		}
		r := s.acquireBYOB()
		r.object = construct(c)
		return r
	},
	Attrs: readerAttrs,
	Methods: []js.Method[*reader]{
		cancelMethod,
		{Name: "read", Length: 1, Async: true, Call: readIntoView},
		releaseMethod,
	},
}

// readIntoView is https://streams.spec.whatwg.org/#byob-reader-read
func readIntoView(r *reader, c js.Call) goja.Value {
	view := mustView(c, c.Arg(0))
	minimum := 1
	if v := c.Member(c.Dict(c.Arg(1), "options"), "min"); v != nil {
		minimum = enforceRange(c, v, "options.min")
	}
	if r.detached(view.Buffer) { // 3
		c.Throw(c.TypeError("the view is detached"))
	}
	if view.Length == 0 || len(r.bytesIn(view.Buffer)) == 0 { // 1, 2
		c.Throw(c.TypeError("the view to read into must not be empty"))
	}
	if minimum == 0 { // 4
		c.Throw(c.TypeError("options.min must not be 0"))
	}
	if minimum > view.Length/elementSizes[view.Type] { // 5, 6
		c.Throw(c.RangeError("options.min is more than the view has elements"))
	}
	r.mustHold()                            // 7
	d := r.newPromise()                     // 8
	r.readInto(view, minimum, &intoRequest{ // 9, 10
		chunk: func(v goja.Value) { d.Resolve(r.Step(v, false)) },
		close: func(v goja.Value) { d.Resolve(r.Step(v, true)) },
		err:   d.Reject,
	})
	return d.promise
}
