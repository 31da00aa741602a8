package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// ByteControllerClass is ReadableByteStreamController.
//
// https://streams.spec.whatwg.org/#rbs-controller-class
var ByteControllerClass = &js.Class[*byteController]{
	Name: "ReadableByteStreamController",
	Attrs: []js.Attr[*byteController]{
		{Name: "byobRequest", Get: func(t *byteController, c js.Call) goja.Value {
			if request := t.byob(); request != nil {
				return request.Object()
			}
			return goja.Null()
		}},
		{Name: "desiredSize", Get: func(t *byteController, c js.Call) goja.Value {
			switch t.stream.state {
			case errored:
				return goja.Null()
			case closed:
				return c.VM.ToValue(0)
			}
			return c.VM.ToValue(t.desired())
		}},
	},
	Methods: []js.Method[*byteController]{
		{Name: "close", Call: func(t *byteController, c js.Call) goja.Value {
			if !t.open() { // 1, 2
				c.Throw(c.TypeError("the stream is closed, closing or errored: it cannot be closed"))
			}
			t.close() // 3
			return goja.Undefined()
		}},
		{Name: "enqueue", Length: 1, Call: func(t *byteController, c js.Call) goja.Value {
			view := mustView(c, c.Arg(0))
			if view.Length == 0 || len(t.bytesIn(view.Buffer)) == 0 { // 1, 2
				c.Throw(c.TypeError("a chunk of a byte stream must not be empty"))
			}
			if !t.open() { // 3, 4
				c.Throw(c.TypeError("the stream is closed, closing or errored: nothing can be enqueued"))
			}
			t.enqueue(c.Arg(0)) // 5
			return goja.Undefined()
		}},
		{Name: "error", Call: func(t *byteController, c js.Call) goja.Value {
			t.fail(c.Arg(0))
			return goja.Undefined()
		}},
	},
}

// Object is the controller's object.
func (c *byteController) Object() *goja.Object {
	if c.object == nil {
		c.object = c.Wrap(c.classes.byteController, c)
	}
	return c.object
}

// byobRequest is the native value of a ReadableStreamBYOBRequest.
//
// https://streams.spec.whatwg.org/#rs-byob-request-internal-slots
type byobRequest struct {
	*env
	object     *goja.Object
	controller *byteController // nil: responded to
	view       *goja.Object
}

// byob is the current request, nil when there is none.
//
// https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollergetbyobrequest
func (c *byteController) byob() *byobRequest {
	if c.request == nil && len(c.pending) > 0 {
		first := c.pending[0]
		c.request = &byobRequest{env: c.env, controller: c,
			view: c.ViewOn("Uint8Array", first.buffer, first.offset+first.filled, first.length-first.filled)}
	}
	return c.request
}

// invalidate is https://streams.spec.whatwg.org/#readable-byte-stream-controller-invalidate-byob-request
func (c *byteController) invalidate() {
	if c.request != nil {
		c.request.controller, c.request.view = nil, nil
		c.request = nil
	}
}

// Object is the request's object.
func (q *byobRequest) Object() *goja.Object {
	if q.object == nil {
		q.object = q.Wrap(q.classes.byobRequest, q)
	}
	return q.object
}

// BYOBRequestClass is ReadableStreamBYOBRequest.
//
// https://streams.spec.whatwg.org/#rs-byob-request-class
var BYOBRequestClass = &js.Class[*byobRequest]{
	Name: "ReadableStreamBYOBRequest",
	Attrs: []js.Attr[*byobRequest]{
		{Name: "view", Get: func(q *byobRequest, c js.Call) goja.Value {
			if q.view == nil {
				return goja.Null()
			}
			return q.view
		}},
	},
	Methods: []js.Method[*byobRequest]{
		{Name: "respond", Length: 1, Call: func(q *byobRequest, c js.Call) goja.Value {
			n := enforceRange(c, c.Arg(0), "bytesWritten")
			q.mustBeCurrent() // 1
			view, _ := c.View(q.view)
			if q.detached(view.Buffer) { // 2
				c.Throw(c.TypeError("the view of the BYOB request is detached"))
			}
			q.controller.respond(n) // 5
			return goja.Undefined()
		}},
		{Name: "respondWithNewView", Length: 1, Call: func(q *byobRequest, c js.Call) goja.Value {
			view := mustView(c, c.Arg(0))
			q.mustBeCurrent()            // 1
			if q.detached(view.Buffer) { // 2
				c.Throw(c.TypeError("the view is detached"))
			}
			q.controller.respondWith(view) // 3
			return goja.Undefined()
		}},
	},
}

func (q *byobRequest) mustBeCurrent() {
	if q.controller == nil {
		q.Throw(q.TypeError("this BYOB request was responded to already"))
	}
}
