package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

type state uint8

const (
	readable state = iota
	closed
	errored
)

// Readable is the native value of a ReadableStream.
//
// https://streams.spec.whatwg.org/#rs-internal-slots
type Readable struct {
	*env
	object      *goja.Object
	state       state
	disturbed   bool
	reader      *reader
	storedError goja.Value
	controller  controller
}

// controller is a stream's source of chunks.
//
// https://streams.spec.whatwg.org/#rs-abstract-ops-used-by-controllers
type controller interface {
	cancelSteps(reason goja.Value) *goja.Object // a promise
	pullSteps(*readRequest)
	releaseSteps()
}

// readRequest hears of one chunk, the end, or an error.
//
// https://streams.spec.whatwg.org/#read-request
type readRequest struct {
	chunk func(goja.Value)
	close func()
	err   func(goja.Value)
}

func newReadable(x *env) *Readable { return &Readable{env: x} }

// Object is the stream's ReadableStream object.
func (s *Readable) Object() *goja.Object {
	if s.object == nil {
		s.object = s.Wrap(s.classes.readable, s)
	}
	return s.object
}

// Of is the stream behind a ReadableStream object.
func Of(r *js.Realm, v goja.Value) (*Readable, bool) { return js.Native[*Readable](r, v) }

// Locked says whether the stream has a reader.
func (s *Readable) Locked() bool { return s.reader != nil }

// Disturbed says whether the stream was ever read from or cancelled.
func (s *Readable) Disturbed() bool { return s.disturbed }

// Errored says whether the stream has failed.
func (s *Readable) Errored() bool { return s.state == errored }

// Readable says whether the stream is neither closed nor errored.
func (s *Readable) Readable() bool { return s.state == readable }

// Cancel gives up on the stream, and returns a promise.
//
// https://streams.spec.whatwg.org/#readable-stream-cancel
func (s *Readable) Cancel(reason goja.Value) *goja.Object {
	s.disturbed = true // 1
	switch s.state {
	case closed: // 2
		return s.resolved(goja.Undefined())
	case errored: // 3
		return s.rejected(s.storedError)
	}
	s.close()                    // 4
	if r := s.reader; r != nil { // 5, 6
		requests := r.into
		r.into = nil
		for _, request := range requests {
			request.close(goja.Undefined())
		}
	}
	result := s.controller.cancelSteps(reason)                                           // 7
	return s.react(result, func(goja.Value) goja.Value { return goja.Undefined() }, nil) // 8
}

// Discard is Cancel for a caller who does not care how that ends.
func (s *Readable) Discard(reason goja.Value) { s.handled(s.Cancel(reason)) }

// close is https://streams.spec.whatwg.org/#readable-stream-close
func (s *Readable) close() {
	s.state = closed // 2
	r := s.reader    // 3
	if r == nil {    // 4
		return
	}
	r.closed.Resolve(goja.Undefined()) // 5
	requests := r.requests             // 6
	r.requests = nil
	for _, request := range requests {
		request.close()
	}
}

// fail is https://streams.spec.whatwg.org/#readable-stream-error
func (s *Readable) fail(e goja.Value) {
	s.state, s.storedError = errored, e // 2, 3
	r := s.reader                       // 4
	if r == nil {                       // 5
		return
	}
	r.closed.Reject(e)          // 6
	r.handled(r.closed.promise) // 7
	r.failRequests(e)           // 8
}

// Fail errors a readable stream from outside, as an aborted fetch does.
func (s *Readable) Fail(e goja.Value) {
	if s.state != readable {
		return
	}
	switch c := s.controller.(type) {
	case *defaultController:
		c.fail(e)
	case *byteController:
		c.fail(e)
		if c.source != nil {
			c.source.end()
		}
	case *nativeController:
		c.fail(e)
	}
}

// fulfil gives a chunk, or the end, to the first read request.
//
// https://streams.spec.whatwg.org/#readable-stream-fulfill-read-request
func (s *Readable) fulfil(chunk goja.Value, done bool) {
	request := s.reader.requests[0]
	s.reader.requests = s.reader.requests[1:]
	if done {
		request.close()
	} else {
		request.chunk(chunk)
	}
}

// waiting is the number of read requests.
func (s *Readable) waiting() int {
	if s.reader == nil {
		return 0
	}
	return len(s.reader.requests)
}

// fulfilInto gives a filled view, or at the end a view back, to the first request
// of a BYOB reader.
//
// https://streams.spec.whatwg.org/#readable-stream-fulfill-read-into-request
func (s *Readable) fulfilInto(view goja.Value, done bool) {
	request := s.reader.into[0]
	s.reader.into = s.reader.into[1:]
	if done {
		request.close(view)
	} else {
		request.chunk(view)
	}
}

// waitingInto is the number of read requests of a BYOB reader.
func (s *Readable) waitingInto() int {
	if s.reader == nil {
		return 0
	}
	return len(s.reader.into)
}

func (s *Readable) hasDefault() bool { return s.reader != nil && !s.reader.byob }

func (s *Readable) hasBYOB() bool { return s.reader != nil && s.reader.byob }

// ofBytes says whether the stream is a readable byte stream.
func (s *Readable) ofBytes() bool {
	_, isDefault := s.controller.(*defaultController)
	return !isDefault
}
