'use strict';

test(() => {
	assert_array_equals(PerformanceObserver.supportedEntryTypes, ['mark', 'measure', 'navigation', 'resource']);
	assert_equals(PerformanceObserver.supportedEntryTypes, PerformanceObserver.supportedEntryTypes);
	assert_true(Object.isFrozen(PerformanceObserver.supportedEntryTypes));
	const o = new PerformanceObserver(() => {});
	assert_throws_js(TypeError, () => new PerformanceObserver());
	assert_throws_js(TypeError, () => o.observe());
	assert_throws_js(TypeError, () => o.observe({entryTypes: ['mark'], type: 'mark'}));
	assert_throws_js(TypeError, () => o.observe({entryTypes: 'mark'}));
	o.observe({entryTypes: ['mark']});
	assert_throws_dom('InvalidModificationError', () => o.observe({type: 'mark'}));
	o.disconnect();
}, 'what is refused');

promise_test(async () => {
	performance.mark('before');
	const calls = [];
	const o = new PerformanceObserver(function (list, observer, options) {
		assert_equals(this, o);
		assert_equals(observer, o);
		assert_class_string(list, 'PerformanceObserverEntryList');
		calls.push([list.getEntries().map((e) => e.name), list.getEntriesByName('x', 'mark').length, options.droppedEntriesCount]);
	});
	o.observe({type: 'mark', buffered: true});
	o.observe({type: 'nonsense'});
	performance.mark('x');
	performance.measure('not observed');
	assert_equals(calls.length, 0);
	await sleep(0);
	assert_object_equals(calls, [[['before', 'x'], 1, 0]]);
	performance.mark('y');
	assert_array_equals(o.takeRecords().map((e) => e.name), ['y']);
	await sleep(0);
	assert_equals(calls.length, 1);
	performance.mark('z');
	o.disconnect();
	await sleep(0);
	assert_equals(calls.length, 1);
	o.observe({type: 'measure'});
	performance.measure('m');
	await sleep(0);
	assert_array_equals(calls[1][0], ['m']);
	assert_equals(calls[1][2], 0);
}, 'observing');
