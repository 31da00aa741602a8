const next = (target, type) => new Promise((f) => target.addEventListener(type, f, {once: true}));

promise_test(async () => {
	const w = new Worker('w.js?x#y', {type: 'module', credentials: 'omit', name: 'n'});
	assert_equals((await next(w, 'message')).data, 'https://a.example/dir/w.js?x#y module omit n');
	const answer = next(w, 'message');
	w.postMessage({a: [1, new Map([[1, 2]])]});
	const e = await answer;
	assert_true(e instanceof MessageEvent);
	assert_equals(e.data.a[1].get(1), 2);
	assert_equals(e.origin, '');
	assert_equals(e.source, null);
}, 'a worker gets its options and says back what it is told');

promise_test(async () => {
	const w = new Worker('w.js');
	assert_equals((await next(w, 'message')).data, 'https://a.example/dir/w.js classic same-origin ');
	const c = new MessageChannel();
	const answer = next(w, 'message');
	w.postMessage(c.port1, [c.port1]);
	const {data, ports} = await answer;
	assert_true(data instanceof MessagePort);
	assert_equals(ports.length, 1);
	assert_equals(ports[0], data);
	data.postMessage('through');
	c.port2.start();
	assert_equals((await next(c.port2, 'message')).data, 'through');
}, 'ports go along');

test(() => {
	assert_throws_js(TypeError, () => new Worker());
	assert_throws_js(TypeError, () => Worker('w.js'));
	assert_throws_js(TypeError, () => new Worker('w.js', {type: 'other'}));
	assert_throws_js(TypeError, () => new Worker('w.js', {credentials: 'some'}));
	assert_throws_dom('SyntaxError', () => new Worker('http://['));
	assert_throws_dom('SecurityError', () => new Worker('file:///x.js'));
	assert_throws_dom('DataCloneError', () => new Worker('w.js').postMessage(() => 1));
	assert_throws_js(TypeError, () => new Worker('w.js').postMessage());
}, 'arguments');

promise_test(async () => {
	const e = await next(new Worker('missing.js'), 'error');
	assert_equals(e.constructor, Event);
	const m = await next(new Worker('garbage.js'), 'messageerror');
	assert_equals(m.data, null);
}, 'a script that is not there, and a message that cannot be read');

promise_test(async () => {
	const w = new Worker('throws.js');
	const e = await next(w, 'error');
	assert_true(e instanceof ErrorEvent);
	assert_equals([e.message, e.filename, e.lineno, e.colno, e.error, e.cancelable].join(), 'Uncaught Error: inside,https://a.example/dir/throws.js,3,4,,true');
	assert_equals(e.error, null);
	await new Promise((f) => setTimeout(f));
	assert_equals(globalThis.unhandled, 'Uncaught Error: inside');
	globalThis.unhandled = '';
	const quiet = new Worker('throws.js');
	quiet.onerror = (e) => e.preventDefault();
	await next(quiet, 'error');
	await new Promise((f) => setTimeout(f));
	assert_equals(globalThis.unhandled, '');
}, 'an error inside goes on to the page unless it is prevented');

promise_test(async () => {
	const w = new Worker('w.js');
	w.onmessage = () => assert_unreached('terminated');
	w.postMessage(1);
	w.terminate();
	w.postMessage(2);
	w.terminate();
	await new Promise((f) => setTimeout(f, 1));
}, 'terminate: nothing more is heard');
