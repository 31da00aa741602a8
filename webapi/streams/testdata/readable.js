async function collect(stream) {
	const reader = stream.getReader(), chunks = [];
	for (;;) {
		const {value, done} = await reader.read();
		if (done) return chunks;
		chunks.push(value);
	}
}

promise_test(async () => {
	const calls = [];
	const s = new ReadableStream({
		start(c) { calls.push('start ' + c.desiredSize); c.enqueue('a'); },
		pull(c) { calls.push('pull'); c.enqueue('b'); c.close(); },
	}, {highWaterMark: 2});
	assert_array_equals(calls, ['start 2']);
	assert_array_equals(await collect(s), ['a', 'b']);
	assert_array_equals(calls, ['start 2', 'pull']);
	assert_true(s.locked);
}, 'start, pull and close');

promise_test(async () => {
	let reason;
	const s = new ReadableStream({cancel(r) { reason = r; }});
	const reader = s.getReader();
	assert_throws_js(TypeError, () => s.getReader());
	await promise_rejects_js(null, TypeError, s.cancel());
	await reader.cancel('why');
	assert_equals(reason, 'why');
	await reader.closed;
	assert_true((await reader.read()).done);
	reader.releaseLock();
	await promise_rejects_js(null, TypeError, reader.closed);
	await promise_rejects_js(null, TypeError, reader.read());
	assert_false(s.locked);
}, 'cancel and release');

promise_test(async () => {
	const e = new Error('x');
	const s = new ReadableStream({start(c) { c.enqueue(1); c.error(e); }});
	const reader = s.getReader();
	await promise_rejects_exactly(null, e, reader.read());
	await promise_rejects_exactly(null, e, reader.closed);
	let c2;
	const t = new ReadableStream({start(c) { c2 = c; }});
	const pending = t.getReader().read();
	c2.error(e);
	await promise_rejects_exactly(null, e, pending);
	assert_equals(c2.desiredSize, null);
	assert_throws_js(TypeError, () => c2.enqueue(1));
	assert_throws_js(TypeError, () => c2.close());
	assert_throws_exactly(e, () => new ReadableStream({start() { throw e; }}));
}, 'errors');

promise_test(async () => {
	const s = new ReadableStream({start(c) { c.enqueue(1); c.enqueue(2); c.close(); }});
	const [a, b] = s.tee();
	assert_array_equals(await collect(a), [1, 2]);
	assert_array_equals(await collect(b), [1, 2]);
	let reason;
	const [x, y] = new ReadableStream({cancel(r) { reason = r; }}).tee();
	const p = x.cancel(1);
	await y.cancel(2);
	await p;
	assert_array_equals(reason, [1, 2]);
}, 'tee');

promise_test(async () => {
	const s = new ReadableStream({start(c) { c.enqueue(1); c.enqueue(2); c.close(); }});
	const it = s[Symbol.asyncIterator]();
	assert_object_equals(await it.next(), {value: 1, done: false});
	assert_object_equals(await it.next(), {value: 2, done: false});
	assert_object_equals(await it.next(), {value: undefined, done: true});
	assert_false(s.locked);
	let reason = 'none';
	const t = new ReadableStream({start(c) { c.enqueue(1); }, cancel(r) { reason = r; }});
	const jt = t.values();
	await jt.next();
	assert_object_equals(await jt.return('stop'), {value: 'stop', done: true});
	assert_equals(reason, 'stop');
	assert_array_equals(await collect(ReadableStream.from([1, Promise.resolve(2)])), [1, 2]);
	assert_throws_js(TypeError, () => ReadableStream.from(1));
}, 'iteration');

promise_test(async () => {
	const sizes = [];
	const s = new ReadableStream({start(c) { c.enqueue('aaa'); sizes.push(c.desiredSize); }}, {highWaterMark: 5, size: (v) => v.length});
	assert_array_equals(sizes, [2]);
	assert_equals(new CountQueuingStrategy({highWaterMark: 3}).highWaterMark, 3);
	assert_equals(new ByteLengthQueuingStrategy({highWaterMark: 3}).size(new Uint8Array(7)), 7);
	assert_throws_js(RangeError, () => new ReadableStream({}, {highWaterMark: -1}));
	assert_throws_js(TypeError, () => new ReadableStream({}, {size: 1}));
	assert_throws_js(TypeError, () => new ReadableStream({pull: 1}));
	assert_throws_js(TypeError, () => new ReadableStream(null));
	assert_throws_js(TypeError, () => new ReadableStream({type: 'x'}));
	assert_throws_js(RangeError, () => new ReadableStream({start(c) { c.enqueue(1); }}, {size: () => -1}));
	await s.cancel();
}, 'strategies');

promise_test(async () => {
	const s = new ReadableStream({type: 'bytes', start(c) {
		assert_throws_js(TypeError, () => c.enqueue('x'));
		assert_throws_js(TypeError, () => c.enqueue(new Uint8Array()));
		c.enqueue(new Uint8Array([1]));
		c.close();
	}});
	assert_equals((await collect(s))[0][0], 1);
}, 'byte streams with default readers');

promise_test(async () => {
	const log = [];
	const s = new ReadableStream({
		start() { log.push('start'); },
		pull() { log.push('pull'); },
	});
	Promise.resolve().then(() => log.push('one')).then(() => log.push('two'));
	s.getReader().read();
	await sleep(0);
	assert_array_equals(log, ['start', 'pull', 'one', 'two']);
}, 'pull comes in the microtask after start');

promise_test(async () => {
	assert_equals((await collect(nativeText())).map((c) => new TextDecoder().decode(c)).join(''), 'native bytes');
	assert_equals((await collect(nativeLong())).reduce((n, c) => n + c.length, 0), 200000);
	const broken = nativeBroken().getReader();
	assert_equals((await broken.read()).value.length, 2);
	await promise_rejects_js(null, TypeError, broken.read());
	const stuck = nativeStuck();
	const reader = stuck.getReader();
	const pending = reader.read();
	await reader.cancel();
	assert_true((await pending).done);
	const [a, b] = nativeText().tee();
	const [x, y] = [await collect(a), await collect(b)];
	assert_equals(x[0].length, y[0].length);
	assert_false(x[0] === y[0]);
}, 'native streams');

promise_test(async () => {
	const s = nativeText();
	const r = s.getReader();
	const p = r.read();
	r.releaseLock();
	await promise_rejects_js(null, TypeError, p);
	await sleep(1);
	assert_equals(new TextDecoder().decode((await collect(s))[0]), 'native bytes');
}, 'a native read that nobody waits for is not lost');
