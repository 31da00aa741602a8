promise_test(async () => {
	const r = await fetch('/echo', {method: 'POST', body: 'hi', headers: {'X-A': 'b'}});
	assert_equals(r.url, 'https://example.com/echo');
	assert_equals(r.type, 'basic');
	assert_equals(r.headers.get('x-method'), 'POST');
	assert_equals(r.headers.get('x-sent-x-a'), 'b');
	assert_throws_js(TypeError, () => r.headers.set('a', 'b'));
	assert_equals(await r.text(), 'hi');
	assert_equals(await (await fetch('/late')).text(), 'late');
	assert_equals(await (await fetch('/late', {signal: new AbortController().signal})).text(), 'late');
}, 'echo');

promise_test(async () => {
	await promise_rejects_js(null, TypeError, fetch('/fail'));
	await promise_rejects_js(null, TypeError, fetch('http://['));
	await promise_rejects_js(null, TypeError, fetch());
	await promise_rejects_js(null, RangeError, fetch('/huge').then((r) => r.text()));
}, 'failures');

promise_test(async () => {
	const body = new ReadableStream({
		async pull(c) {
			c.enqueue(new TextEncoder().encode('part '));
			if (++this.count === 3) c.close();
		},
		count: 0,
	});
	const r = await fetch('/echo', {method: 'PUT', body, duplex: 'half'});
	const clone = r.clone();
	assert_equals(await r.text(), 'part part part ');
	assert_equals(await clone.text(), 'part part part ');
}, 'upload and clone');

promise_test(async () => {
	await promise_rejects_dom(null, 'AbortError', fetch('/hang', {signal: AbortSignal.abort()}));
	let cancelled;
	const body = new ReadableStream({cancel(e) { cancelled = e; throw 'not reported'; }});
	await promise_rejects_dom(null, 'AbortError', fetch('/hang', {method: 'POST', body, duplex: 'half', signal: AbortSignal.abort()}));
	assert_equals(cancelled.name, 'AbortError');
	const controller = new AbortController();
	const p = fetch('/hang', {signal: controller.signal});
	controller.abort();
	await promise_rejects_dom(null, 'AbortError', p);
	await promise_rejects_dom(null, 'TimeoutError', fetch('/hang', {signal: AbortSignal.timeout(5000)}));
}, 'abort before the response');

promise_test(async () => {
	const controller = new AbortController();
	const r = await fetch('/slow', {signal: controller.signal});
	const reader = r.body.getReader();
	assert_equals(new TextDecoder().decode((await reader.read()).value), 'first');
	const next = reader.read();
	controller.abort();
	await promise_rejects_dom(null, 'AbortError', next);

	const second = new AbortController();
	const other = await fetch('/slow', {signal: second.signal});
	const text = other.text();
	await sleep(10);
	second.abort();
	await promise_rejects_dom(null, 'AbortError', text);

	const third = new AbortController();
	const untouched = await fetch('/slow', {signal: third.signal});
	third.abort();
	await promise_rejects_dom(null, 'AbortError', untouched.text());
}, 'abort while the body comes');

promise_test(async () => {
	const r = await fetch('/slow');
	await r.body.cancel();
	assert_true(r.bodyUsed);
	const s = await fetch('/echo', {method: 'POST', body: 'x'.repeat(300000)});
	let n = 0;
	for (const reader = s.body.getReader();;) {
		const {value, done} = await reader.read();
		if (done) break;
		n += value.length;
	}
	assert_equals(n, 300000);
}, 'cancel and long bodies');

promise_test(async () => {
	const r = await fetch('data:text/html;base64,PGI+#x');
	assert_equals(r.type, 'basic');
	assert_equals(r.headers.get('content-type'), 'text/html');
	assert_equals(await r.text(), '<b>');
	assert_equals((await fetch('data:,x', {method: 'HEAD'})).body, null);
	await promise_rejects_js(null, TypeError, fetch('data:no comma'));
	await promise_rejects_js(null, TypeError, fetch('about:blank'));
}, 'data: and about: URLs');

promise_test(async () => {
	const r = await fetch('/filtered/basic');
	assert_equals(r.status, 200);
	assert_equals(r.headers.get('x-a'), 'b');
	assert_equals(r.headers.get('set-cookie'), null);
	assert_equals(r.clone().headers.get('set-cookie'), null);
	assert_equals(await r.text(), 'hidden');
}, 'a basic filtered response');

promise_test(async () => {
	for (const type of ['opaque', 'opaqueredirect']) {
		const r = await fetch('/filtered/' + type);
		for (const p of [r, r.clone()]) {
			assert_equals(p.type, type);
			assert_equals(p.status, 0);
			assert_equals(p.ok, false);
			assert_equals(p.statusText, '');
			assert_equals(p.body, null);
			assert_equals(p.redirected, false);
			assert_equals(p.url, type == 'opaque' ? '' : 'https://example.com/filtered/opaqueredirect');
			assert_equals([...p.headers].length, 0);
			assert_throws_js(TypeError, () => p.headers.append('a', 'b'));
			assert_equals(await p.text(), '');
			assert_equals(p.bodyUsed, false);
		}
		assert_equals(await whole(r), '203 b hidden');
	}
}, 'responses that hide what they are');

promise_test(async () => {
	const sum = 'sha256-8DTJ7rNxjxhxZ5Rq7nPJbsG5lZ4yTt8Y7xPzVr0Yx2M=', empty = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
	const get = (integrity, url = 'data:,') => fetch(url, {integrity});
	await get(empty);
	await get('md5-x');
	await get(sum + '  ' + empty);
	await get(empty.replace('+', '-').replace('/', '_').replace('=', ''));
	await promise_rejects_js(null, TypeError, get(sum));
	await promise_rejects_js(null, TypeError, get(empty + ' sha512-AAAA'));
	await promise_rejects_js(null, TypeError, get(empty, '/filtered/opaque'));
	const r = await get('sha256-' + 'x'.repeat(43) + '= ' + empty, '/echo');
	assert_equals(await r.text(), '');
}, 'integrity');

promise_test(async () => {
	const controller = new AbortController();
	let cancelled;
	const body = new ReadableStream({cancel(e) { cancelled = e; }});
	const p = fetch('/hang', {method: 'POST', body, duplex: 'half', signal: controller.signal});
	controller.abort('enough');
	assert_equals(cancelled, 'enough');
	await p.then(() => assert_unreached(), (e) => assert_equals(e, 'enough'));
}, 'an abort cancels the upload with its reason');
