'use strict';

promise_test(async () => {
	const start = performance.now();
	assert_equals(performance.timeOrigin + start, Date.now());
	await sleep(250);
	assert_equals(performance.now() - start, 250);
	assert_object_equals(performance.toJSON(), {timeOrigin: performance.timeOrigin});
}, 'the clock');

test(() => {
	assert_class_string(performance, 'Performance');
	assert_true(performance instanceof EventTarget);
	assert_equals(performance, performance);
	assert_throws_js(TypeError, () => new Performance());
	assert_throws_js(TypeError, () => Performance.prototype.now.call({}));
	const original = performance;
	performance = 5;
	assert_equals(performance, 5, 'replaceable');
	performance = original;
	assert_equals(typeof original.now(), 'number');
}, 'the object');
