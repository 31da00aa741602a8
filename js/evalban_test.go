package js_test

import (
	"testing"

	"asterism/js"
	"asterism/js/jstest"
)

func TestBanEval(t *testing.T) {
	refused := 0
	jstest.RunScript(t, jstest.Config{Install: func(r *js.Realm) { r.BanEval(func() { refused++ }) }}, jstest.Script{Name: "ban.js", Source: `
test(() => {
	assert_throws_js(EvalError, () => eval('1'));
	assert_throws_js(EvalError, () => (0, eval)('1'));
	assert_throws_js(EvalError, () => new Function('1'));
	assert_throws_js(EvalError, () => Function('1'));
	assert_throws_js(EvalError, () => (() => {}).constructor('1'));
	assert_throws_js(EvalError, () => (function*() {}).constructor('1'));
	assert_throws_js(EvalError, () => (async () => {}).constructor('1'));
	assert_equals(eval(5), 5);
	assert_true((() => {}) instanceof Function);
	assert_equals(Function.prototype.constructor, Function);
	assert_equals(eval.name + Function.name, 'evalFunction');
}, 'nothing is compiled')`})
	if refused != 7 {
		t.Errorf("heard of %d attempts", refused)
	}
}
