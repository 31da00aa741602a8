package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// Transform is the native value of a TransformStream.
//
// https://streams.spec.whatwg.org/#ts-internal-slots
type Transform struct {
	*env
	object       *goja.Object
	readable     *Readable
	writable     *Writable
	controller   *transformController
	backpressure bool
	change       *deferred // backpressureChangePromise
}

// transformController is the native value of a TransformStreamDefaultController.
type transformController struct {
	*env
	object *goja.Object
	stream *Transform
	finish *deferred
	transformer
}

// transformer is the algorithms of a transform stream. nil ones: transform
// passes chunks on, the others do nothing.
type transformer struct {
	transform func(*transformController, goja.Value) *goja.Object
	flush     func(*transformController) *goja.Object
	cancel    func(reason goja.Value) *goja.Object
}

// transformMarks is the queuing strategies of both sides.
type transformMarks struct {
	writableMark, readableMark float64
	writableSize, readableSize sizer
}

// setUp makes the two sides; start settles when the transformer has started.
//
// https://streams.spec.whatwg.org/#initialize-transform-stream
func (t *Transform) setUp(f transformer, marks transformMarks, start *deferred) {
	t.controller = &transformController{env: t.env, stream: t, transformer: f}
	started := func() goja.Value { return start.promise }
	t.writable = &Writable{env: t.env}
	t.writable.setUp(sink{
		start: func(*sinkController) goja.Value { return started() },
		write: func(_ *sinkController, chunk goja.Value) *goja.Object { return t.sinkWrite(chunk) },
		close: t.sinkClose,
		abort: t.sinkAbort,
	}, marks.writableMark, marks.writableSize)
	t.readable = newReadable(t.env)
	t.setBackpressure(true)
	t.readable.setUp(source{
		start:  func(*defaultController) goja.Value { return started() },
		pull:   func(*defaultController) *goja.Object { return t.sourcePull() },
		cancel: t.sourceCancel,
		mark:   marks.readableMark, size: marks.readableSize,
	})
}

func (t *Transform) source() *defaultController { return t.readable.controller.(*defaultController) }

// fail is https://streams.spec.whatwg.org/#transform-stream-error
func (t *Transform) fail(e goja.Value) {
	t.source().fail(e)
	t.failWritable(e)
}

// failWritable is https://streams.spec.whatwg.org/#transform-stream-error-writable-and-unblock-write
func (t *Transform) failWritable(e goja.Value) {
	t.controller.transformer = transformer{transform: t.controller.refuse}
	t.writable.controller.failIfNeeded(e)
	t.unblock()
}

// refuse stands in for the transform algorithm once it was cleared.
func (c *transformController) refuse(*transformController, goja.Value) *goja.Object {
	return c.resolved(goja.Undefined())
}

// unblock is https://streams.spec.whatwg.org/#transformstreamunblockwrite
func (t *Transform) unblock() {
	if t.backpressure {
		t.setBackpressure(false)
	}
}

// setBackpressure is https://streams.spec.whatwg.org/#transform-stream-set-backpressure
func (t *Transform) setBackpressure(on bool) {
	if t.change != nil {
		t.change.Resolve(goja.Undefined())
	}
	t.change = t.newPromise()
	t.backpressure = on
}

// enqueue is https://streams.spec.whatwg.org/#transform-stream-default-controller-enqueue
func (c *transformController) enqueue(chunk goja.Value) {
	t := c.stream
	source := t.source()
	if !source.open() { // 3
		c.Throw(c.TypeError("the readable side is closed or errored: nothing can be enqueued"))
	}
	if thrown := source.enqueue(chunk); thrown != nil { // 4, 5
		t.failWritable(thrown)
		c.Throw(t.readable.storedError)
	}
	if pressed := !source.shouldPull(); pressed != t.backpressure { // 6, 7
		t.setBackpressure(true)
	}
}

// perform is https://streams.spec.whatwg.org/#transform-stream-default-controller-perform-transform
func (c *transformController) perform(chunk goja.Value) *goja.Object {
	var result *goja.Object
	if c.transform != nil {
		result = c.transform(c, chunk)
	} else if thrown := c.try(func() { c.enqueue(chunk) }); thrown != nil {
		result = c.rejected(thrown)
	} else {
		result = c.resolved(goja.Undefined())
	}
	return c.react(result, nil, func(e goja.Value) goja.Value {
		c.stream.fail(e)
		c.Throw(e)
		return nil
	})
}

// terminate is https://streams.spec.whatwg.org/#transform-stream-default-controller-terminate
func (c *transformController) terminate() {
	c.stream.source().close()
	c.stream.failWritable(c.TypeError("the transform stream was terminated"))
}

// sinkWrite is https://streams.spec.whatwg.org/#transform-stream-default-sink-write-algorithm
func (t *Transform) sinkWrite(chunk goja.Value) *goja.Object {
	if !t.backpressure {
		return t.controller.perform(chunk)
	}
	return t.react(t.change.promise, func(goja.Value) goja.Value {
		if t.writable.state == erroring {
			t.Throw(t.writable.storedError)
		}
		return t.controller.perform(chunk)
	}, nil)
}

// sinkAbort is https://streams.spec.whatwg.org/#transform-stream-default-sink-abort-algorithm
func (t *Transform) sinkAbort(reason goja.Value) *goja.Object {
	return t.finishing(t.controller.cancelling(reason), func() { t.source().fail(reason) }, t.readableError, t.source().fail)
}

// sinkClose is https://streams.spec.whatwg.org/#transform-stream-default-sink-close-algorithm
func (t *Transform) sinkClose() *goja.Object {
	flush := t.controller.flush
	return t.finishing(func() *goja.Object {
		if flush == nil {
			return t.resolved(goja.Undefined())
		}
		return flush(t.controller)
	}, t.source().close, t.readableError, t.source().fail)
}

// sourceCancel is https://streams.spec.whatwg.org/#transform-stream-default-source-cancel
func (t *Transform) sourceCancel(reason goja.Value) *goja.Object {
	fail := func(e goja.Value) {
		t.writable.controller.failIfNeeded(e)
		t.unblock()
	}
	return t.finishing(t.controller.cancelling(reason), func() { fail(reason) }, func() (goja.Value, bool) {
		return t.writable.storedError, t.writable.state == writableErrored
	}, fail)
}

// readableError is the readable side's error, if it failed.
func (t *Transform) readableError() (goja.Value, bool) {
	return t.readable.storedError, t.readable.state == errored
}

func (c *transformController) cancelling(reason goja.Value) func() *goja.Object {
	cancel := c.cancel
	return func() *goja.Object {
		if cancel == nil {
			return c.resolved(goja.Undefined())
		}
		return cancel(reason)
	}
}

// finishing is what closing, aborting and cancelling share: run an algorithm
// once, then end the other side.
func (t *Transform) finishing(run func() *goja.Object, end func(), other func() (goja.Value, bool), fail func(goja.Value)) *goja.Object {
	c := t.controller
	if c.finish != nil {
		return c.finish.promise
	}
	c.finish = t.newPromise()
	result := run()
	c.transformer = transformer{transform: c.refuse}
	t.upon(result, func(goja.Value) {
		if e, failed := other(); failed {
			c.finish.Reject(e)
			return
		}
		end()
		c.finish.Resolve(goja.Undefined())
	}, func(e goja.Value) {
		fail(e)
		c.finish.Reject(e)
	})
	return c.finish.promise
}

// sourcePull is https://streams.spec.whatwg.org/#transform-stream-default-source-pull-algorithm
func (t *Transform) sourcePull() *goja.Object {
	t.setBackpressure(false)
	return t.change.promise
}

// TransformOf is the stream behind a TransformStream object.
func TransformOf(r *js.Realm, v goja.Value) (*Transform, bool) { return js.Native[*Transform](r, v) }
