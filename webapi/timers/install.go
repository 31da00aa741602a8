package timers

import (
	"asterism/js"

	"github.com/dop251/goja"
)

// Install defines the global functions.
func Install(r *js.Realm) {
	ts := &timers{realm: r, active: make(map[int]*timer)}
	for _, f := range []js.Function{
		{Name: "setTimeout", Length: 1, Call: func(c js.Call) goja.Value { return ts.start(c, false) }},
		{Name: "setInterval", Length: 1, Call: func(c js.Call) goja.Value { return ts.start(c, true) }},
		{Name: "clearTimeout", Call: ts.clear},
		{Name: "clearInterval", Call: ts.clear},
	} {
		r.Operation(f)
	}
	r.OperationOf("queueMicrotask", func() goja.Value { return queueMicrotask(r) })
}
