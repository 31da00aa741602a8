package js

import (
	"weak"

	"github.com/dop251/goja"
)

// weakRef is a WeakRef's target: an object held weakly. Symbols are held.
// https://tc39.es/ecma262/#sec-weak-ref-objects
type weakRef struct {
	object weak.Pointer[goja.Object]
	symbol *goja.Symbol
}

var weakRefClass = &Class[*weakRef]{
	Name: "WeakRef",
	New: func(c Call) *weakRef {
		switch v := c.Arg(0).(type) {
		case *goja.Object:
			// The standard keeps a target alive until the end of the job.
			loop := c.Loop
			loop.Post(func() { _ = v })
			return &weakRef{object: weak.Make(v)}
		case *goja.Symbol:
			return &weakRef{symbol: v}
		}
		c.Throw(c.TypeError("WeakRef: the target must be an object or a symbol"))
		return nil
	},
	Methods: []Method[*weakRef]{{Name: "deref", Call: func(w *weakRef, c Call) goja.Value {
		if w.symbol != nil {
			return w.symbol
		}
		if o := w.object.Value(); o != nil {
			return o
		}
		return goja.Undefined()
	}}},
}
