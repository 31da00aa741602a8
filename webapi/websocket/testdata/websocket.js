const next = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, {once: true}));
const at = (path) => 'ws://b.example/' + path;

test(() => {
	assert_equals(WebSocket.length, 1);
	assert_equals(WebSocket.CLOSING, 2);
	assert_equals(WebSocket.prototype.OPEN, 1);
	assert_throws_js(TypeError, () => new WebSocket());
	for (const bad of ['ftp://b.example/', 'mailto:x', 'ws://b.example/#', 'ws://b.example/#x', 'ws://b b/', 'about:blank']) {
		assert_throws_dom('SyntaxError', () => new WebSocket(bad), bad);
	}
	for (const protocols of ['', 'a b', 'é', ['a', 'a'], ['a', 'A'], ['x', ''], 'a,b', '\0', '"']) {
		assert_throws_dom('SyntaxError', () => new WebSocket(at('echo'), protocols), String(protocols));
	}
	for (const [given, want] of [['http://b.example', 'ws://b.example/'], ['https://b.example:443/x', 'wss://b.example/x'], ['../never', 'ws://a.example/never'],
		['//c.example/a b', 'ws://c.example/a%20b'], ['?q', 'ws://a.example/dir/page?q'], ['ws://b.example:80/', 'ws://b.example/']]) {
		const s = new WebSocket(given);
		assert_equals(s.url, want);
		s.close();
	}
}, 'construction');

promise_test(async () => {
	const s = new WebSocket(at('echo'), ['v1', 'v2']);
	assert_equals([s.readyState, s.protocol, s.extensions, s.bufferedAmount, s.binaryType].join(), '0,,,0,blob');
	assert_throws_dom('InvalidStateError', () => s.send('early'));
	assert_equals((await next(s, 'open')).constructor, Event);
	assert_equals(s.readyState, WebSocket.OPEN);
	assert_equals(s.protocol, 'v2');
	const ask = async (data) => { s.send(data); return (await next(s, 'message')).data; };
	assert_equals(await ask('é\uD800'), 'é\uFFFD');
	assert_equals(await ask(''), '');
	assert_equals(await ask(5), '5');
	assert_equals(await ask('x'.repeat(200000)), 'x'.repeat(200000));
	const b = await ask(new Uint8Array([1, 2]));
	assert_true(b instanceof Blob && b.size === 2);
	s.binaryType = 'nonsense';
	assert_equals(s.binaryType, 'blob');
	s.binaryType = 'arraybuffer';
	assert_equals(String(new Uint8Array(await ask(new Blob(['ab'])))), '97,98');
	assert_equals(String(new Uint8Array(await ask(new Uint8Array([1, 2, 3, 4]).subarray(1, 3)))), '2,3');
	assert_equals((await ask(new DataView(new ArrayBuffer(100000)))).byteLength, 100000);
	s.send('a');
	const e = await next(s, 'message');
	assert_equals(e.origin, 'ws://b.example');
	assert_true(e.isTrusted && e instanceof MessageEvent);
	s.close();
	await next(s, 'close');
}, 'messages');

promise_test(async () => {
	const s = new WebSocket(at('echo'));
	await next(s, 'open');
	s.onerror = () => assert_unreached();
	s.send('last');
	s.close(3000, 'é');
	assert_equals(s.readyState, WebSocket.CLOSING);
	s.close();
	s.onmessage = () => assert_unreached();
	const e = await next(s, 'close');
	assert_equals([e.constructor.name, e.code, e.reason, e.wasClean, s.readyState].join(), 'CloseEvent,3000,é,true,3');
	const before = s.bufferedAmount;
	s.send('lost');
	assert_equals(s.bufferedAmount, before + 4);
}, 'closing');

promise_test(async () => {
	const s = new WebSocket(at('echo'));
	await next(s, 'open');
	for (const code of [0, 999, 1001, 1005, 2999, 5000, NaN, null, 'x', 65536]) assert_throws_dom('InvalidAccessError', () => s.close(code), String(code));
	assert_throws_dom('SyntaxError', () => s.close(1000, 'é'.repeat(62)));
	s.close(2999.9);
	const e = await next(s, 'close');
	assert_equals(e.code, 3000);
	const none = new WebSocket(at('echo'));
	await next(none, 'open');
	none.close(undefined);
	assert_equals((await next(none, 'close')).code, 1005);
}, 'codes and reasons');

promise_test(async () => {
	const s = new WebSocket(at('close'));
	const log = [];
	for (const type of ['open', 'message', 'error', 'close']) s.addEventListener(type, (e) => log.push(type + s.readyState + (e.data || e.reason || '')));
	await next(s, 'close');
	assert_equals(log.join(), 'open1,message1bye,close3enough');
}, 'the server closes');

promise_test(async () => {
	for (const [path, want] of [['refuse', 'error3,close3 1006 false'], ['drop', 'open1,error3,close3 1006 false']]) {
		const s = new WebSocket(at(path));
		const log = [];
		for (const type of ['open', 'error', 'close']) s.addEventListener(type, (e) => log.push(type + s.readyState + (e.code ? ` ${e.code} ${e.wasClean}` : '')));
		await next(s, 'close');
		assert_equals(log.join(), want);
	}
}, 'connections that fail');

promise_test(async () => {
	const s = new WebSocket(at('never'));
	let errors = 0;
	s.onerror = () => errors++;
	s.close();
	assert_equals(s.readyState, WebSocket.CLOSING);
	const e = await next(s, 'close');
	assert_equals([e.code, e.wasClean, errors].join(), '1006,false,1');
}, 'closed before it opens');

promise_test(async () => {
	const s = new WebSocket(at('echo'));
	await next(s, 'open');
	s.send('x'.repeat(1000));
	s.send(new Uint8Array(24));
	assert_equals(s.bufferedAmount, 1024);
	await next(s, 'message');
	await next(s, 'message');
	await sleep(1);
	assert_equals(s.bufferedAmount, 0);
	s.close();
	await next(s, 'close');
}, 'bufferedAmount');
