package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// defaultController is the native value of a ReadableStreamDefaultController.
//
// https://streams.spec.whatwg.org/#rs-default-controller-internal-slots
type defaultController struct {
	*env
	object *goja.Object
	stream *Readable
	queue  queue
	size   sizer
	mark   float64
	cancel func(reason goja.Value) *goja.Object

	started, closeRequested bool
	pulling
}

// source is the algorithms behind a default controller. nil ones do nothing.
type source struct {
	start  func(*defaultController) goja.Value
	pull   func(*defaultController) *goja.Object
	cancel func(reason goja.Value) *goja.Object
	mark   float64
	size   sizer
}

// setUp is https://streams.spec.whatwg.org/#set-up-readable-stream-default-controller
func (s *Readable) setUp(src source) *defaultController {
	c := &defaultController{env: s.env}
	s.setUpWith(c, src)
	return c
}

// setUpWith is setUp with a controller made before.
func (s *Readable) setUpWith(c *defaultController, src source) {
	c.stream, c.size, c.mark = s, src.size, src.mark
	c.pull = func() *goja.Object {
		if src.pull == nil {
			return c.resolved(goja.Undefined())
		}
		return src.pull(c)
	}
	c.cancel = src.cancel
	s.controller = c // 8
	started := goja.Value(goja.Undefined())
	if src.start != nil {
		started = src.start(c) // 9
	}
	c.upon(c.resolved(started), func(goja.Value) { // 10, 11
		c.started = true
		c.pullIfNeeded()
	}, c.fail) // 12
}

func (c *defaultController) pullIfNeeded() { c.ifNeeded(c.env, c) }

// shouldPull is https://streams.spec.whatwg.org/#readable-stream-default-controller-should-call-pull
func (c *defaultController) shouldPull() bool {
	if !c.open() || !c.started { // 2, 3
		return false
	}
	return c.stream.Locked() && c.stream.waiting() > 0 || c.desired() > 0 // 4 – 8
}

// open is https://streams.spec.whatwg.org/#readable-stream-default-controller-can-close-or-enqueue
func (c *defaultController) open() bool { return !c.closeRequested && c.stream.state == readable }

// desired is the desired size of a readable stream.
func (c *defaultController) desired() float64 { return c.mark - c.queue.total }

// clear forgets the algorithms.
func (c *defaultController) clear() { c.pull, c.cancel, c.size = nil, nil, nil }

// close is https://streams.spec.whatwg.org/#readable-stream-default-controller-close
func (c *defaultController) close() {
	if !c.open() { // 1
		return
	}
	c.closeRequested = true // 3
	if c.queue.empty() {    // 4
		c.clear()
		c.stream.close()
	}
}

// enqueue gives the value thrown by the size function, nil when it worked.
//
// https://streams.spec.whatwg.org/#readable-stream-default-controller-enqueue
func (c *defaultController) enqueue(chunk goja.Value) (thrown goja.Value) {
	if !c.open() { // 1
		return nil
	}
	if c.stream.waiting() > 0 { // 3
		c.stream.fulfil(chunk, false)
		c.pullIfNeeded()
		return nil
	}
	var size float64                                                          // 4.1
	if thrown = c.try(func() { size = c.size.count(chunk) }); thrown != nil { // 4.2
		c.fail(thrown)
		return thrown
	}
	if !c.queue.put(chunk, size) { // 4.4, 4.5
		thrown = c.RangeError("the size of a chunk must be a finite number that is not negative")
		c.fail(thrown)
		return thrown
	}
	c.pullIfNeeded() // 5
	return nil
}

// fail is https://streams.spec.whatwg.org/#readable-stream-default-controller-error
func (c *defaultController) fail(e goja.Value) {
	if c.stream.state != readable { // 2
		return
	}
	c.queue.reset()  // 3
	c.clear()        // 4
	c.stream.fail(e) // 5
}

// cancelSteps is https://streams.spec.whatwg.org/#rs-default-controller-private-cancel
func (c *defaultController) cancelSteps(reason goja.Value) *goja.Object {
	c.queue.reset()
	cancel := c.cancel
	c.clear()
	if cancel == nil {
		return c.resolved(goja.Undefined())
	}
	return cancel(reason)
}

// pullSteps is https://streams.spec.whatwg.org/#rs-default-controller-private-pull
func (c *defaultController) pullSteps(request *readRequest) {
	if c.queue.empty() { // 3
		c.stream.reader.requests = append(c.stream.reader.requests, request)
		c.pullIfNeeded()
		return
	}
	chunk := c.queue.take() // 2.1
	if c.closeRequested && c.queue.empty() {
		c.clear()
		c.stream.close()
	} else {
		c.pullIfNeeded()
	}
	request.chunk(chunk) // 2.4
}

func (c *defaultController) releaseSteps() {}

// ControllerClass is ReadableStreamDefaultController.
//
// https://streams.spec.whatwg.org/#rs-default-controller-class
var ControllerClass = &js.Class[*defaultController]{
	Name: "ReadableStreamDefaultController",
	Attrs: []js.Attr[*defaultController]{{
		Name: "desiredSize",
		Get: func(t *defaultController, c js.Call) goja.Value {
			switch t.stream.state {
			case errored:
				return goja.Null()
			case closed:
				return c.VM.ToValue(0)
			}
			return c.VM.ToValue(t.desired())
		},
	}},
	Methods: []js.Method[*defaultController]{
		{Name: "close", Call: func(t *defaultController, c js.Call) goja.Value {
			if !t.open() {
				c.Throw(c.TypeError("the stream is closed, closing or errored: it cannot be closed"))
			}
			t.close()
			return goja.Undefined()
		}},
		{Name: "enqueue", Call: func(t *defaultController, c js.Call) goja.Value {
			if !t.open() {
				c.Throw(c.TypeError("the stream is closed, closing or errored: nothing can be enqueued"))
			}
			if thrown := t.enqueue(c.Arg(0)); thrown != nil {
				c.Throw(thrown)
			}
			return goja.Undefined()
		}},
		{Name: "error", Call: func(t *defaultController, c js.Call) goja.Value {
			t.fail(c.Arg(0))
			return goja.Undefined()
		}},
	},
}

// Object is the controller's object.
func (c *defaultController) Object() *goja.Object {
	if c.object == nil {
		c.object = c.Wrap(c.classes.controller, c)
	}
	return c.object
}
