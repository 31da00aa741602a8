package js

import "github.com/dop251/goja"

// BanEval makes eval and the constructors of functions refuse strings with an
// EvalError from now on; refused, if not nil, hears of each attempt. Code of Go
// asks [Realm.EvalBanned]. Loop only.
//
// https://tc39.es/ecma262/#sec-hostensurecancompilestrings
func (r *Realm) BanEval(refused func()) {
	if r.noEval {
		return
	}
	r.noEval = true
	ban, err := r.VM.RunProgram(banProgram)
	must(err)
	tell := r.function("", 0, func(goja.FunctionCall) goja.Value {
		if refused != nil {
			refused()
		}
		return goja.Undefined()
	})
	native := func(name string) goja.Value { return r.Intrinsic(name) }
	call, _ := goja.AssertFunction(ban)
	_, err = call(goja.Undefined(), tell, native("Function"), native("EvalError"), r.VM.GlobalObject())
	must(err)
}

// EvalBanned says whether strings must not be compiled.
func (r *Realm) EvalBanned() bool { return r.noEval }

var banProgram = goja.MustCompile("asterism:evalban", `(function(tell, F, EvalError, global) {
const define = Object.defineProperty;
const refuse = (name) => {
	tell();
	throw new EvalError(name + ': the Content Security Policy does not allow strings to be evaluated as JavaScript');
};
const ban = (holder, name) => {
	const banned = {[name]: function(...args) { return refuse(name); }}[name];
	define(banned, 'length', {value: 1});
	define(banned, 'prototype', {value: holder, writable: false});
	define(holder, 'constructor', {value: banned});
	return banned;
};
const of = (f) => Object.getPrototypeOf(f);
define(global, 'Function', {value: ban(F.prototype, 'Function'), writable: true, configurable: true});
ban(of(function*() {}), 'GeneratorFunction');
ban(of(async function() {}), 'AsyncFunction');
define(global, 'eval', {value: {eval(x) { return typeof x === 'string' ? refuse('eval') : x; }}.eval, writable: true, configurable: true});
})`, true)
