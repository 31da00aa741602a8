package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// Transformer is the algorithms of a transform stream in Go, for other packages'
// classes (TextDecoderStream, CompressionStream). They run on the loop and may
// throw; a promise they return is waited for, nil is done.
type Transformer struct {
	Transform func(chunk goja.Value, out Output) *goja.Object
	Flush     func(out Output) *goja.Object // may be nil
	Cancel    func()                        // the stream ended before Flush; may be nil
}

// Output is the readable side, for an algorithm.
type Output struct{ c *transformController }

// fullQueue is the number of chunks nobody has read that a Transformer should stop at.
const fullQueue = 128

// Enqueue gives a chunk to the readable side. It throws when that is closed or errored.
func (o Output) Enqueue(chunk goja.Value) { o.c.enqueue(chunk) }

// Full says that the reader is far behind: a transformer that makes much of little
// should go on when [Output.Drained].
func (o Output) Full() bool { return len(o.c.stream.source().queue.chunks) >= fullQueue }

// Drained runs then when the reader has caught up, unless the stream ends before.
// The promise is for what then returns.
func (o Output) Drained(then func() *goja.Object) *goja.Object {
	t := o.c.stream
	return t.react(t.change.promise, func(goja.Value) goja.Value {
		if t.readable.state != readable {
			return goja.Undefined()
		}
		if result := then(); result != nil {
			return result
		}
		return goja.Undefined()
	}, nil)
}

// NewTransformer makes the stream of a transformer.
//
// https://streams.spec.whatwg.org/#transformstream-set-up
func NewTransformer(r *js.Realm, f Transformer) *Transform {
	x := envOf(r)
	t := &Transform{env: x}
	promise := func(algorithm func() *goja.Object) *goja.Object {
		var result *goja.Object
		if thrown := x.try(func() { result = algorithm() }); thrown != nil {
			return x.rejected(thrown)
		}
		if result == nil {
			return x.resolved(goja.Undefined())
		}
		return result
	}
	started := x.newPromise()
	started.Resolve(goja.Undefined())
	t.setUp(transformer{
		transform: func(c *transformController, chunk goja.Value) *goja.Object {
			return promise(func() *goja.Object { return f.Transform(chunk, Output{c}) })
		},
		flush: func(c *transformController) *goja.Object {
			return promise(func() *goja.Object {
				if f.Flush == nil {
					return nil
				}
				return f.Flush(Output{c})
			})
		},
		cancel: func(goja.Value) *goja.Object {
			if f.Cancel != nil {
				f.Cancel()
			}
			return x.resolved(goja.Undefined())
		},
	}, transformMarks{writableMark: 1}, started)
	return t
}

// NewTransform is NewTransformer for algorithms that never wait.
func NewTransform(r *js.Realm, transform func(chunk goja.Value, enqueue func(goja.Value)), flush func(enqueue func(goja.Value))) *Transform {
	return NewTransformer(r, Transformer{
		Transform: func(chunk goja.Value, out Output) *goja.Object {
			transform(chunk, out.Enqueue)
			return nil
		},
		Flush: func(out Output) *goja.Object {
			if flush != nil {
				flush(out.Enqueue)
			}
			return nil
		},
	})
}

// Readable is the readable side's object.
func (t *Transform) Readable() *goja.Object { return t.readable.Object() }

// Writable is the writable side's object.
func (t *Transform) Writable() *goja.Object { return t.writable.Object() }

// Transforming is the native value of a class that includes GenericTransformStream.
type Transforming interface{ Transform() *Transform }

// TransformAttrs are the attributes of such a class.
//
// https://streams.spec.whatwg.org/#generictransformstream
func TransformAttrs[T Transforming]() []js.Attr[T] {
	return []js.Attr[T]{
		{Name: "readable", Get: func(t T, c js.Call) goja.Value { return t.Transform().Readable() }},
		{Name: "writable", Get: func(t T, c js.Call) goja.Value { return t.Transform().Writable() }},
	}
}
