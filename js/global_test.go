package js

import (
	"testing"

	"github.com/dop251/goja"
)

type worker struct{ handler goja.Value }

func (w *worker) target() {}

type target interface{ target() }

var targetClass = &Class[target]{
	Name:    "EventTarget",
	New:     func(c Call) target { return &worker{} },
	Methods: []Method[target]{{Name: "listen", Call: func(t target, c Call) goja.Value { return c.This }}},
}

var workerClass = &Class[*worker]{
	Name:   "WorkerGlobalScope",
	Parent: targetClass,
	Attrs: []Attr[*worker]{{
		Name: "onfetch",
		Get:  func(w *worker, c Call) goja.Value { return w.handler },
		Set:  func(w *worker, c Call, v goja.Value) { w.handler = v },
	}},
}

func TestGlobal(t *testing.T) {
	r := realm(t)
	built := 0
	r.Lazy("answer", func() goja.Value { built++; return r.VM.ToValue(42) })
	r.Lazy("other", func() goja.Value { built++; return r.VM.ToValue(1) })
	r.Expose(targetClass)
	r.Expose(workerClass)
	r.SetGlobal(workerClass, &worker{})
	for _, c := range [][2]string{
		{`typeof answer + answer + globalThis.answer`, "number4242"},
		{`'use strict'; onfetch = 7; onfetch`, "7"},
		{`listen() === globalThis`, "true"},
		{`globalThis instanceof EventTarget`, "true"},
		{`globalThis instanceof WorkerGlobalScope`, "true"},
		{`({}).toString.call(globalThis)`, "[object WorkerGlobalScope]"},
		{`typeof nothing`, "undefined"},
		{`'answer' in globalThis`, "true"},
		{`other = 5; other`, "5"},
		{`Object.prototype.toString.call(new EventTarget())`, "[object EventTarget]"},
		{`var answer = 3; answer`, "3"},
		{`function late() { return 1 } late()`, "1"},
	} {
		if got := r.eval(t, c[0]).String(); got != c[1] {
			t.Errorf("%s: got %s, want %s", c[0], got, c[1])
		}
	}
	if built > 1 {
		t.Errorf("%d globals were built, want at most 1", built)
	}
}
