const moved = (s) => structuredClone(s, {transfer: [s]});
const all = async (s) => {
	const out = [];
	for (const reader = s.getReader();;) {
		const {value, done} = await reader.read();
		if (done) return out;
		out.push(value);
	}
};

promise_test(async () => {
	const s = new ReadableStream({start(c) { c.enqueue('a'); c.enqueue({b: [1]}); c.close(); }});
	const there = moved(s);
	assert_true(s.locked && !there.locked && there instanceof ReadableStream);
	const chunks = await all(moved(there));
	assert_equals(chunks[0], 'a');
	assert_equals(chunks[1].b[0], 1);
}, 'a readable stream, twice');

promise_test(async () => {
	let reason, pulls = 0;
	const s = new ReadableStream({pull(c) { c.enqueue(++pulls); }, cancel(r) { reason = r; }}, {highWaterMark: 0});
	const reader = moved(s).getReader();
	assert_equals((await reader.read()).value, 1);
	await reader.cancel(new RangeError('enough'));
	await new Promise((done) => { const {port1, port2} = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); });
	assert_equals(reason.name + reason.message, 'RangeErrorenough');
	assert_true(pulls < 4);
}, 'cancelling reaches the source');

promise_test(async () => {
	const s = new ReadableStream({start(c) { c.enqueue(() => {}); }});
	const reader = moved(s).getReader();
	const e = await reader.read().catch((e) => e);
	assert_equals(e.name, 'DataCloneError');
	const bad = new ReadableStream({start(c) { c.error(new TypeError('bad')); }});
	assert_equals((await moved(bad).getReader().read().catch((e) => e)).message, 'bad');
}, 'chunks that have no clone, and errors');

promise_test(async () => {
	const got = [];
	const w = new WritableStream({write(c) { got.push(c); }, close() { got.push('end'); }});
	const writer = moved(w).getWriter();
	writer.write('one');
	writer.write('two');
	await writer.close();
	await new Promise((done) => { const {port1, port2} = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); });
	assert_array_equals(got, ['one', 'two', 'end']);
}, 'a writable stream');

promise_test(async () => {
	const t = new TransformStream({transform(c, out) { out.enqueue(c.toUpperCase()); }});
	const there = moved(t);
	assert_true(t.readable.locked && t.writable.locked);
	const source = new ReadableStream({start(c) { c.enqueue('up'); c.close(); }});
	assert_array_equals(await all(source.pipeThrough(there)), ['UP']);
}, 'a transform stream');

test(() => {
	const locked = new ReadableStream();
	locked.getReader();
	const t = new TransformStream();
	t.writable.getWriter();
	for (const s of [locked, t]) assert_throws_dom('DataCloneError', () => moved(s));
	assert_throws_dom('DataCloneError', () => structuredClone(new WritableStream()));
	assert_false(t.readable.locked);
}, 'what cannot be transferred');
