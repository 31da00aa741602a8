package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// TransformClass is TransformStream.
//
// https://streams.spec.whatwg.org/#ts-class
var TransformClass = &js.Class[*Transform]{
	Name: "TransformStream",
	New:  newTransform,
	Attrs: []js.Attr[*Transform]{
		{Name: "readable", Get: func(t *Transform, c js.Call) goja.Value { return t.readable.Object() }},
		{Name: "writable", Get: func(t *Transform, c js.Call) goja.Value { return t.writable.Object() }},
	},
}

// newTransform is https://streams.spec.whatwg.org/#ts-constructor
func newTransform(c js.Call) *Transform {
	x := envOf(c.Realm)
	t := &Transform{env: x, object: construct(c)}
	writing, reading := x.strategy(c.Arg(1)), x.strategy(c.Arg(2))
	var under *goja.Object
	if v := c.Arg(0); !goja.IsUndefined(v) { // 1
		o, ok := v.(*goja.Object)
		if !ok {
			c.Throw(c.TypeError("the transformer is not an object"))
		}
		under = o
	}
	cancel, flush := x.method(under, "cancel"), x.method(under, "flush") // 2
	if c.Member(under, "readableType") != nil {                          // 3
		c.Throw(c.RangeError("the transformer has a readableType, which is reserved"))
	}
	start, transform := x.method(under, "start"), x.method(under, "transform")
	if c.Member(under, "writableType") != nil { // 4
		c.Throw(c.RangeError("the transformer has a writableType, which is reserved"))
	}
	var marks transformMarks
	marks.readableMark, marks.readableSize = x.highWater(reading, 0), reading.size // 5, 6
	marks.writableMark, marks.writableSize = x.highWater(writing, 1), writing.size // 7, 8
	var f transformer
	if transform != nil {
		f.transform = func(t *transformController, chunk goja.Value) *goja.Object {
			return x.promiseCall(transform, under, chunk, t.Object())
		}
	}
	if flush != nil {
		f.flush = func(t *transformController) *goja.Object { return x.promiseCall(flush, under, t.Object()) }
	}
	if cancel != nil {
		f.cancel = func(reason goja.Value) *goja.Object { return x.promiseCall(cancel, under, reason) }
	}
	started := x.newPromise()  // 9
	t.setUp(f, marks, started) // 10, 11
	if start == nil {          // 13
		started.Resolve(goja.Undefined())
		return t
	}
	v, err := start(under, t.controller.Object()) // 12
	if err != nil {
		panic(thrownBy(err))
	}
	started.Resolve(v)
	return t
}

// Object is the controller's object.
func (c *transformController) Object() *goja.Object {
	if c.object == nil {
		c.object = c.Wrap(c.classes.transformController, c)
	}
	return c.object
}

// TransformControllerClass is TransformStreamDefaultController.
//
// https://streams.spec.whatwg.org/#ts-default-controller-class
var TransformControllerClass = &js.Class[*transformController]{
	Name: "TransformStreamDefaultController",
	Attrs: []js.Attr[*transformController]{
		{Name: "desiredSize", Get: func(t *transformController, c js.Call) goja.Value {
			source := t.stream.source()
			switch source.stream.state {
			case errored:
				return goja.Null()
			case closed:
				return c.VM.ToValue(0)
			}
			return c.VM.ToValue(source.desired())
		}},
	},
	Methods: []js.Method[*transformController]{
		{Name: "enqueue", Call: func(t *transformController, c js.Call) goja.Value {
			t.enqueue(c.Arg(0))
			return goja.Undefined()
		}},
		{Name: "error", Call: func(t *transformController, c js.Call) goja.Value {
			t.stream.fail(c.Arg(0))
			return goja.Undefined()
		}},
		{Name: "terminate", Call: func(t *transformController, c js.Call) goja.Value {
			t.terminate()
			return goja.Undefined()
		}},
	},
}
