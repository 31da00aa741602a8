package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/abort"
)

// sinkController is the native value of a WritableStreamDefaultController.
//
// https://streams.spec.whatwg.org/#ws-default-controller-internal-slots
type sinkController struct {
	*env
	object  *goja.Object
	stream  *Writable
	signal  *abort.Signal
	queue   queue
	size    sizer
	mark    float64
	sink    sink
	started bool
}

// sink is the algorithms behind a writable stream; nil ones do nothing.
type sink struct {
	start func(*sinkController) goja.Value
	write func(*sinkController, goja.Value) *goja.Object
	close func() *goja.Object
	abort func(reason goja.Value) *goja.Object
}

// closeMark is the close sentinel in a queue.
var closeMark goja.Value = goja.NewSymbol("close")

// setUp is https://streams.spec.whatwg.org/#set-up-writable-stream-default-controller
func (s *Writable) setUp(k sink, mark float64, size sizer) {
	c := &sinkController{env: s.env, stream: s, signal: abort.New(s.Realm), size: size, mark: mark, sink: k}
	s.controller = c               // 4
	s.setBackpressure(c.pressed()) // 12
	started := goja.Value(goja.Undefined())
	if k.start != nil {
		started = k.start(c) // 14
	}
	c.upon(c.resolved(started), func(goja.Value) { // 15, 16
		c.started = true
		c.advance()
	}, func(e goja.Value) { // 17
		c.started = true
		s.rejection(e)
	})
}

func (c *sinkController) desired() float64 { return c.mark - c.queue.total }

// pressed is https://streams.spec.whatwg.org/#writable-stream-default-controller-get-backpressure
func (c *sinkController) pressed() bool { return c.desired() <= 0 }

func (c *sinkController) clear() { c.sink, c.size = sink{}, nil }

// queueClose is https://streams.spec.whatwg.org/#writable-stream-default-controller-close
func (c *sinkController) queueClose() {
	c.queue.put(closeMark, 0)
	c.advance()
}

// failIfNeeded is https://streams.spec.whatwg.org/#writable-stream-default-controller-error-if-needed
func (c *sinkController) failIfNeeded(e goja.Value) {
	if c.stream.state == writable {
		c.fail(e)
	}
}

// fail is https://streams.spec.whatwg.org/#writable-stream-default-controller-error
func (c *sinkController) fail(e goja.Value) {
	c.clear()
	c.stream.startErroring(e)
}

// chunkSize is https://streams.spec.whatwg.org/#writable-stream-default-controller-get-chunk-size
func (c *sinkController) chunkSize(chunk goja.Value) float64 {
	size := 1.0
	if thrown := c.try(func() { size = c.size.count(chunk) }); thrown != nil {
		c.failIfNeeded(thrown)
		return 1
	}
	return size
}

// write is https://streams.spec.whatwg.org/#writable-stream-default-controller-write
func (c *sinkController) write(chunk goja.Value, size float64) {
	if !c.queue.put(chunk, size) { // 1, 2
		c.failIfNeeded(c.RangeError("the size of a chunk must be a finite number that is not negative"))
		return
	}
	if s := c.stream; !s.closing() && s.state == writable { // 4
		s.setBackpressure(c.pressed())
	}
	c.advance() // 5
}

// advance is https://streams.spec.whatwg.org/#writable-stream-default-controller-advance-queue-if-needed
func (c *sinkController) advance() {
	s := c.stream
	if !c.started || s.inFlightWrite != nil { // 2, 3
		return
	}
	if s.state == erroring { // 6
		s.finishErroring()
		return
	}
	if c.queue.empty() { // 7
		return
	}
	if chunk := c.queue.chunks[0].value; chunk == closeMark { // 8, 9
		c.processClose()
	} else { // 10
		c.processWrite(chunk)
	}
}

// processClose is https://streams.spec.whatwg.org/#writable-stream-default-controller-process-close
func (c *sinkController) processClose() {
	s := c.stream
	s.inFlightClose, s.closeRequest = s.closeRequest, nil // 2
	c.queue.take()                                        // 3
	result := c.run(c.sink.close)                         // 5
	c.clear()                                             // 6
	c.upon(result, func(goja.Value) { s.finishClose() }, s.finishCloseFailed)
}

// processWrite is https://streams.spec.whatwg.org/#writable-stream-default-controller-process-write
func (c *sinkController) processWrite(chunk goja.Value) {
	s := c.stream
	s.inFlightWrite, s.requests = s.requests[0], s.requests[1:] // 2
	var result *goja.Object                                     // 3
	if c.sink.write == nil {
		result = c.resolved(goja.Undefined())
	} else {
		result = c.sink.write(c, chunk)
	}
	c.upon(result, func(goja.Value) { // 4
		s.finishWrite()
		state := s.state
		c.queue.take()
		if !s.closing() && state == writable {
			s.setBackpressure(c.pressed())
		}
		c.advance()
	}, func(e goja.Value) { // 5
		if s.state == writable {
			c.clear()
		}
		s.finishWriteFailed(e)
	})
}

// abortSteps is https://streams.spec.whatwg.org/#ws-default-controller-private-abort
func (c *sinkController) abortSteps(reason goja.Value) *goja.Object {
	abort := c.sink.abort
	result := c.run(func() func() *goja.Object {
		if abort == nil {
			return nil
		}
		return func() *goja.Object { return abort(reason) }
	}())
	c.clear()
	return result
}

func (c *sinkController) run(algorithm func() *goja.Object) *goja.Object {
	if algorithm == nil {
		return c.resolved(goja.Undefined())
	}
	return algorithm()
}

// Object is the controller's object.
func (c *sinkController) Object() *goja.Object {
	if c.object == nil {
		c.object = c.Wrap(c.classes.sinkController, c)
	}
	return c.object
}

// SinkControllerClass is WritableStreamDefaultController.
//
// https://streams.spec.whatwg.org/#ws-default-controller-class
var SinkControllerClass = &js.Class[*sinkController]{
	Name: "WritableStreamDefaultController",
	Attrs: []js.Attr[*sinkController]{
		{Name: "signal", Get: func(t *sinkController, c js.Call) goja.Value { return t.signal.Object() }},
	},
	Methods: []js.Method[*sinkController]{
		{Name: "error", Call: func(t *sinkController, c js.Call) goja.Value {
			t.failIfNeeded(c.Arg(0))
			return goja.Undefined()
		}},
	},
}
