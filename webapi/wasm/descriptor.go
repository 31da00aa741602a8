package wasm

import (
	"math"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/wasm/internal/binary"
)

// descriptor is an argument that must be an object.
func descriptor(c js.Call, v goja.Value) *goja.Object {
	o, ok := v.(*goja.Object)
	if !ok {
		c.Throw(c.TypeError("the descriptor is not an object"))
	}
	return o
}

// readLimits reads the members initial and maximum.
//
// https://webassembly.github.io/spec/js-api/#dictdef-memorydescriptor
func readLimits(c js.Call, d *goja.Object, most uint32) binary.Limits {
	var l binary.Limits
	initial := c.Member(d, "initial")
	if initial == nil {
		c.Throw(c.TypeError("the descriptor has no initial size"))
	}
	l.Min = enforceRange(c, initial, "initial")
	if v := c.Member(d, "maximum"); v != nil {
		l.Max, l.HasMax = enforceRange(c, v, "maximum"), true
	}
	if l.HasMax && l.Max < l.Min {
		c.Throw(c.RangeError("maximum is less than initial"))
	}
	if l.Min > most || l.HasMax && l.Max > most {
		c.Throw(c.RangeError("sizes are at most %d", most))
	}
	return l
}

// enforceRange is the conversion to [EnforceRange] unsigned long.
func enforceRange(c js.Call, v goja.Value, what string) uint32 {
	n := v.ToFloat()
	if math.IsNaN(n) || math.IsInf(n, 0) {
		c.Throw(c.TypeError("%s is not a finite number", what))
	}
	if n = math.Trunc(n); n < 0 || n > math.MaxUint32 {
		c.Throw(c.TypeError("%s is out of range", what))
	}
	return uint32(n)
}
