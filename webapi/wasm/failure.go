package wasm

import (
	"fmt"
	"strings"

	"github.com/dop251/goja"
)

// errorsProgram makes the error classes, which are like the language's own
// NativeErrors.
//
// https://webassembly.github.io/spec/js-api/#error-objects
var errorsProgram = goja.MustCompile("asterism:wasm/errors", `["CompileError", "LinkError", "RuntimeError"].map((name) => {
	const make = Reflect.construct, own = Object.defineProperty, E = Error;
	const type = function (message, options) {
		const args = message === undefined ? [] : [message];
		const error = make(E, args, new.target ?? type);
		if (typeof options === 'object' && options !== null && 'cause' in options) {
			own(error, 'cause', {value: options.cause, writable: true, configurable: true});
		}
		return error;
	};
	own(type, 'name', {value: name});
	own(type, 'length', {value: 1});
	Object.setPrototypeOf(type, E);
	own(type, 'prototype', {writable: false, value: Object.create(E.prototype, {
		constructor: {value: type, writable: true, configurable: true},
		name: {value: name, writable: true, configurable: true},
		message: {value: '', writable: true, configurable: true},
	})});
	return type;
})`, true)

// errorClass is CompileError, LinkError or RuntimeError.
func (e *engine) errorClass(name string) *goja.Object {
	if e.errors == nil {
		v, err := e.VM.RunProgram(errorsProgram)
		if err != nil {
			panic(err)
		}
		e.errors = make(map[string]*goja.Object)
		for _, i := range []string{"0", "1", "2"} {
			class := v.(*goja.Object).Get(i).(*goja.Object)
			e.errors[class.Get("name").String()] = class
		}
	}
	return e.errors[name]
}

func (e *engine) newError(class, message string) *goja.Object {
	o, err := e.VM.New(e.errorClass(class), e.VM.ToValue(message))
	if err != nil {
		panic(err)
	}
	return o
}

func (e *engine) fail(class string, format string, args ...any) {
	e.Throw(e.newError(class, fmt.Sprintf(format, args...)))
}

// describe tells what an error of the engine says, and whether it is a trap.
func describe(err error) (text string, trap bool) {
	text, _, _ = strings.Cut(err.Error(), "\n")
	if i := strings.Index(text, "wasm error: "); i >= 0 {
		return text[i+len("wasm error: "):], true
	}
	return text, strings.Contains(text, "out of bounds")
}
