const text = (view) => new TextDecoder().decode(view);
const bytes = (s) => new TextEncoder().encode(s);

promise_test(async () => {
	let requests = 0;
	const s = new ReadableStream({type: 'bytes', pull(c) {
		requests++;
		const {view} = c.byobRequest;
		view[0] = 65 + requests;
		c.byobRequest.respond(1);
		assert_equals(view.byteLength, 0, 'the view was taken');
	}});
	const reader = s.getReader({mode: 'byob'});
	assert_equals(Object.prototype.toString.call(reader), '[object ReadableStreamBYOBReader]');
	const mine = new Uint8Array(4);
	const {value, done} = await reader.read(mine);
	assert_false(done);
	assert_equals(text(value), 'B');
	assert_equals(mine.byteLength, 0);
	assert_equals(value.buffer.byteLength, 4);
	const three = await reader.read(new DataView(new ArrayBuffer(8), 2, 4), {min: 3});
	assert_equals(three.value.constructor, DataView);
	assert_equals(text(three.value), 'CDE');
	assert_equals(three.value.byteOffset, 2);
}, 'BYOB reads');

promise_test(async () => {
	const s = new ReadableStream({type: 'bytes', start(c) {
		c.enqueue(bytes('abc'));
		c.enqueue(new Uint16Array([0x6564]));
		c.close();
	}});
	const reader = s.getReader({mode: 'byob'});
	assert_equals(text((await reader.read(new Uint8Array(2))).value), 'ab');
	const both = await reader.read(new Uint16Array(2));
	assert_equals(both.value.length, 1);
	reader.releaseLock();
	const rest = s.getReader();
	assert_equals(text((await rest.read()).value), 'e');
	assert_true((await rest.read()).done);
}, 'the queue is read in any pieces');

promise_test(async () => {
	const s = new ReadableStream({type: 'bytes', pull(c) { c.enqueue(bytes('x')); c.close(); }});
	const reader = s.getReader({mode: 'byob'});
	await promise_rejects_js(null, TypeError, reader.read(new Uint16Array(1)));
	await promise_rejects_js(null, TypeError, reader.closed);
}, 'the end in the middle of an element');

promise_test(async () => {
	let c;
	const s = new ReadableStream({type: 'bytes', start(x) { c = x; }});
	const reader = s.getReader({mode: 'byob'});
	const read = reader.read(new Uint8Array(3));
	c.close();
	assert_equals(c.byobRequest.view.byteLength, 3);
	assert_throws_js(TypeError, () => c.byobRequest.respond(1));
	c.byobRequest.respond(0);
	const {value, done} = await read;
	assert_true(done);
	assert_equals(value.buffer.byteLength, 3);
	assert_equals(c.byobRequest, null);
}, 'closing gives the view back');

promise_test(async () => {
	const s = new ReadableStream({type: 'bytes', autoAllocateChunkSize: 16, pull(c) {
		assert_equals(c.byobRequest.view.byteLength, 16);
		c.byobRequest.view.set(bytes('auto'));
		c.byobRequest.respond(4);
	}});
	const {value} = await s.getReader().read();
	assert_equals(text(value), 'auto');
	assert_equals(value.buffer.byteLength, 16);
	for (const autoAllocateChunkSize of [0, -1, NaN, 2 ** 60])
		assert_throws_js(TypeError, () => new ReadableStream({type: 'bytes', autoAllocateChunkSize}));
	const huge = new ReadableStream({type: 'bytes', autoAllocateChunkSize: 2 ** 45});
	await promise_rejects_js(null, RangeError, huge.getReader().read());
}, 'autoAllocateChunkSize');

promise_test(async () => {
	const reader = new ReadableStream({type: 'bytes'}).getReader({mode: 'byob'});
	const gone = new Uint8Array(1);
	structuredClone(gone, {transfer: [gone.buffer]});
	for (const bad of [gone, new Uint8Array(0), {}, new ArrayBuffer(1)])
		await promise_rejects_js(null, TypeError, reader.read(bad));
	await promise_rejects_js(null, TypeError, reader.read(new Uint8Array(1), {min: 0}));
	await promise_rejects_js(null, RangeError, reader.read(new Uint16Array(1), {min: 2}));
	assert_throws_js(TypeError, () => new ReadableStream().getReader({mode: 'byob'}));
	assert_throws_js(TypeError, () => new ReadableStreamBYOBReader(new ReadableStream()));
}, 'refused views and streams');

promise_test(async () => {
	const pulls = [];
	const s = new ReadableStream({type: 'bytes', pull(c) {
		pulls.push(c.byobRequest ? 'byob' : 'default');
		if (c.byobRequest) {
			c.byobRequest.view[0] = 1;
			c.byobRequest.respond(1);
		} else {
			c.enqueue(new Uint8Array([2]));
		}
	}});
	const [a, b] = s.tee();
	const into = await a.getReader({mode: 'byob'}).read(new Uint8Array(5));
	assert_array_equals([...into.value], [1]);
	const other = b.getReader();
	assert_array_equals([...(await other.read()).value], [1]);
	assert_array_equals([...(await other.read()).value], [2]);
	assert_array_equals(pulls, ['byob', 'default']);
}, 'tee with views');

promise_test(async () => {
	const reader = nativeLong().getReader({mode: 'byob'});
	let total = 0;
	for (;;) {
		const {value, done} = await reader.read(new Uint8Array(50_000), {min: 50_000});
		if (done) break;
		assert_equals(value.length, 50_000);
		total += value.length;
	}
	assert_equals(total, 200_000);
}, 'a native stream reads into views');

promise_test(async () => {
	const s = nativeText();
	const reader = s.getReader({mode: 'byob'});
	assert_equals(text((await reader.read(new Uint8Array(6))).value), 'native');
	reader.releaseLock();
	const [a, b] = s.tee();
	assert_equals(text((await a.getReader().read()).value), ' bytes');
	assert_equals(text((await b.getReader({mode: 'byob'}).read(new Uint8Array(3))).value), ' by');
	const broken = nativeBroken().getReader({mode: 'byob'});
	assert_equals(text((await broken.read(new Uint8Array(9))).value), 'ok');
	await promise_rejects_js(null, TypeError, broken.read(new Uint8Array(9)));
	const stuck = nativeStuck().getReader({mode: 'byob'});
	const waiting = stuck.read(new Uint8Array(9));
	await stuck.cancel();
	assert_equals((await waiting).value, undefined);
}, 'a native stream changes readers');
