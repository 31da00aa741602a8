promise_test(async () => {
	assert_array_equals(await caches.keys(), []);
	assert_false(await caches.has('one'));
	const one = await caches.open('one');
	await caches.open('two');
	await caches.open('one');
	assert_array_equals(await caches.keys(), ['one', 'two']);
	assert_true(await caches.has('two'));
	await one.put('/x', new Response('1'));
	await (await caches.open('two')).put('/x', new Response('2'));
	assert_equals(await (await caches.match('/x')).text(), '1');
	assert_equals(await (await caches.match('/x', {cacheName: 'two'})).text(), '2');
	assert_equals(await caches.match('/y'), undefined);
	assert_true(await caches.delete('one'));
	assert_false(await caches.delete('one'));
	assert_equals(await (await caches.match('/x')).text(), '2');
	await promise_rejects_js(null, TypeError, caches.open());
}, 'open, has, delete, keys, match');


promise_test(async () => {
	for (const name of await caches.keys()) await caches.delete(name);
	const names = ['\ud800', '\udc00', '\ud800\udc00', '', 'ö'];
	for (const [i, name] of names.entries()) {
		await (await caches.open(name)).put('/' + i, new Response(String(i)));
	}
	assert_array_equals(await caches.keys(), names);
	for (const [i, name] of names.entries()) {
		assert_array_equals((await (await caches.open(name)).keys()).map((q) => new URL(q.url).pathname), ['/' + i]);
		assert_true(await caches.delete(name));
	}
}, 'names are any strings');

promise_test(async () => {
	const old = await caches.open('one');
	await old.put('/x', new Response('old'));
	await caches.delete('one');
	assert_equals(await (await old.match('/x')).text(), 'old');
	const fresh = await caches.open('one');
	assert_equals(await fresh.match('/x'), undefined);
	await old.put('/y', new Response('old'));
	assert_equals(await fresh.match('/y'), undefined);
}, 'a deleted cache is still there for who holds it');

promise_test(async () => {
	const one = await caches.open('one');
	await one.put('/long', new Response('a body of more than ten bytes'));
	await one.put('/gone', new Response('a body that gets lost later'));
	assert_equals(await (await caches.match('/long')).text(), 'a body of more than ten bytes');
	assert_equals(await one.match('/gone'), undefined);
	assert_equals((await one.matchAll('/gone')).length, 0);
}, 'bodies beside the entries; a lost one is a miss');

promise_test(async () => {
	const one = await caches.open('empty');
	const controller = new AbortController();
	const adding = one.addAll([new Request('/never', {signal: controller.signal}), '/b']);
	const reason = new Error('enough');
	controller.abort(reason);
	let got;
	try { await adding; } catch (e) { got = e; }
	assert_equals(got, reason);
	assert_array_equals(await one.keys(), []);
	try { await one.add(new Request('/a', {signal: AbortSignal.abort(reason)})); got = null; } catch (e) { got = e; }
	assert_equals(got, reason);
}, 'an aborted addAll keeps nothing');

promise_test(async () => {
	for (const name of await caches.keys()) await caches.delete(name);
	const names = ['z', 'y', '', 'x', 'w', 'Z'];
	await Promise.all(names.map((name) => caches.open(name)));
	assert_array_equals(await caches.keys(), names);
}, 'caches made at the same time are listed as they were asked for');
