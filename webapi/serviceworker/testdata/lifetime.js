let listener = () => {};
for (const type of ['install', 'activate', 'message']) addEventListener(type, (e) => listener(e));

promise_test(async () => {
	let order = '';
	listener = (e) => {
		assert_true(e instanceof InstallEvent);
		e.waitUntil((async () => { await sleep(10); order += 'w'; })());
	};
	const end = await dispatchEvent_('install');
	assert_equals(order, 'w');
	assert_false(end.rejected);
}, 'install waits for waitUntil');

promise_test(async () => {
	listener = (e) => { e.waitUntil(Promise.reject(new Error('no'))); e.waitUntil(sleep(5)); };
	const end = await dispatchEvent_('install');
	assert_true(end.rejected);
	assert_equals(end.reason.message, 'no');
}, 'a rejected promise fails install');

promise_test(async () => {
	listener = () => {};
	assert_false((await dispatchEvent_('activate')).rejected);
}, 'nothing to wait for');

promise_test(async () => {
	let extended = false;
	listener = (e) => {
		e.waitUntil((async () => {
			await sleep(1);
			e.waitUntil((async () => { await sleep(5); extended = true; })());
		})());
	};
	await dispatchEvent_('activate');
	assert_true(extended);
}, 'a pending event can be extended further');

promise_test(async () => {
	// The count falls one microtask after the promise's own reactions.
	let sameTurn, later;
	listener = (e) => {
		const p = sleep(1);
		e.waitUntil(p);
		p.then(() => { try { e.waitUntil(Promise.resolve()); sameTurn = 'ok'; } catch (x) { sameTurn = x.name; } });
		p.then(() => sleep(1)).then(() => { try { e.waitUntil(Promise.resolve()); later = 'ok'; } catch (x) { later = x.name; } });
	};
	await dispatchEvent_('activate');
	await sleep(5);
	assert_equals(sameTurn, 'ok');
	assert_equals(later, 'InvalidStateError');
}, 'waitUntil in the reaction of the last promise');

promise_test(async () => {
	let seen;
	listener = (e) => { seen = e; };
	await dispatchEvent_('message', {a: [1, 2, new Date(0)]});
	assert_true(seen instanceof ExtendableMessageEvent);
	assert_equals(seen.data.a[2].getTime(), 0);
	assert_equals(seen.origin, 'https://a.example');
	assert_equals(seen.lastEventId, '');
	assert_true(seen.source instanceof WindowClient);
	assert_equals(seen.source, seen.source);
	assert_equals(seen.source.id, 'c1');
	assert_array_equals(seen.ports, []);
	assert_true(Object.isFrozen(seen.ports));
	seen.source.postMessage({back: true});
	const [[what, id, data]] = hostCalls();
	assert_equals(what + id + data.back, 'clientc1true');
}, 'message');

test(() => {
	const e = new ExtendableMessageEvent('message', {data: 1, origin: 'o', lastEventId: 'l', source: null});
	assert_equals(e.data + e.origin + e.lastEventId + e.source, '1olnull');
	assert_equals(new ExtendableMessageEvent('m').data, null);
	assert_throws_js(TypeError, () => new ExtendableMessageEvent('m', {source: {}}));
	assert_throws_dom('InvalidStateError', () => new ExtendableEvent('x').waitUntil(sleep(1)));
	assert_throws_js(TypeError, () => ExtendableEvent('x'));
}, 'constructors');

test(() => {
	const {port1, port2} = new MessageChannel();
	const e = new ExtendableMessageEvent('message', {source: port1, ports: [port1, port2]});
	assert_equals(e.source, port1);
	assert_array_equals(e.ports, [port1, port2]);
	assert_equals(new ExtendableMessageEvent('m', {source: registration.active}).source, registration.active);
	assert_array_equals(new ExtendableMessageEvent('m', {ports: undefined}).ports, []);
	for (const ports of [[1], {}, null, 1, 'x', true]) {
		assert_throws_js(TypeError, () => new ExtendableMessageEvent('m', {ports}), String(ports));
	}
}, 'sources and ports of message events');
