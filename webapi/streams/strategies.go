package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// strategyMark is the native value of both strategies: their high-water mark.
type strategyMark struct{ mark float64 }

func newStrategy(c js.Call) *strategyMark {
	init := c.Dict(c.Arg(0), "init")
	mark := c.Member(init, "highWaterMark")
	if mark == nil {
		c.Throw(c.TypeError("init.highWaterMark is required"))
	}
	return &strategyMark{mark.ToFloat()}
}

// strategyAttrs are the attributes of both classes; size is one function per
// realm, which pick makes on first use.
func strategyAttrs(pick func(x *env) **goja.Object, size js.Function) []js.Attr[*strategyMark] {
	return []js.Attr[*strategyMark]{
		{Name: "highWaterMark", Get: func(s *strategyMark, c js.Call) goja.Value { return c.VM.ToValue(s.mark) }},
		{Name: "size", Get: func(_ *strategyMark, c js.Call) goja.Value {
			made := pick(envOf(c.Realm))
			if *made == nil {
				*made = c.Function(size)
			}
			return *made
		}},
	}
}

// ByteLengthClass is ByteLengthQueuingStrategy.
//
// https://streams.spec.whatwg.org/#blqs-class
var ByteLengthClass = &js.Class[*strategyMark]{
	Name:   "ByteLengthQueuingStrategy",
	Length: 1,
	New:    newStrategy,
	Attrs: strategyAttrs(func(x *env) **goja.Object { return &x.byteLengthSize }, js.Function{
		Name: "size", Length: 1,
		Call: func(c js.Call) goja.Value {
			if v := c.Arg(0).ToObject(c.VM).Get("byteLength"); v != nil {
				return v
			}
			return goja.Undefined()
		},
	}),
}

// CountClass is CountQueuingStrategy.
//
// https://streams.spec.whatwg.org/#cqs-class
var CountClass = &js.Class[*strategyMark]{
	Name:   "CountQueuingStrategy",
	Length: 1,
	New:    newStrategy,
	Attrs: strategyAttrs(func(x *env) **goja.Object { return &x.countSize }, js.Function{
		Name: "size", Call: func(c js.Call) goja.Value { return c.VM.ToValue(1) },
	}),
}
