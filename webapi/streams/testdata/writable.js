promise_test(async () => {
	const log = [];
	const s = new WritableStream({
		start() { log.push('start'); },
		write(chunk) { log.push(chunk); return sleep(10); },
		close() { log.push('close'); },
	});
	const w = s.getWriter();
	assert_equals(w.desiredSize, 1);
	const first = w.write('a');
	assert_equals(w.desiredSize, 0);
	let ready = false;
	w.ready.then(() => { ready = true; });
	w.write('b');
	await sleep(5);
	assert_false(ready);
	await first;
	await w.close();
	assert_array_equals(log, ['start', 'a', 'b', 'close']);
	await w.closed;
	await promise_rejects_js(null, TypeError, w.write('c'));
	await promise_rejects_js(null, TypeError, w.close());
	assert_equals(w.desiredSize, 0);
}, 'write and close');

promise_test(async () => {
	let reason, signal;
	const s = new WritableStream({
		start(c) { signal = c.signal; },
		write() { return new Promise((_, reject) => { signal.onabort = () => reject(signal.reason); }); },
		abort(r) { reason = r; },
	});
	const w = s.getWriter();
	const write = w.write(1);
	await sleep(1);
	const closed = w.closed;
	const aborted = w.abort('why');
	await promise_rejects_exactly(null, 'why', write);
	await aborted;
	await promise_rejects_exactly(null, 'why', closed);
	assert_equals(reason, 'why');
	assert_equals(w.desiredSize, null);
}, 'abort');

promise_test(async () => {
	const e = new Error('sink');
	const w = new WritableStream({write() { throw e; }}).getWriter();
	await promise_rejects_exactly(null, e, w.write(1));
	await promise_rejects_exactly(null, e, w.closed);
	await promise_rejects_exactly(null, e, w.ready);
	await promise_rejects_exactly(null, e, w.write(2));
	w.releaseLock();
	await promise_rejects_js(null, TypeError, w.closed);
	assert_throws_js(TypeError, () => w.desiredSize);
	let controller;
	const s = new WritableStream({start(c) { controller = c; }});
	controller.error(e);
	await promise_rejects_exactly(null, e, s.getWriter().closed);
	assert_throws_js(RangeError, () => new WritableStream({type: 'x'}));
}, 'errors');
