const hello = (w) => new Promise((f) => { w.port.onmessage = (e) => f(e.data); w.onerror = (e) => f(e.constructor); });

promise_test(async () => {
	const w = new SharedWorker('s.js', 'n');
	assert_equals(w.port, w.port);
	assert_true(w.port instanceof MessagePort);
	assert_equals(await hello(w), 'https://a.example/dir/s.js classic same-origin n');
	assert_equals(await hello(new SharedWorker('s.js', {name: 'm', type: 'module', credentials: 'include'})), 'https://a.example/dir/s.js module include m');
	assert_equals(await hello(new SharedWorker('s.js', 5)), 'https://a.example/dir/s.js classic same-origin 5');
	assert_equals(await hello(new SharedWorker('s.js', null)), 'https://a.example/dir/s.js classic same-origin ');
}, 'a name, or options');

promise_test(async () => {
	assert_equals(await hello(new SharedWorker('missing.js')), Event);
	assert_throws_dom('SyntaxError', () => new SharedWorker('http://['));
	assert_throws_js(TypeError, () => new SharedWorker());
}, 'failures');
