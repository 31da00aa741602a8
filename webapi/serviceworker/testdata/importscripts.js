test(() => {
	importScripts('lib.js', new URL('/app/lib.js', location));
	assert_equals(imported, 2);
	assert_equals(lib(), 'lib');
	assert_array_equals(hostCalls().map((c) => c[1]), ['https://a.example/app/lib.js', 'https://a.example/app/lib.js']);
	importScripts();
}, 'runs scripts in the global scope, in order');

test(() => {
	assert_throws_dom('NetworkError', () => importScripts('missing.js'));
	assert_throws_js(SyntaxError, () => importScripts('broken.js'));
	assert_throws_js(RangeError, () => importScripts('throws.js'));
	try { importScripts('throws.js'); } catch (e) { assert_equals(e.message, 'from the import'); }
	try { importScripts('broken.js'); } catch (e) { assert_regexp_match(e.message, /broken\.js:1:\d+/); }
	assert_throws_dom('NetworkError', () => importScripts('https://b.example/throws.js'), 'what another origin throws is muted');
	assert_throws_dom('NetworkError', () => importScripts('https://b.example/broken.js'));
	hostCalls();
	assert_throws_dom('SyntaxError', () => importScripts('lib.js', 'http://['));
	assert_equals(hostCalls().length, 0, 'URLs are parsed first');
}, 'errors');
