package timers

import (
	"sync"

	"asterism/js"

	"github.com/dop251/goja"
)

// microtaskSource queues in JavaScript, so that callbacks run in exact microtask
// order from a script's own frame.
const microtaskSource = `(function (report) {
	return function (callback) {
		(async function () {
			await undefined;
			try { callback(); } catch (e) { report(e); }
		})();
	};
})`

var microtaskProgram = sync.OnceValues(func() (*goja.Program, error) {
	return js.Compile("asterism:queueMicrotask", microtaskSource)
})

// queueMicrotask is the global function.
//
// https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#microtask-queuing
func queueMicrotask(r *js.Realm) goja.Value {
	program, err := microtaskProgram()
	if err != nil {
		return goja.Undefined()
	}
	factory, err := r.Run(program)
	if err != nil {
		return goja.Undefined()
	}
	build, _ := goja.AssertFunction(factory)
	reporter := r.Function(js.Function{Name: "report", Call: func(c js.Call) goja.Value {
		r.Report(c.Arg(0))
		return nil
	}})
	queue, err := build(goja.Undefined(), reporter)
	if err != nil {
		return goja.Undefined()
	}
	enqueue, _ := goja.AssertFunction(queue)
	return r.Function(js.Function{Name: "queueMicrotask", Length: 1, Call: func(c js.Call) goja.Value {
		c.Callback(c.Arg(0), "Failed to execute 'queueMicrotask': parameter 1")
		if _, err := enqueue(goja.Undefined(), c.Arg(0)); err != nil {
			panic(err) // raised in the calling script
		}
		return nil
	}})
}
