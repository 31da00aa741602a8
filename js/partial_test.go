package js

import (
	"testing"

	"github.com/dop251/goja"
)

// A class has the members of another standard in the realms that ask for them,
// whether it is built before or after, and nowhere else.
func TestExtend(t *testing.T) {
	extra := &Partial[shaped]{
		Attrs: []Attr[shaped]{{Name: "double", Get: func(s shaped, c Call) goja.Value { return c.VM.ToValue(2 * s.base().sides) }}},
		Methods: []Method[shaped]{{Name: "fail", Async: true, Call: func(_ shaped, c Call) goja.Value {
			c.Throw(c.TypeError("no"))
			return nil
		}}},
	}
	for _, built := range []bool{false, true} {
		r := realm(t)
		r.Expose(shapeClass)
		if built {
			r.Constructor(shapeClass)
		}
		r.Extend(shapeClass, extra)
		for source, want := range map[string]string{
			`new Shape(4).double`: "8",
			`'double' in new Shape(1) && !new Shape(1).hasOwnProperty('double')`:  "true",
			`try { Shape.prototype.double } catch (e) { e.name }`:                 "TypeError",
			`new Shape(1).fail() instanceof Promise`:                              "true",
			`Object.getOwnPropertyDescriptor(Shape.prototype, 'double').get.name`: "get double",
		} {
			if got := r.eval(t, source).String(); got != want {
				t.Errorf("built %v: %s: got %s, want %s", built, source, got, want)
			}
		}
	}
	r := realm(t)
	r.Expose(shapeClass)
	if got := r.eval(t, `'double' in new Shape(1)`).String(); got != "false" {
		t.Errorf("another realm has the partial's members: %s", got)
	}
}
