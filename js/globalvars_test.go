package js_test

import (
	"testing"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/js/jstest"
)

// A var of a global that nobody has touched keeps its value.
func TestVarOfGlobal(t *testing.T) {
	e := jstest.New(t, func(r *js.Realm) {
		r.Lazy("Fine", func() goja.Value { return r.Function(js.Function{Name: "Fine"}) })
	})
	for source, want := range map[string]string{
		"var before = typeof Fine; var Fine = 5; before + Fine": "function5",
		"var Map; typeof Map":                          "function",
		"'use strict'; var Set = Set || 1; typeof Set": "function",
		"var fresh; typeof fresh":                      "undefined",
		"function Symbol() {} Symbol.name":             "Symbol",
	} {
		if got := e.Eval(source); got != want {
			t.Errorf("%s: %v, want %s", source, got, want)
		}
	}
}
