test(() => {
	const c = new AbortController();
	assert_true(c.signal === c.signal);
	assert_true(c.signal instanceof EventTarget);
	assert_false(c.signal.aborted);
	assert_equals(c.signal.reason, undefined);
	c.signal.throwIfAborted();
	let n = 0;
	c.signal.onabort = (e) => {
		n++;
		assert_true(e.isTrusted);
		assert_true(c.signal.aborted);
	};
	c.abort();
	c.abort('again');
	assert_equals(n, 1);
	assert_equals(c.signal.reason.name, 'AbortError');
	assert_throws_dom('AbortError', () => c.signal.throwIfAborted());
	assert_throws_js(TypeError, () => new AbortSignal());
}, 'controller');

test(() => {
	assert_equals(AbortSignal.abort().reason.name, 'AbortError');
	assert_equals(AbortSignal.abort(null).reason, null);
	assert_equals(AbortSignal.abort(5).reason, 5);
}, 'abort()');

promise_test(async () => {
	const s = AbortSignal.timeout(1000);
	await sleep(999);
	assert_false(s.aborted);
	await sleep(2);
	assert_true(s.aborted);
	assert_equals(s.reason.name, 'TimeoutError');
	for (const bad of [-1, NaN, Infinity, 2 ** 53]) assert_throws_js(TypeError, () => AbortSignal.timeout(bad), bad);
	assert_throws_js(TypeError, () => AbortSignal.timeout());
}, 'timeout()');

test(() => {
	const a = new AbortController(), b = new AbortController();
	const any = AbortSignal.any([a.signal, b.signal]);
	const nested = AbortSignal.any([any]);
	const log = [];
	a.signal.onabort = () => { log.push('a'); assert_true(any.aborted); };
	any.onabort = () => log.push('any');
	nested.onabort = () => log.push('nested');
	a.abort('x');
	b.abort('y');
	assert_array_equals(log, ['a', 'any', 'nested']);
	assert_equals(nested.reason, 'x');
	assert_equals(AbortSignal.any([b.signal]).reason, 'y');
	assert_false(AbortSignal.any([]).aborted);
	assert_throws_js(TypeError, () => AbortSignal.any([1]));
	assert_throws_js(TypeError, () => AbortSignal.any(1));
}, 'any()');
