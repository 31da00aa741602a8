test(() => {
	const q = new Request('../a?b#c');
	assert_equals(q.url, 'https://example.com/a?b#c');
	assert_equals(q.method, 'GET');
	assert_equals(q.mode, 'cors');
	assert_equals(q.credentials, 'same-origin');
	assert_equals(q.cache, 'default');
	assert_equals(q.redirect, 'follow');
	assert_equals(q.referrer, 'about:client');
	assert_equals(q.destination, '');
	assert_equals(q.duplex, 'half');
	assert_equals(q.body, null);
	assert_true(q.headers === q.headers);
	assert_true(q.signal instanceof AbortSignal);
	assert_true(q.signal === q.signal);
}, 'defaults');

test(() => {
	for (const [input, init] of [
		['http://['], ['https://a:b@c/'], ['/', {mode: 'navigate'}], ['/', {mode: 'x'}], ['/', {method: 'TRACE'}],
		['/', {method: 'a b'}], ['/', {body: ''}], ['/', {method: 'HEAD', body: ''}], ['/', {window: 1}],
		['/', {cache: 'only-if-cached'}], ['/', {referrer: 'http://['}], ['/', {mode: 'no-cors', method: 'PUT'}],
		['/', {method: 'POST', body: new ReadableStream()}], ['/', {signal: {}}], ['/', 1], ['/', {headers: null}],
	]) {
		assert_throws_js(TypeError, () => new Request(input, init), JSON.stringify([input, init]));
	}
	assert_throws_js(TypeError, () => new Request());
	assert_equals(new Request('/', {method: 'post'}).method, 'POST');
	assert_equals(new Request('/', {method: 'patch'}).method, 'patch');
	assert_equals(new Request('/', {referrer: ''}).referrer, '');
	assert_equals(new Request('/', {referrer: 'https://other/'}).referrer, 'about:client');
	assert_equals(new Request('/', {referrer: '/x'}).referrer, 'https://example.com/x');
	assert_equals(new Request('/', {window: null}).method, 'GET');
}, 'init');

promise_test(async () => {
	const q = new Request('/', {method: 'POST', body: 'data', headers: {a: 'b'}});
	assert_equals(q.headers.get('content-type'), 'text/plain;charset=UTF-8');
	const copy = q.clone();
	const moved = new Request(q, {headers: {c: 'd'}});
	assert_true(q.bodyUsed);
	assert_throws_js(TypeError, () => new Request(q));
	assert_equals(moved.method, 'POST');
	assert_array_equals([...moved.headers.keys()], ['c']);
	assert_equals(await moved.text(), 'data');
	assert_equals(await copy.text(), 'data');
	assert_equals(copy.headers.get('a'), 'b');
	assert_equals(await new Request(q, {body: 'new'}).text(), 'new');
}, 'bodies move');

promise_test(async () => {
	const q = new Request('/', {method: 'POST', duplex: 'half', body: new ReadableStream({
		start(c) { c.enqueue(new TextEncoder().encode('streamed')); c.close(); },
	})});
	assert_equals(await new Request(q).text(), 'streamed');
	assert_true(q.bodyUsed);
}, 'a stream as body moves');

test(() => {
	const controller = new AbortController();
	const q = new Request('/', {signal: controller.signal});
	const second = new Request(q), third = q.clone();
	assert_false(q.signal === controller.signal);
	const order = [];
	q.signal.onabort = () => order.push('q');
	second.signal.addEventListener('abort', () => order.push('second'));
	controller.signal.onabort = () => order.push('source');
	controller.abort('why');
	assert_array_equals(order, ['source', 'q', 'second']);
	assert_equals(q.signal.reason, 'why');
	assert_true(third.signal.aborted);
	assert_true(new Request('/', {signal: controller.signal}).signal.aborted);
	assert_false(new Request(q, {signal: null}).signal.aborted);
}, 'signals');
