package js

import (
	"math"
	"math/big"

	"github.com/dop251/goja"
)

// f16round is https://tc39.es/ecma262/#sec-math.f16round: the nearest number with
// eleven significant bits, ties to even.
func f16round(c Call) goja.Value {
	f := c.Arg(0).ToFloat()
	if f == 0 || math.IsNaN(f) || math.IsInf(f, 0) {
		return c.VM.ToValue(f)
	}
	_, exponent := math.Frexp(f)
	unit := math.Ldexp(1, max(exponent-11, -24))
	rounded := math.RoundToEven(f/unit) * unit
	if math.Abs(rounded) > 65504 {
		rounded = math.Inf(int(math.Copysign(1, f)))
	}
	return c.VM.ToValue(rounded)
}

// sumPrecise is https://tc39.es/proposal-math-sum/#sec-math.sumprecise
func sumPrecise(c Call) goja.Value {
	sum := new(big.Float).SetPrec(2300) // exact for every double
	zero := math.Copysign(0, -1)
	special := 0.0
	c.VM.ForOf(c.Arg(0), func(v goja.Value) bool {
		switch v.ExportType().Kind().String() {
		case "int64", "float64":
		default:
			c.Throw(c.TypeError("Math.sumPrecise: an item is not a number"))
		}
		f := v.ToFloat()
		switch {
		case math.IsNaN(f) || math.IsInf(f, 0):
			special += f
		case f != 0:
			sum.Add(sum, big.NewFloat(f))
			zero = 0
		case !math.Signbit(f):
			zero = 0
		}
		return true
	})
	if special != 0 {
		return c.VM.ToValue(special)
	}
	f, _ := sum.Float64()
	if f == 0 {
		f = zero
	}
	return c.VM.ToValue(f)
}
