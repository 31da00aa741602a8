package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// reader is the native value of a ReadableStreamDefaultReader or, with byob set,
// of a ReadableStreamBYOBReader.
//
// https://streams.spec.whatwg.org/#default-reader-internal-slots
type reader struct {
	*env
	object   *goja.Object
	stream   *Readable // nil: released
	closed   *deferred
	byob     bool
	requests []*readRequest // of a default reader
	into     []*intoRequest // of a BYOB reader
}

// acquire makes a reader; false when the stream is locked.
//
// https://streams.spec.whatwg.org/#set-up-readable-stream-default-reader
func (s *Readable) acquire() (*reader, bool) {
	if s.reader != nil { // 1
		return nil, false
	}
	r := &reader{env: s.env, stream: s} // 2, 3
	s.reader = r
	r.closed = r.newPromise()
	switch s.state {
	case closed:
		r.closed.Resolve(goja.Undefined())
	case errored:
		r.closed.Reject(s.storedError)
		r.handled(r.closed.promise)
	}
	return r, true
}

// mustAcquire throws when the stream is locked.
func (s *Readable) mustAcquire() *reader {
	r, ok := s.acquire()
	if !ok {
		s.Throw(s.TypeError("the ReadableStream is locked to a reader"))
	}
	return r
}

// read is https://streams.spec.whatwg.org/#readable-stream-default-reader-read
func (r *reader) read(request *readRequest) {
	s := r.stream
	s.disturbed = true // 3
	switch s.state {
	case closed: // 4
		request.close()
	case errored: // 5
		request.err(s.storedError)
	default: // 6
		s.controller.pullSteps(request)
	}
}

// release is https://streams.spec.whatwg.org/#abstract-opdef-readablestreamdefaultreaderrelease
func (r *reader) release() {
	s := r.stream
	e := r.TypeError("the reader was released")
	if s.state != readable { // generic release: 4, 5
		r.closed = r.newPromise()
	}
	r.closed.Reject(e)
	r.handled(r.closed.promise) // 6
	s.controller.releaseSteps() // 7
	s.reader, r.stream = nil, nil
	r.failRequests(e)
}

// failRequests is https://streams.spec.whatwg.org/#abstract-opdef-readablestreamdefaultreadererrorreadrequests
func (r *reader) failRequests(e goja.Value) {
	requests := r.requests
	r.requests = nil
	for _, request := range requests {
		request.err(e)
	}
	into := r.into
	r.into = nil
	for _, request := range into {
		request.err(e)
	}
}

// ReaderClass is ReadableStreamDefaultReader.
//
// https://streams.spec.whatwg.org/#default-reader-class
var ReaderClass = &js.Class[*reader]{
	Name:   "ReadableStreamDefaultReader",
	Length: 1,
	New: func(c js.Call) *reader {
		s, ok := Of(c.Realm, c.Arg(0))
		if !ok {
			c.Throw(c.TypeError("ReadableStreamDefaultReader: the argument is not a ReadableStream"))
		}
		r := s.mustAcquire()
		r.object = construct(c)
		return r
	},
	Attrs: readerAttrs,
	Methods: []js.Method[*reader]{
		cancelMethod,
		{Name: "read", Async: true, Call: func(r *reader, c js.Call) goja.Value {
			r.mustHold()
			d := r.newPromise()
			r.read(r.settling(d))
			return d.promise
		}},
		releaseMethod,
	},
}

// What both classes of readers have.
//
// https://streams.spec.whatwg.org/#generic-reader-mixin
var (
	readerAttrs = []js.Attr[*reader]{
		{Name: "closed", Async: true, Get: func(r *reader, c js.Call) goja.Value { return r.closed.promise }},
	}
	cancelMethod = js.Method[*reader]{Name: "cancel", Async: true, Call: func(r *reader, c js.Call) goja.Value {
		r.mustHold()
		return r.stream.Cancel(c.Arg(0))
	}}
	releaseMethod = js.Method[*reader]{Name: "releaseLock", Call: func(r *reader, c js.Call) goja.Value {
		if r.stream != nil {
			r.release()
		}
		return goja.Undefined()
	}}
)

func (r *reader) mustHold() {
	if r.stream == nil {
		r.Throw(r.TypeError("the reader was released"))
	}
}

// settling is the read request of read().
func (r *reader) settling(d *deferred) *readRequest {
	return &readRequest{
		chunk: func(v goja.Value) { d.Resolve(r.Step(v, false)) },
		close: func() { d.Resolve(r.Step(goja.Undefined(), true)) },
		err:   d.Reject,
	}
}
