package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

type writableState uint8

const (
	writable writableState = iota
	writableClosed
	erroring
	writableErrored
)

// Writable is the native value of a WritableStream.
//
// https://streams.spec.whatwg.org/#ws-internal-slots
type Writable struct {
	*env
	object       *goja.Object
	state        writableState
	storedError  goja.Value
	controller   *sinkController
	writer       *writer
	backpressure bool

	requests      []*deferred // write requests
	inFlightWrite *deferred
	closeRequest  *deferred
	inFlightClose *deferred
	pendingAbort  *abortRequest
}

// abortRequest is https://streams.spec.whatwg.org/#pending-abort-request
type abortRequest struct {
	*deferred
	reason      goja.Value
	wasErroring bool
}

// Object is the stream's WritableStream object.
func (s *Writable) Object() *goja.Object {
	if s.object == nil {
		s.object = s.Wrap(s.classes.writable, s)
	}
	return s.object
}

// WritableOf is the stream behind a WritableStream object.
func WritableOf(r *js.Realm, v goja.Value) (*Writable, bool) { return js.Native[*Writable](r, v) }

// Locked says whether the stream has a writer.
func (s *Writable) Locked() bool { return s.writer != nil }

// closing is https://streams.spec.whatwg.org/#writable-stream-close-queued-or-in-flight
func (s *Writable) closing() bool { return s.closeRequest != nil || s.inFlightClose != nil }

// Abort is https://streams.spec.whatwg.org/#writable-stream-abort
func (s *Writable) Abort(reason goja.Value) *goja.Object {
	if s.state == writableClosed || s.state == writableErrored { // 1
		return s.resolved(goja.Undefined())
	}
	must(s.controller.signal.Abort(reason))                      // 2
	if s.state == writableClosed || s.state == writableErrored { // 4: the signal ran scripts
		return s.resolved(goja.Undefined())
	}
	if s.pendingAbort != nil { // 5
		return s.pendingAbort.promise
	}
	wasErroring := s.state == erroring // 7, 8
	if wasErroring {
		reason = goja.Undefined()
	}
	s.pendingAbort = &abortRequest{s.newPromise(), reason, wasErroring} // 9, 10
	promise := s.pendingAbort.promise
	if !wasErroring { // 11
		s.startErroring(reason)
	}
	return promise // 12
}

// Close is https://streams.spec.whatwg.org/#writable-stream-close
func (s *Writable) Close() *goja.Object {
	if s.state == writableClosed || s.state == writableErrored { // 2
		return s.rejected(s.TypeError("the stream is closed or errored already: it cannot be closed"))
	}
	s.closeRequest = s.newPromise() // 5, 6
	promise := s.closeRequest.promise
	if s.writer != nil && s.backpressure && s.state == writable { // 8
		s.writer.ready.Resolve(goja.Undefined())
	}
	s.controller.queueClose() // 9
	return promise
}

// addRequest is https://streams.spec.whatwg.org/#writable-stream-add-write-request
func (s *Writable) addRequest() *goja.Object {
	d := s.newPromise()
	s.requests = append(s.requests, d)
	return d.promise
}

// rejection is https://streams.spec.whatwg.org/#writable-stream-deal-with-rejection
func (s *Writable) rejection(e goja.Value) {
	if s.state == writable {
		s.startErroring(e)
		return
	}
	s.finishErroring()
}

// startErroring is https://streams.spec.whatwg.org/#writable-stream-start-erroring
func (s *Writable) startErroring(reason goja.Value) {
	s.state, s.storedError = erroring, reason // 5, 6
	if s.writer != nil {                      // 8
		s.writer.failReady(reason)
	}
	if !s.inFlight() && s.controller.started { // 9
		s.finishErroring()
	}
}

// inFlight is https://streams.spec.whatwg.org/#writable-stream-has-operation-marked-in-flight
func (s *Writable) inFlight() bool { return s.inFlightWrite != nil || s.inFlightClose != nil }

// finishErroring is https://streams.spec.whatwg.org/#writable-stream-finish-erroring
func (s *Writable) finishErroring() {
	s.state = writableErrored  // 3
	s.controller.queue.reset() // 4
	requests := s.requests     // 6, 7
	s.requests = nil
	for _, d := range requests {
		d.Reject(s.storedError)
	}
	if s.pendingAbort == nil { // 8
		s.rejectClose()
		return
	}
	abort := s.pendingAbort // 9, 10
	s.pendingAbort = nil
	if abort.wasErroring { // 11
		abort.Reject(s.storedError)
		s.rejectClose()
		return
	}
	s.upon(s.controller.abortSteps(abort.reason), func(goja.Value) { // 12, 13
		abort.Resolve(goja.Undefined())
		s.rejectClose()
	}, func(e goja.Value) { // 14
		abort.Reject(e)
		s.rejectClose()
	})
}

// rejectClose is https://streams.spec.whatwg.org/#writable-stream-reject-close-and-closed-promise-if-needed
func (s *Writable) rejectClose() {
	if s.closeRequest != nil {
		s.closeRequest.Reject(s.storedError)
		s.closeRequest = nil
	}
	if s.writer != nil {
		s.writer.closed.Reject(s.storedError)
		s.handled(s.writer.closed.promise)
	}
}

// finishWrite is https://streams.spec.whatwg.org/#writable-stream-finish-in-flight-write
func (s *Writable) finishWrite() {
	s.inFlightWrite.Resolve(goja.Undefined())
	s.inFlightWrite = nil
}

// finishWriteFailed is https://streams.spec.whatwg.org/#writable-stream-finish-in-flight-write-with-error
func (s *Writable) finishWriteFailed(e goja.Value) {
	s.inFlightWrite.Reject(e)
	s.inFlightWrite = nil
	s.rejection(e)
}

// finishClose is https://streams.spec.whatwg.org/#writable-stream-finish-in-flight-close
func (s *Writable) finishClose() {
	s.inFlightClose.Resolve(goja.Undefined()) // 2
	s.inFlightClose = nil
	if s.state == erroring { // 6
		s.storedError = goja.Undefined()
		if s.pendingAbort != nil {
			s.pendingAbort.Resolve(goja.Undefined())
			s.pendingAbort = nil
		}
	}
	s.state = writableClosed // 7
	if s.writer != nil {     // 9
		s.writer.closed.Resolve(goja.Undefined())
	}
}

// finishCloseFailed is https://streams.spec.whatwg.org/#writable-stream-finish-in-flight-close-with-error
func (s *Writable) finishCloseFailed(e goja.Value) {
	s.inFlightClose.Reject(e)
	s.inFlightClose = nil
	if s.pendingAbort != nil {
		s.pendingAbort.Reject(e)
		s.pendingAbort = nil
	}
	s.rejection(e)
}

// setBackpressure is https://streams.spec.whatwg.org/#writable-stream-update-backpressure
func (s *Writable) setBackpressure(on bool) {
	if s.writer != nil && on != s.backpressure {
		if on {
			s.writer.ready = s.newPromise()
		} else {
			s.writer.ready.Resolve(goja.Undefined())
		}
	}
	s.backpressure = on
}
