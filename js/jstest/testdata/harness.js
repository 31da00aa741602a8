test(() => {
	assert_equals(1, 1);
	assert_array_equals([1, NaN, -0], [1, NaN, -0]);
	assert_object_equals({a: [1, {b: 2}]}, {a: [1, {b: 2}]});
	assert_throws_js(TypeError, () => null.x);
	assert_throws_dom('AbortError', () => { throw new DOMException('x', 'AbortError'); });
	assert_class_string(new DOMException(), 'DOMException');
}, 'assertions pass');

promise_test(async (t) => {
	await sleep(9000);
	await promise_rejects_js(t, RangeError, Promise.reject(new RangeError('x')));
}, 'time is free');

async_test((t) => {
	t.step_timeout(t.step_func_done(), 50);
}, 'async tests end');
