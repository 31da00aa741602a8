package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/abort"
)

// ReadableClass is ReadableStream.
//
// https://streams.spec.whatwg.org/#rs-class
var ReadableClass = &js.Class[*Readable]{
	Name: "ReadableStream",
	New:  newFromScript,
	Attrs: []js.Attr[*Readable]{
		{Name: "locked", Get: func(s *Readable, c js.Call) goja.Value { return c.VM.ToValue(s.Locked()) }},
	},
	Methods: []js.Method[*Readable]{
		{Name: "cancel", Async: true, Call: func(s *Readable, c js.Call) goja.Value {
			if s.Locked() {
				c.Throw(c.TypeError("a locked stream cannot be cancelled: cancel its reader"))
			}
			return s.Cancel(c.Arg(0))
		}},
		{Name: "getReader", Call: getReader},
		{Name: "pipeThrough", Length: 1, Call: pipeThrough},
		{Name: "pipeTo", Length: 1, Async: true, Call: pipeTo},
		{Name: "tee", Call: func(s *Readable, c js.Call) goja.Value {
			one, two := s.Tee()
			return c.VM.NewArray(one.Object(), two.Object())
		}},
		{Name: "values", Symbol: "asyncIterator", Call: values},
	},
	Static: []js.Function{{Name: "from", Length: 1, Call: from}},
}

// newFromScript is https://streams.spec.whatwg.org/#rs-constructor
func newFromScript(c js.Call) *Readable {
	x := envOf(c.Realm)
	s := newReadable(x)
	s.object = construct(c)
	strategy := x.strategy(c.Arg(1))
	var under *goja.Object
	if v := c.Arg(0); !goja.IsUndefined(v) { // 1
		o, ok := v.(*goja.Object)
		if !ok {
			c.Throw(c.TypeError("the underlying source is not an object"))
		}
		under = o
	}
	var src source
	if size := c.Member(under, "autoAllocateChunkSize"); size != nil && size.ToInteger() <= 0 {
		c.Throw(c.TypeError("autoAllocateChunkSize must be a positive number"))
	}
	cancel, pull, start := x.method(under, "cancel"), x.method(under, "pull"), x.method(under, "start") // 2
	if typ := c.Member(under, "type"); typ != nil {
		c.Enum(typ, "the underlying source's type", "bytes")
		src.bytes = true
	}
	normal := 1.0
	if src.bytes { // 4
		normal = 0
		if strategy.size != nil {
			c.Throw(c.RangeError("a stream of type bytes takes no size function"))
		}
	}
	src.mark, src.size = x.highWater(strategy, normal), strategy.size
	if start != nil {
		src.start = func(t *defaultController) goja.Value {
			v, err := start(under, t.Object())
			if err != nil {
				panic(thrownBy(err))
			}
			return v
		}
	}
	if pull != nil {
		src.pull = func(t *defaultController) *goja.Object { return x.promiseCall(pull, under, t.Object()) }
	}
	if cancel != nil {
		src.cancel = func(reason goja.Value) *goja.Object { return x.promiseCall(cancel, under, reason) }
	}
	s.setUp(src)
	return s
}

// getReader is https://streams.spec.whatwg.org/#rs-get-reader
func getReader(s *Readable, c js.Call) goja.Value {
	options := c.Dict(c.Arg(0), "options")
	if mode := c.Member(options, "mode"); mode != nil {
		c.Enum(mode, "options.mode", "byob")
		c.Throw(c.TypeError("this stream has no BYOB readers"))
	}
	return s.mustAcquire().Object()
}

// Object is the reader's object.
func (r *reader) Object() *goja.Object {
	if r.object == nil {
		r.object = r.Wrap(r.classes.reader, r)
	}
	return r.object
}

// pipeOptions is https://streams.spec.whatwg.org/#dictdef-streampipeoptions
func pipeOptions(c js.Call, v goja.Value) pipeFlags {
	var flags pipeFlags
	options := c.Dict(v, "options")
	is := func(name string) bool {
		v := c.Member(options, name)
		return v != nil && v.ToBoolean()
	}
	flags.preventAbort, flags.preventCancel, flags.preventClose = is("preventAbort"), is("preventCancel"), is("preventClose")
	if v := c.Member(options, "signal"); v != nil {
		signal, ok := js.Native[*abort.Signal](c.Realm, v)
		if !ok {
			c.Throw(c.TypeError("options.signal is not an AbortSignal"))
		}
		flags.signal = signal
	}
	return flags
}

// pipeTo is https://streams.spec.whatwg.org/#rs-pipe-to
func pipeTo(s *Readable, c js.Call) goja.Value {
	dest, ok := js.Native[*Writable](c.Realm, c.Arg(0))
	if !ok {
		c.Throw(c.TypeError("pipeTo: the destination is not a WritableStream"))
	}
	flags := pipeOptions(c, c.Arg(1))
	if s.Locked() || dest.Locked() { // 1, 2
		c.Throw(c.TypeError("pipeTo: one of the streams is locked"))
	}
	return s.pipe(dest, flags)
}

// pipeThrough is https://streams.spec.whatwg.org/#rs-pipe-through
func pipeThrough(s *Readable, c js.Call) goja.Value {
	pair := c.Dict(c.Arg(0), "transform")
	out, ok := Of(c.Realm, c.Member(pair, "readable"))
	if !ok {
		c.Throw(c.TypeError("pipeThrough: transform.readable is not a ReadableStream"))
	}
	dest, ok := js.Native[*Writable](c.Realm, c.Member(pair, "writable"))
	if !ok {
		c.Throw(c.TypeError("pipeThrough: transform.writable is not a WritableStream"))
	}
	flags := pipeOptions(c, c.Arg(1))
	if s.Locked() || dest.Locked() { // 1, 2
		c.Throw(c.TypeError("pipeThrough: one of the streams is locked"))
	}
	s.handled(s.pipe(dest, flags)) // 4, 5
	return out.Object()
}
