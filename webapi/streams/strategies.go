package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// strategyMark is the native value of both strategies: their high-water mark.
type strategyMark struct {
	mark float64
	size goja.Value
}

func newStrategy(size func(c js.Call, chunk goja.Value) goja.Value) func(js.Call) *strategyMark {
	return func(c js.Call) *strategyMark {
		init := c.Dict(c.Arg(0), "init")
		mark := c.Member(init, "highWaterMark")
		if mark == nil {
			c.Throw(c.TypeError("init.highWaterMark is required"))
		}
		return &strategyMark{mark: mark.ToFloat(), size: c.Function(js.Function{
			Name: "size",
			Call: func(c js.Call) goja.Value { return size(c, c.Arg(0)) },
		})}
	}
}

func strategyAttrs() []js.Attr[*strategyMark] {
	return []js.Attr[*strategyMark]{
		{Name: "highWaterMark", Get: func(s *strategyMark, c js.Call) goja.Value { return c.VM.ToValue(s.mark) }},
		{Name: "size", Get: func(s *strategyMark, c js.Call) goja.Value { return s.size }},
	}
}

// ByteLengthClass is ByteLengthQueuingStrategy.
//
// https://streams.spec.whatwg.org/#blqs-class
var ByteLengthClass = &js.Class[*strategyMark]{
	Name:   "ByteLengthQueuingStrategy",
	Length: 1,
	New: newStrategy(func(c js.Call, chunk goja.Value) goja.Value {
		if v := chunk.ToObject(c.VM).Get("byteLength"); v != nil {
			return v
		}
		return goja.Undefined()
	}),
	Attrs: strategyAttrs(),
}

// CountClass is CountQueuingStrategy.
//
// https://streams.spec.whatwg.org/#cqs-class
var CountClass = &js.Class[*strategyMark]{
	Name:   "CountQueuingStrategy",
	Length: 1,
	New:    newStrategy(func(c js.Call, _ goja.Value) goja.Value { return c.VM.ToValue(1) }),
	Attrs:  strategyAttrs(),
}
