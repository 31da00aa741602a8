'use strict';

test(() => {
	const [a, b] = [new Event('x'), new CustomEvent('y')];
	const d = Object.getOwnPropertyDescriptor(a, 'isTrusted');
	assert_equals(typeof d.get, 'function');
	assert_equals(d.set, undefined);
	assert_true(d.enumerable);
	assert_false(d.configurable);
	assert_equals(d.get, Object.getOwnPropertyDescriptor(b, 'isTrusted').get, 'one getter for all');
	assert_false('isTrusted' in Event.prototype);
	assert_false(d.get.call(b));
	assert_throws_js(TypeError, () => d.get.call({}));
	class Mine extends Event {}
	assert_own_property(new Mine('z'), 'isTrusted');
}, 'isTrusted is unforgeable');

test(() => {
	const close = new CloseEvent('close', {code: 65536 + 1000, reason: '\ud800', wasClean: 1});
	assert_object_equals([close.code, close.reason, close.wasClean], [1000, '\ufffd', true]);
	const progress = new ProgressEvent('progress', {loaded: 1.5, total: 2, lengthComputable: true});
	assert_object_equals([progress.loaded, progress.total, progress.lengthComputable], [1.5, 2, true]);
	assert_throws_js(TypeError, () => new ProgressEvent('progress', {loaded: NaN}));
	assert_throws_js(TypeError, () => new CloseEvent());
}, 'CloseEvent and ProgressEvent');

test(() => {
	const e = new MessageEvent('a', {data: 1, origin: 'b', lastEventId: 'c'});
	e.initMessageEvent('d', true, true, 2, 'e', 'f', globalThis.nothing, []);
	assert_object_equals([e.type, e.bubbles, e.cancelable, e.data, e.origin, e.lastEventId, e.source, e.ports.length],
		['d', true, true, 2, 'e', 'f', null, 0]);
	e.initMessageEvent('g');
	assert_object_equals([e.type, e.bubbles, e.data, e.origin], ['g', false, null, '']);
	assert_throws_js(TypeError, () => new MessageEvent('x', {source: {}}));
	assert_throws_js(TypeError, () => new MessageEvent('x', {ports: [1]}));
	assert_throws_js(TypeError, () => new MessageEvent('x', {ports: 1}));
	assert_throws_js(TypeError, () => e.initMessageEvent());
}, 'MessageEvent');

test(() => {
	assert_equals(reportError.length, 1);
	assert_true(Object.getOwnPropertyDescriptor(globalThis, 'reportError').enumerable);
	assert_throws_js(TypeError, () => reportError());
	assert_throws_js(TypeError, () => reportError.call({}, 1));
}, 'reportError');
