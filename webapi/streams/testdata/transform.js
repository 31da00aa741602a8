async function collect(stream) {
	const chunks = [];
	const reader = stream.getReader();
	for (let r; !(r = await reader.read()).done;) chunks.push(r.value);
	return chunks;
}

promise_test(async () => {
	const t = new TransformStream({
		start(c) { c.enqueue('start'); },
		transform(chunk, c) { c.enqueue(chunk * 2); },
		flush(c) { c.enqueue('end'); },
	});
	assert_array_equals(await collect(ReadableStream.from([1, 2]).pipeThrough(t)), ['start', 2, 4, 'end']);
	assert_array_equals(await collect(ReadableStream.from([1, 2]).pipeThrough(new TransformStream())), [1, 2]);
}, 'transform');

promise_test(async () => {
	const {readable, writable} = new TransformStream();
	const w = writable.getWriter();
	const done = (async () => {
		await w.write('a');
		await w.write('b');
		await w.close();
	})();
	assert_array_equals(await collect(readable), ['a', 'b']);
	await done;
}, 'a writer and a reader, as frameworks use it');

promise_test(async () => {
	const e = new Error('t');
	const out = ReadableStream.from([1]).pipeThrough(new TransformStream({transform() { throw e; }}));
	await promise_rejects_exactly(null, e, collect(out));
	let cancelled;
	const t = new TransformStream({cancel(r) { cancelled = r; }});
	await t.readable.cancel('why');
	assert_equals(cancelled, 'why');
	await promise_rejects_exactly(null, 'why', t.writable.getWriter().closed);
	const stop = new TransformStream({transform(chunk, c) { c.terminate(); }});
	const w = stop.writable.getWriter();
	const closed = w.closed;
	const written = w.write(1);
	assert_true((await stop.readable.getReader().read()).done);
	await written;
	await promise_rejects_js(null, TypeError, closed);
	assert_throws_js(RangeError, () => new TransformStream({readableType: 1}));
}, 'errors, cancel and terminate');

promise_test(async () => {
	const log = [];
	const dest = new WritableStream({write(c) { log.push(c); }, close() { log.push('close'); }});
	await ReadableStream.from(['a', 'b']).pipeTo(dest);
	assert_array_equals(log, ['a', 'b', 'close']);
	assert_false(dest.locked);
	const open = new WritableStream({write(c) { log.push(c); }});
	await ReadableStream.from(['c']).pipeTo(open, {preventClose: true});
	await open.getWriter().write('d');
	assert_array_equals(log, ['a', 'b', 'close', 'c', 'd']);
}, 'pipeTo');

promise_test(async () => {
	const e = new Error('p');
	let aborted, cancelled;
	await promise_rejects_exactly(null, e, new ReadableStream({start(c) { c.error(e); }}).pipeTo(new WritableStream({abort(r) { aborted = r; }})));
	assert_equals(aborted, e);
	await promise_rejects_exactly(null, e, new ReadableStream({pull(c) { c.enqueue(1); }, cancel(r) { cancelled = r; }}).pipeTo(new WritableStream({write() { throw e; }})));
	assert_equals(cancelled, e);
	const controller = new AbortController();
	const p = new ReadableStream({cancel(r) { cancelled = r; }}).pipeTo(new WritableStream({abort(r) { aborted = r; }}), {signal: controller.signal});
	controller.abort('stop');
	await promise_rejects_exactly(null, 'stop', p);
	assert_equals(aborted, 'stop');
	assert_equals(cancelled, 'stop');
	const closedDest = new WritableStream();
	await closedDest.close();
	await promise_rejects_js(null, TypeError, new ReadableStream().pipeTo(closedDest));
	await promise_rejects_js(null, TypeError, new ReadableStream().pipeTo({}));
}, 'pipes propagate');

promise_test(async () => {
	let pulled = 0;
	const source = new ReadableStream({pull(c) { pulled++; c.enqueue(pulled); }}, {highWaterMark: 0});
	source.pipeTo(new WritableStream({write() { return new Promise(() => {}); }}, {highWaterMark: 2}));
	await sleep(10);
	assert_equals(pulled, 2, 'a pipe reads no more than the destination wants');
}, 'back-pressure');
