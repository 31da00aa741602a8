package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// writer is the native value of a WritableStreamDefaultWriter.
//
// https://streams.spec.whatwg.org/#default-writer-internal-slots
type writer struct {
	*env
	object        *goja.Object
	stream        *Writable // nil: released
	closed, ready *deferred
}

// mustAcquire makes a writer, and throws when there is one.
//
// https://streams.spec.whatwg.org/#set-up-writable-stream-default-writer
func (s *Writable) mustAcquire() *writer {
	if s.Locked() { // 1
		s.Throw(s.TypeError("the WritableStream is locked to a writer"))
	}
	w := &writer{env: s.env, stream: s} // 2
	s.writer = w                        // 3
	w.closed, w.ready = w.newPromise(), w.newPromise()
	switch s.state {
	case writable: // 5
		if s.closing() || !s.backpressure {
			w.ready.Resolve(goja.Undefined())
		}
	case erroring: // 6
		w.ready.Reject(s.storedError)
		w.handled(w.ready.promise)
	case writableClosed: // 7
		w.ready.Resolve(goja.Undefined())
		w.closed.Resolve(goja.Undefined())
	case writableErrored: // 8
		w.ready.Reject(s.storedError)
		w.handled(w.ready.promise)
		w.closed.Reject(s.storedError)
		w.handled(w.closed.promise)
	}
	return w
}

// failReady is https://streams.spec.whatwg.org/#writable-stream-default-writer-ensure-ready-promise-rejected
func (w *writer) failReady(e goja.Value) {
	if w.ready.settled {
		w.ready = w.newPromise()
	}
	w.ready.Reject(e)
	w.handled(w.ready.promise)
}

// failClosed is https://streams.spec.whatwg.org/#writable-stream-default-writer-ensure-closed-promise-rejected
func (w *writer) failClosed(e goja.Value) {
	if w.closed.settled {
		w.closed = w.newPromise()
	}
	w.closed.Reject(e)
	w.handled(w.closed.promise)
}

// release is https://streams.spec.whatwg.org/#writable-stream-default-writer-release
func (w *writer) release() {
	e := w.TypeError("the writer was released")
	w.failReady(e)
	w.failClosed(e)
	w.stream.writer, w.stream = nil, nil
}

// write is https://streams.spec.whatwg.org/#writable-stream-default-writer-write
func (w *writer) write(chunk goja.Value) *goja.Object {
	s := w.stream
	size := s.controller.chunkSize(chunk) // 4: may run a script
	if s != w.stream {                    // 5
		return w.rejected(w.TypeError("the writer was released"))
	}
	switch {
	case s.state == writableErrored: // 7
		return w.rejected(s.storedError)
	case s.closing() || s.state == writableClosed: // 8
		return w.rejected(w.TypeError("the stream is closed or closing: nothing can be written"))
	case s.state == erroring: // 9
		return w.rejected(s.storedError)
	}
	promise := s.addRequest()       // 11
	s.controller.write(chunk, size) // 12
	return promise
}

// closePropagating is https://streams.spec.whatwg.org/#writable-stream-default-writer-close-with-error-propagation
func (w *writer) closePropagating() *goja.Object {
	s := w.stream
	switch {
	case s.closing() || s.state == writableClosed:
		return w.resolved(goja.Undefined())
	case s.state == writableErrored:
		return w.rejected(s.storedError)
	}
	return s.Close()
}

// desired is the desired size; known is false when the stream failed.
//
// https://streams.spec.whatwg.org/#writable-stream-default-writer-get-desired-size
func (w *writer) desired() (size float64, known bool) {
	switch w.stream.state {
	case writableErrored, erroring:
		return 0, false
	case writableClosed:
		return 0, true
	}
	return w.stream.controller.desired(), true
}

func (w *writer) mustHold() {
	if w.stream == nil {
		w.Throw(w.TypeError("the writer was released"))
	}
}

// WriterClass is WritableStreamDefaultWriter.
//
// https://streams.spec.whatwg.org/#default-writer-class
var WriterClass = &js.Class[*writer]{
	Name:   "WritableStreamDefaultWriter",
	Length: 1,
	New: func(c js.Call) *writer {
		s, ok := WritableOf(c.Realm, c.Arg(0))
		if !ok {
			c.Throw(c.TypeError("WritableStreamDefaultWriter: the argument is not a WritableStream"))
		}
		w := s.mustAcquire()
		w.object = construct(c)
		return w
	},
	Attrs: []js.Attr[*writer]{
		{Name: "closed", Async: true, Get: func(w *writer, c js.Call) goja.Value { return w.closed.promise }},
		{Name: "desiredSize", Get: func(w *writer, c js.Call) goja.Value {
			w.mustHold()
			size, known := w.desired()
			if !known {
				return goja.Null()
			}
			return c.VM.ToValue(size)
		}},
		{Name: "ready", Async: true, Get: func(w *writer, c js.Call) goja.Value { return w.ready.promise }},
	},
	Methods: []js.Method[*writer]{
		{Name: "abort", Async: true, Call: func(w *writer, c js.Call) goja.Value {
			w.mustHold()
			return w.stream.Abort(c.Arg(0))
		}},
		{Name: "close", Async: true, Call: func(w *writer, c js.Call) goja.Value {
			w.mustHold()
			if w.stream.closing() {
				c.Throw(c.TypeError("the stream is closing already"))
			}
			return w.stream.Close()
		}},
		{Name: "releaseLock", Call: func(w *writer, c js.Call) goja.Value {
			if w.stream != nil {
				w.release()
			}
			return goja.Undefined()
		}},
		{Name: "write", Async: true, Call: func(w *writer, c js.Call) goja.Value {
			w.mustHold()
			return w.write(c.Arg(0))
		}},
	},
}
