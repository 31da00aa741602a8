package abort

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// Controller is the native value of an AbortController.
type Controller struct{ Signal *Signal }

// ControllerClass is AbortController.
//
// https://dom.spec.whatwg.org/#interface-abortcontroller
var ControllerClass = &js.Class[*Controller]{
	Name: "AbortController",
	New:  func(c js.Call) *Controller { return &Controller{New(c.Realm)} },
	Attrs: []js.Attr[*Controller]{
		{Name: "signal", Get: func(t *Controller, c js.Call) goja.Value { return t.Signal.Object() }},
	},
	Methods: []js.Method[*Controller]{
		{Name: "abort", Call: func(t *Controller, c js.Call) goja.Value {
			if err := t.Signal.Abort(c.Arg(0)); err != nil {
				panic(err) // a limit: not for the script to catch
			}
			return goja.Undefined()
		}},
	},
}
