test(() => {
	assert_equals(self, globalThis);
	assert_equals(Object.prototype.toString.call(self), '[object DedicatedWorkerGlobalScope]');
	assert_true(self instanceof DedicatedWorkerGlobalScope && self instanceof WorkerGlobalScope && self instanceof EventTarget);
	assert_throws_js(TypeError, () => new DedicatedWorkerGlobalScope());
	assert_equals([name, origin, isSecureContext, crossOriginIsolated].join(), 'its name,https://a.example:8443,true,false');
	assert_false('connect' in self);
}, 'the global object');

test(() => {
	assert_equals(location, location);
	assert_equals(String(location), 'https://a.example:8443/dir/w.js?q#f');
	assert_equals([location.protocol, location.host, location.pathname, location.search, location.hash].join(), 'https:,a.example:8443,/dir/w.js,?q,#f');
	assert_equals([navigator.userAgent, navigator.appVersion, navigator.appName].join(), 'Mozilla/5.0 (test),5.0 (test),Netscape');
	assert_true(navigator.hardwareConcurrency > 0);
	assert_equals(navigator.languages, navigator.languages);
}, 'location and navigator');

promise_test(async () => {
	const heard = new Promise((f) => { self.onmessage = f; });
	postMessage({a: 1});
	assert_equals((await heard).data.a, 1);
	self.onmessage = null;
	assert_throws_dom('DataCloneError', () => postMessage(Symbol()));
	assert_throws_js(TypeError, () => postMessage());
}, 'messages');

test(() => {
	assert_equals(importScripts(), undefined);
	importScripts('lib.js', '/lib.js');
	assert_equals(lib, 2);
	assert_throws_dom('NetworkError', () => importScripts('lib.js', 'missing.js'));
	assert_equals(lib, 3, 'those before it have run');
	assert_throws_dom('SyntaxError', () => importScripts('lib.js', 'http://['));
	assert_equals(lib, 3, 'URLs are parsed first');
	assert_throws_js(RangeError, () => importScripts('throws.js'));
	assert_throws_dom('NetworkError', () => importScripts('https://b.example/throws.js'), 'muted');
	assert_throws_dom('NetworkError', () => importScripts('https://b.example/broken.js'), 'muted');
	try {
		importScripts('broken.js');
		assert_unreached();
	} catch (e) {
		assert_true(e instanceof SyntaxError);
		assert_regexp_match(e.stack, /at https:\/\/a\.example:8443\/dir\/broken\.js:2:\d+/);
	}
}, 'importScripts');

test(() => {
	close();
	assert_equals(closings(), 1);
}, 'close');

test(() => {
	self.name = 'other';
	assert_equals(name, 'other');
}, 'name is replaceable');
