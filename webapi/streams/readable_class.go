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
	auto := 0
	if v := c.Member(under, "autoAllocateChunkSize"); v != nil {
		if auto = enforceRange(c, v, "autoAllocateChunkSize"); auto == 0 {
			auto = -1
		}
	}
	cancel, pull, start := x.method(under, "cancel"), x.method(under, "pull"), x.method(under, "start") // 2
	typ := c.Member(under, "type")
	if typ != nil {
		c.Enum(typ, "the underlying source's type", "bytes")
	}
	starting := func(controller *goja.Object) goja.Value {
		v, err := start(under, controller)
		if err != nil {
			panic(thrownBy(err))
		}
		return v
	}
	var cancelling func(goja.Value) *goja.Object
	if cancel != nil {
		cancelling = func(reason goja.Value) *goja.Object { return x.promiseCall(cancel, under, reason) }
	}
	if typ != nil { // 4
		if strategy.size != nil {
			c.Throw(c.RangeError("a stream of type bytes takes no size function"))
		}
		src := byteSource{mark: x.highWater(strategy, 0), cancel: cancelling, auto: auto}
		if start != nil {
			src.start = func(t *byteController) goja.Value { return starting(t.Object()) }
		}
		if pull != nil {
			src.pull = func(t *byteController) *goja.Object { return x.promiseCall(pull, under, t.Object()) }
		}
		if auto < 0 {
			c.Throw(c.TypeError("autoAllocateChunkSize must not be 0"))
		}
		s.setUpBytes(src)
		return s
	}
	src := source{mark: x.highWater(strategy, 1), size: strategy.size, cancel: cancelling} // 5
	if start != nil {
		src.start = func(t *defaultController) goja.Value { return starting(t.Object()) }
	}
	if pull != nil {
		src.pull = func(t *defaultController) *goja.Object { return x.promiseCall(pull, under, t.Object()) }
	}
	s.setUp(src)
	return s
}

// getReader is https://streams.spec.whatwg.org/#rs-get-reader
func getReader(s *Readable, c js.Call) goja.Value {
	options := c.Dict(c.Arg(0), "options")
	if mode := c.Member(options, "mode"); mode != nil {
		c.Enum(mode, "options.mode", "byob")
		return s.acquireBYOB().Object()
	}
	return s.mustAcquire().Object()
}

// Object is the reader's object.
func (r *reader) Object() *goja.Object {
	if r.object == nil {
		class := r.classes.reader
		if r.byob {
			class = r.classes.byobReader
		}
		r.object = r.Wrap(class, r)
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
