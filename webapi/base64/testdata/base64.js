'use strict';

test(() => {
	for (const [text, encoded] of [['', ''], ['a', 'YQ=='], ['ab', 'YWI='], ['abc', 'YWJj'], ['\xff\x00', '/wA='], [null, 'bnVsbA==']]) {
		assert_equals(btoa(text), encoded);
		assert_equals(atob(encoded), String(text));
	}
	assert_equals(btoa({toString: () => 'x'}), 'eA==');
}, 'there and back');

test(() => {
	assert_equals(atob(' Y\tQ\n=\f=\r'), 'a');
	assert_equals(atob('YQ'), 'a');
	assert_equals(atob('YR=='), 'a', 'surplus bits are dropped');
	for (const bad of ['Y', 'YQ=', 'YWJj=', 'Y===', '====', 'Y-_a', 'Y\u00a0Q', '\ud800']) {
		assert_throws_dom('InvalidCharacterError', () => atob(bad), bad);
	}
}, 'forgiving, but not everything');

test(() => {
	assert_throws_dom('InvalidCharacterError', () => btoa('\u0100'));
	assert_throws_js(TypeError, () => btoa());
	assert_throws_js(TypeError, () => atob(Symbol()));
}, 'what does not fit');
