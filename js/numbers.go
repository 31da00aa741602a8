package js

import (
	"math"

	"github.com/dop251/goja"
)

// Number is ToNumber, refusing symbols and bigints by name.
func (c Call) Number(v goja.Value, what string) float64 {
	switch v := v.(type) {
	case *goja.Symbol:
		c.Throw(c.TypeError("%s: a Symbol cannot be converted to a number", what))
	case *goja.Object:
		return v.ToNumber().ToFloat()
	}
	if goja.IsBigInt(v) {
		c.Throw(c.TypeError("%s: a BigInt cannot be converted to a number", what))
	}
	return v.ToFloat()
}

// Double is a double: what is not finite is a TypeError.
// https://webidl.spec.whatwg.org/#js-double
func (c Call) Double(v goja.Value, what string) float64 {
	f := c.Number(v, what)
	if math.IsNaN(f) || math.IsInf(f, 0) {
		c.Throw(c.TypeError("%s is not a finite number", what))
	}
	return f
}

// Integer is an integer type without extended attributes, of a number of bits up
// to 64: the value modulo 2**bits; the caller reads unsigned types as they are and
// converts signed ones. https://webidl.spec.whatwg.org/#abstract-opdef-converttoint
func (c Call) Integer(v goja.Value, what string, bits int) uint64 {
	f := c.Number(v, what)
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	modulus := math.Ldexp(1, bits)
	f = math.Mod(math.Trunc(f), modulus)
	if f < 0 {
		f += modulus
	}
	if f >= 1<<63 {
		return uint64(f-1<<63) + 1<<63
	}
	return uint64(f)
}

// EnforceRange is an integer with [EnforceRange]: a TypeError unless it is within
// the bounds once its fraction is dropped.
func (c Call) EnforceRange(v goja.Value, what string, low, high float64) float64 {
	f := c.Number(v, what)
	if t := math.Trunc(f); !math.IsNaN(f) && t >= low && t <= high {
		return t + 0
	}
	c.Throw(c.TypeError("%s: %v is out of range", what, f))
	return 0
}
