// Every test sets the one listener it wants.
let listener = () => {};
addEventListener('fetch', (e) => listener(e));
const ask = (f, url = 'https://a.example/app/x?y#z', options) => { listener = f; return dispatchFetch(url, options); };
const text = async (answer) => answer.response.text();

promise_test(async () => {
	let seen;
	const answer = await ask((e) => {
		seen = e;
		e.respondWith(new Response('hello ' + new URL(e.request.url).pathname, {status: 201, headers: {'x-a': 'b'}}));
	});
	assert_equals(answer.reason, '');
	assert_equals(answer.response.status, 201);
	assert_equals(answer.response.headers.get('x-a'), 'b');
	assert_equals(await text(answer), 'hello /app/x');
	assert_true(seen instanceof FetchEvent && seen instanceof ExtendableEvent && seen instanceof Event);
	assert_true(seen.isTrusted);
	assert_true(seen.cancelable);
	assert_equals(seen.type, 'fetch');
	assert_equals(seen.clientId, 'c1');
	assert_equals(seen.resultingClientId, 'c2');
	assert_equals(seen.replacesClientId, '');
	assert_equals(seen.request, seen.request, 'same object');
	assert_equals(seen.request.url, 'https://a.example/app/x?y#z');
	assert_equals(seen.request.headers.get('x-from'), 'test');
	assert_throws_js(TypeError, () => seen.request.headers.set('a', 'b'));
	assert_equals(await seen.handled, undefined);
	assert_equals(await seen.preloadResponse, undefined);
	await answer.settled;
}, 'a Response is the answer');

promise_test(async () => {
	const answer = await ask(async (e) => { e.respondWith((async () => { await sleep(5); return new Response('late'); })()); });
	assert_equals(await text(answer), 'late');
}, 'a promise of a Response');

promise_test(async () => {
	const answer = await ask((e) => { e.respondWith(Promise.resolve(new Response('now'))); });
	assert_equals(await text(answer), 'now');
}, 'a promise that is settled already');

promise_test(async () => {
	const answer = await ask((e) => { e.respondWith({then(f) { f(new Response('thenable')); }}); });
	assert_equals(await text(answer), 'thenable');
}, 'a thenable');

promise_test(async () => {
	let handled;
	const answer = await ask((e) => { handled = e.handled; });
	assert_true(answer.network);
	assert_equals(await handled, undefined);
}, 'no respondWith: the network');

promise_test(async () => {
	let handled;
	const answer = await ask((e) => { handled = e.handled; e.preventDefault(); });
	assert_regexp_match(answer.reason, /preventDefault/);
	await promise_rejects_dom(null, 'NetworkError', handled);
}, 'preventDefault without respondWith is a network error');

promise_test(async () => {
	let handled;
	const answer = await ask((e) => { handled = e.handled; e.respondWith(Promise.reject(new RangeError('no luck'))); });
	assert_regexp_match(answer.reason, /rejected: RangeError: no luck/);
	await promise_rejects_dom(null, 'NetworkError', handled);
}, 'a rejection is a network error');

for (const [what, value, want] of [
	['undefined', undefined, /undefined, which is not a Response/],
	['a number', 42, /42, which is not a Response/],
	['an object', {}, /not a Response/],
	['Response.error()', Response.error(), /Response.error\(\)/],
]) {
	promise_test(async () => {
		assert_regexp_match((await ask((e) => e.respondWith(value))).reason, want);
		if (what !== 'Response.error()')
			assert_regexp_match((await ask((e) => e.respondWith(Promise.resolve(value)))).reason, want);
	}, `answering with ${what} is a network error`);
}

promise_test(async () => {
	const used = new Response('used');
	await used.text();
	assert_regexp_match((await ask((e) => e.respondWith(used))).reason, /used|read/);
	const locked = new Response('locked');
	locked.body.getReader();
	assert_regexp_match((await ask((e) => e.respondWith(locked))).reason, /locked|read/);
}, 'a used or locked body is a network error');

promise_test(async () => {
	let first, second;
	const answer = await ask((e) => {
		e.respondWith(new Response('first'));
		try { e.respondWith(new Response('second')); } catch (x) { second = x; }
	});
	assert_equals(await text(answer), 'first');
	assert_equals(second.name, 'InvalidStateError');
}, 'respondWith twice throws');

promise_test(async () => {
	let error, asked;
	const answer = await ask(async (e) => {
		asked = e;
		await null;
		await sleep(1);
		try { e.respondWith(new Response('x')); } catch (x) { error = x; }
	});
	assert_true(answer.network);
	await sleep(5);
	assert_equals(error.name, 'InvalidStateError');
	assert_throws_dom('InvalidStateError', () => asked.waitUntil(Promise.resolve()));
}, 'respondWith after the event throws');

promise_test(async () => {
	let error;
	const answer = await ask(async (e) => {
		e.waitUntil(sleep(10));
		await sleep(1);
		try { e.respondWith(new Response('x')); } catch (x) { error = x; }
	});
	assert_true(answer.network);
	await answer.settled;
	assert_equals(error.name, 'InvalidStateError');
}, 'waitUntil does not make respondWith possible later');

promise_test(async () => {
	let calls = '';
	const second = () => { calls += '2'; };
	addEventListener('fetch', second);
	await ask((e) => { calls += '1'; e.respondWith(new Response('')); });
	assert_equals(calls, '1');
	await ask((e) => { calls += '1'; });
	assert_equals(calls, '112');
	removeEventListener('fetch', second);
}, 'respondWith stops propagation');

promise_test(async () => {
	let order = '';
	const answer = await ask((e) => {
		e.respondWith(new Response('a'));
		e.waitUntil((async () => { await sleep(20); order += 'w'; })());
	});
	order += 'a';
	await answer.settled;
	assert_equals(order, 'aw');
}, 'the answer does not wait for waitUntil');

promise_test(async () => {
	let signal, reason;
	ask((e) => {
		signal = e.request.signal;
		signal.onabort = () => { reason = signal.reason; };
		e.respondWith(new Promise(() => {}));
	}, 'https://a.example/app/', {abort: true});
	await sleep(1);
	assert_true(signal.aborted);
	assert_equals(reason.name, 'AbortError');
}, 'event.request.signal aborts when the client hangs up');

promise_test(async () => {
	let handled, resolve, event;
	const answer = await ask((e) => {
		event = e;
		handled = e.handled;
		e.respondWith(new Promise((r) => { resolve = r; }));
	}, 'https://a.example/app/', {expire: true});
	assert_true(answer.expired);
	await promise_rejects_dom(null, 'NetworkError', handled);
	resolve(new Response('too late'));
	await sleep(1);
	assert_equals(answer.response, undefined);
	assert_throws_dom('InvalidStateError', () => event.waitUntil(sleep(1)));
}, 'an answer after the time is over is dropped');

promise_test(async () => {
	let body;
	let answer = await ask(async (e) => {
		e.waitUntil(e.request.text().then((t) => { body = t; }));
	}, 'https://a.example/app/', {method: 'POST', body: 'payload'});
	assert_equals(answer.network, true, 'a body that came whole can be sent again');
	await answer.settled;
	assert_equals(body, 'payload');
	answer = await ask((e) => { e.request.text(); }, 'https://a.example/app/', {method: 'POST', body: 'payload', stream: true});
	assert_equals(answer.network, false, 'a stream cannot');
	assert_regexp_match(answer.reason, /body/);
	answer = await ask((e) => { e.respondWith(e.request.text().then((t) => new Response(t + '!'))); },
		'https://a.example/app/', {method: 'POST', body: 'payload'});
	assert_equals(await text(answer), 'payload!');
}, 'the request body');

promise_test(async () => {
	const answer = await ask((e) => e.respondWith(fetch(e.request)));
	assert_equals(await text(answer), 'from the network');
}, 'fetch(event.request)');

promise_test(async () => {
	const q = new Request('https://a.example/');
	const e = new FetchEvent('fetch', {request: q, clientId: 'me'});
	assert_equals(e.request, q);
	assert_equals(e.clientId, 'me');
	assert_false(e.isTrusted);
	assert_throws_dom('InvalidStateError', () => e.respondWith(new Response('')));
	assert_throws_dom('InvalidStateError', () => e.waitUntil(Promise.resolve()));
	assert_throws_js(TypeError, () => new FetchEvent('fetch'));
	assert_throws_js(TypeError, () => new FetchEvent('fetch', {}));
	assert_throws_js(TypeError, () => new FetchEvent('fetch', {request: {}}));
}, 'a script may construct one, to no use');

promise_test(async () => {
	let set = false;
	self.onfetch = (e) => { set = true; e.respondWith(new Response('on')); };
	const answer = await ask(() => {});
	assert_true(set);
	assert_equals(await text(answer), 'on');
	self.onfetch = null;
}, 'onfetch');
