promise_test(async (t) => {
	assert_true(cookieStore instanceof CookieStore && cookieStore instanceof EventTarget);
	assert_equals(await cookieStore.get('a'), null);
	cookieStore.set('a', '1');
	cookieStore.set({name: 'b', value: '2'});
	assert_equals(JSON.stringify(await cookieStore.get('a')),
		'{"name":"a","value":"1","domain":null,"path":"/","expires":null,"secure":true,"sameSite":"strict","partitioned":false}');
	assert_equals((await cookieStore.getAll()).map((c) => c.name + c.value).join(), 'a1,b2');
	assert_equals((await cookieStore.getAll({name: 'b'})).length, 1);
	assert_equals((await cookieStore.get({url: '/x'})).name, 'a');
	assert_equals(await cookieStore.delete('a'), undefined);
	await cookieStore.delete({name: 'b'});
	assert_array_equals(await cookieStore.getAll(), []);
	for (const call of [() => cookieStore.get(), () => cookieStore.get({}), () => cookieStore.get({url: '/y'}), () => cookieStore.set('a'),
		() => cookieStore.set({name: 'a'}), () => cookieStore.set('a', ';'), () => cookieStore.set({name: 'a', value: '', sameSite: 'x'}),
		() => cookieStore.delete({}), () => CookieStore.prototype.get.call({}, 'a')]) {
		await promise_rejects_js(t, TypeError, call(), String(call));
	}
	assert_throws_js(TypeError, () => new CookieStore());
}, 'get, set and delete, in order');

promise_test(async () => {
	const seen = [];
	cookieStore.onchange = (e) => seen.push(e);
	await cookieStore.set('a', '1');
	await cookieStore.delete('a');
	await sleep(1);
	cookieStore.onchange = null;
	await cookieStore.set('a', '2');
	await sleep(1);
	assert_equals(seen.length, 2);
	assert_true(seen[0] instanceof CookieChangeEvent && seen[0].isTrusted);
	assert_equals(seen[0].changed[0].value, '1');
	assert_equals(seen[0].changed, seen[0].changed);
	assert_true(Object.isFrozen(seen[0].changed));
	assert_equals(seen[1].deleted[0].name + seen[1].deleted[0].value, 'aundefined');
	assert_array_equals(seen[1].changed, []);
	const e = new CookieChangeEvent('change', {changed: [{name: 'n', value: 1}], deleted: []});
	assert_equals(e.changed[0].value, '1');
	assert_throws_js(TypeError, () => new CookieChangeEvent('change', {changed: 1}));
}, 'change');
