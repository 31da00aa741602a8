'use strict';

promise_test(async () => {
	const detail = {a: [1]};
	const a = performance.mark('a', {detail, startTime: 3});
	assert_class_string(a, 'PerformanceMark');
	assert_true(a instanceof PerformanceEntry);
	assert_object_equals([a.name, a.entryType, a.startTime, a.duration], ['a', 'mark', 3, 0]);
	assert_object_equals(a.detail, detail);
	assert_not_equals(a.detail, detail);
	assert_equals(a.detail, a.detail);
	await sleep(10);
	const b = performance.mark('a');
	const m = performance.measure('m', 'a');
	assert_equals(m.startTime, b.startTime, 'the latest of that name');
	assert_equals(performance.measure('m', {start: 1, duration: 4}).duration, 4);
	assert_equals(performance.measure('m', {end: 9, duration: 4}).startTime, 5);
	assert_equals(performance.measure('m', {start: 'a', end: b.startTime + 2, detail: 7}).detail, 7);
	assert_equals(performance.measure('m', undefined, 'a').startTime, 0);
	assert_array_equals(performance.getEntriesByType('mark'), [a, b]);
	assert_equals(performance.getEntriesByName('m', 'measure').length, 5);
	assert_equals(performance.getEntriesByName('m', 'mark').length, 0);
	const times = performance.getEntries().map((e) => e.startTime);
	assert_array_equals(times, times.toSorted((x, y) => x - y));
	assert_equals(JSON.stringify(b).slice(0, 30), '{"id":2,"name":"a","entryType"');
	performance.clearMeasures('other');
	assert_equals(performance.getEntriesByType('measure').length, 5);
	performance.clearMeasures();
	performance.clearMarks('a');
	assert_array_equals(performance.getEntries(), []);
}, 'marks and measures');

test(() => {
	assert_throws_js(TypeError, () => performance.mark());
	assert_throws_js(TypeError, () => performance.mark('x', {startTime: -1}));
	assert_throws_js(TypeError, () => performance.mark('x', {startTime: NaN}));
	assert_throws_dom('DataCloneError', () => performance.mark('x', {detail: () => {}}));
	assert_throws_dom('SyntaxError', () => performance.measure('m', 'no such mark'));
	assert_throws_js(TypeError, () => performance.measure('m', {start: 0}, 'x'));
	assert_throws_js(TypeError, () => performance.measure('m', {detail: 0}));
	assert_throws_js(TypeError, () => performance.measure('m', {start: 1, end: 2, duration: 1}));
	assert_throws_js(TypeError, () => performance.measure('m', {start: -1}));
	assert_throws_js(TypeError, () => new PerformanceMeasure());
	assert_array_equals(performance.getEntries(), [], 'nothing was recorded');
	const own = new PerformanceMark('own');
	assert_equals(own.detail, null);
	assert_array_equals(performance.getEntries(), [], 'a constructed mark is not on the timeline');
}, 'what is refused');
