promise_test(async () => {
	const cache = await caches.open('a');
	assert_true(cache instanceof Cache);
	assert_true(caches instanceof CacheStorage);
	await cache.put('/x?1', new Response('one', {status: 201, statusText: 'Made', headers: {'X-A': 'b'}}));
	const r = await cache.match('/x?1#fragment');
	assert_equals(r.status, 201);
	assert_equals(r.statusText, 'Made');
	assert_equals(r.headers.get('x-a'), 'b');
	assert_equals(await r.text(), 'one');
	assert_equals(await cache.match('/x'), undefined);
	assert_equals(await (await cache.match('/x', {ignoreSearch: true})).text(), 'one');
	assert_equals(await cache.match(new Request('/x?1', {method: 'POST'})), undefined);
	assert_equals(await (await cache.match(new Request('/x?1', {method: 'POST'}), {ignoreMethod: true})).text(), 'one');
}, 'put and match');

promise_test(async () => {
	const cache = await caches.open('order');
	for (const path of ['/1', '/2', '/3', '/1']) await cache.put(path, new Response(path));
	const urls = (await cache.keys()).map((q) => new URL(q.url).pathname);
	assert_array_equals(urls, ['/2', '/3', '/1']);
	const all = await Promise.all((await cache.matchAll()).map((r) => r.text()));
	assert_array_equals(all, ['/2', '/3', '/1']);
	assert_true(await cache.delete('/3'));
	assert_false(await cache.delete('/3'));
	assert_equals((await cache.keys()).length, 2);
}, 'order, replacement, delete');

promise_test(async () => {
	const cache = await caches.open('vary');
	const ask = (language) => new Request('/v', {headers: {'Accept-Language': language}});
	await cache.put(ask('en'), new Response('hello', {headers: {Vary: 'Accept-Language'}}));
	await cache.put(ask('fi'), new Response('hei', {headers: {Vary: 'Accept-Language'}}));
	assert_equals(await (await cache.match(ask('fi'))).text(), 'hei');
	assert_equals(await (await cache.match(ask('en'))).text(), 'hello');
	assert_equals(await cache.match('/v'), undefined);
	assert_equals(await (await cache.match('/v', {ignoreVary: true})).text(), 'hello');
}, 'Vary');

promise_test(async () => {
	const cache = await caches.open('bad');
	const ok = () => new Response('x');
	await promise_rejects_js(null, TypeError, cache.put('data:,x', ok()));
	await promise_rejects_js(null, TypeError, cache.put(new Request('/', {method: 'POST'}), ok()));
	await promise_rejects_js(null, TypeError, cache.put('/', new Response('x', {status: 206})));
	await promise_rejects_js(null, TypeError, cache.put('/', new Response('x', {headers: {Vary: 'a, *'}})));
	await promise_rejects_js(null, TypeError, cache.put('/', 'x'));
	await promise_rejects_js(null, TypeError, cache.put('/'));
	const used = ok();
	await used.text();
	await promise_rejects_js(null, TypeError, cache.put('/', used));
	await promise_rejects_js(null, TypeError, cache.match());
	assert_equals((await cache.keys()).length, 0);
	assert_throws_js(TypeError, () => new Cache());
}, 'what cannot be put');

promise_test(async () => {
	const cache = await caches.open('add');
	await cache.addAll(['/a', new Request('/b'), '/c']);
	assert_equals(await (await cache.match('/b')).text(), '/b');
	await cache.add('/d');
	assert_equals((await cache.keys()).length, 4);
	await promise_rejects_js(null, TypeError, cache.addAll(['/e', '/missing']));
	await promise_rejects_js(null, TypeError, cache.addAll(['/e', '/down']));
	await promise_rejects_dom(null, 'InvalidStateError', cache.addAll(['/e', '/e']));
	assert_equals(await cache.match('/e'), undefined);
}, 'add and addAll: all or nothing');

promise_test(async () => {
	const cache = await caches.open('quota');
	const many = Array.from({length: 30}, (_, i) => '/' + i);
	await promise_rejects_dom(null, 'QuotaExceededError', cache.addAll(many));
}, 'a full cache');

promise_test(async () => {
	const cache = await caches.open('errors');
	await cache.put('/error', Response.error());
	const r = await cache.match('/error');
	assert_equals(r.type, 'error');
	assert_equals(r.status, 0);
	const q = new Request('/how', {mode: 'same-origin', cache: 'no-store', redirect: 'manual', referrerPolicy: 'origin', integrity: 'sha256-x'});
	await cache.put(q, new Response());
	const kept = (await cache.keys(q))[0];
	for (const name of ['mode', 'cache', 'redirect', 'referrer', 'referrerPolicy', 'integrity', 'credentials']) {
		assert_equals(kept[name], q[name], name);
	}
}, 'a network error; how a request was made');

promise_test(async () => {
	const cache = await caches.open('unawaited');
	const paths = Array.from({length: 20}, (_, i) => '/' + i);
	const work = paths.map((path) => cache.put(path, new Response(path)));
	work.push(cache.delete('/7'));
	await Promise.all(work);
	const urls = (await cache.keys()).map((q) => new URL(q.url).pathname);
	assert_array_equals(urls, paths.filter((path) => path !== '/7'));
}, 'changes nobody awaits happen in order');

promise_test(async () => {
	const cache = await caches.open('slow');
	const controller = new AbortController();
	const r = await fetch('/slow', {signal: controller.signal});
	const put = cache.put('/slow', r);
	controller.abort(new Error('enough'));
	await promise_rejects_exactly(null, controller.signal.reason, put);
	const again = new AbortController();
	const add = cache.add(new Request('/slow', {signal: again.signal}));
	Promise.resolve().then(() => again.abort());
	await promise_rejects_dom(null, 'AbortError', add);
	assert_equals((await cache.keys()).length, 0);
}, 'an abort while the body is on its way');

promise_test(async () => {
	const cache = await caches.open('twice');
	await promise_rejects_dom(null, 'InvalidStateError', cache.addAll(['/missing', '/missing#x']));
	await promise_rejects_js(null, TypeError, cache.addAll([new Request('/missing', {headers: {a: '1'}}), '/missing']));
}, 'the same request twice is known before it is fetched');
