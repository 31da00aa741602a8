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
