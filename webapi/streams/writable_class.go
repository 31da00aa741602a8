package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// WritableClass is WritableStream.
//
// https://streams.spec.whatwg.org/#ws-class
var WritableClass = &js.Class[*Writable]{
	Name: "WritableStream",
	New:  newWritable,
	Attrs: []js.Attr[*Writable]{
		{Name: "locked", Get: func(s *Writable, c js.Call) goja.Value { return c.VM.ToValue(s.Locked()) }},
	},
	Methods: []js.Method[*Writable]{
		{Name: "abort", Async: true, Call: func(s *Writable, c js.Call) goja.Value {
			if s.Locked() {
				c.Throw(c.TypeError("a locked stream cannot be aborted: abort its writer"))
			}
			return s.Abort(c.Arg(0))
		}},
		{Name: "close", Async: true, Call: func(s *Writable, c js.Call) goja.Value {
			if s.Locked() || s.closing() {
				c.Throw(c.TypeError("the stream is locked or closing: it cannot be closed"))
			}
			return s.Close()
		}},
		{Name: "getWriter", Call: func(s *Writable, c js.Call) goja.Value {
			w := s.mustAcquire()
			w.object = c.Wrap(s.classes.writer, w)
			return w.object
		}},
	},
}

// newWritable is https://streams.spec.whatwg.org/#ws-constructor
func newWritable(c js.Call) *Writable {
	x := envOf(c.Realm)
	s := &Writable{env: x, object: construct(c)}
	strategy := x.strategy(c.Arg(1))
	var under *goja.Object
	if v := c.Arg(0); !goja.IsUndefined(v) { // 1
		o, ok := v.(*goja.Object)
		if !ok {
			c.Throw(c.TypeError("the underlying sink is not an object"))
		}
		under = o
	}
	var k sink
	abort, closing, start := x.method(under, "abort"), x.method(under, "close"), x.method(under, "start") // 2
	if c.Member(under, "type") != nil {                                                                   // 3
		c.Throw(c.RangeError("the underlying sink has a type, which is reserved"))
	}
	write := x.method(under, "write")
	mark, size := x.highWater(strategy, 1), strategy.size // 5, 6
	if start != nil {
		k.start = func(t *sinkController) goja.Value {
			v, err := start(under, t.Object())
			if err != nil {
				panic(thrownBy(err))
			}
			return v
		}
	}
	if write != nil {
		k.write = func(t *sinkController, chunk goja.Value) *goja.Object {
			return x.promiseCall(write, under, chunk, t.Object())
		}
	}
	if closing != nil {
		k.close = func() *goja.Object { return x.promiseCall(closing, under) }
	}
	if abort != nil {
		k.abort = func(reason goja.Value) *goja.Object { return x.promiseCall(abort, under, reason) }
	}
	s.setUp(k, mark, size) // 7
	return s
}
