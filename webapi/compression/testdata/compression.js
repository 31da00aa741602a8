const formats = ['gzip', 'deflate', 'deflate-raw', 'brotli'];

async function through(transform, chunks) {
	const out = [], readable = new ReadableStream({start(c) {
		for (const chunk of chunks) c.enqueue(chunk);
		c.close();
	}}).pipeThrough(transform), reader = readable.getReader();
	for (;;) {
		const {value, done} = await reader.read();
		if (done) break;
		assert_true(value instanceof Uint8Array && value.length > 0);
		out.push(value);
	}
	const all = new Uint8Array(out.reduce((n, c) => n + c.length, 0));
	out.reduce((n, c) => (all.set(c, n), n + c.length), 0);
	return all;
}
const compress = (format, ...chunks) => through(new CompressionStream(format), chunks);
const decompress = (format, ...chunks) => through(new DecompressionStream(format), chunks);
const bytes = (s) => new TextEncoder().encode(s);
const text = (b) => new TextDecoder().decode(b);

for (const format of formats) {
	promise_test(async () => {
		const small = await compress(format, bytes('hello '), bytes('').buffer, new DataView(bytes('world').buffer));
		assert_equals(text(await decompress(format, small)), 'hello world');
		assert_equals(text(await decompress(format, ...[...small].map((b) => new Uint8Array([b])), new Uint8Array(0))), 'hello world');
		const empty = await compress(format);
		assert_true(empty.length > 0);
		assert_equals((await decompress(format, empty)).length, 0);
	}, format + ' there and back');

	promise_test(async () => {
		const data = await compress(format, bytes('some data, some data'));
		for (let n = 0; n < data.length; n++)
			await promise_rejects_js(null, TypeError, decompress(format, data.subarray(0, n)), 'cut at ' + n);
		await promise_rejects_js(null, TypeError, decompress(format, data, new Uint8Array(1)));
		const longer = new Uint8Array(data.length + 1);
		longer.set(data);
		await promise_rejects_js(null, TypeError, decompress(format, longer));
		await promise_rejects_js(null, TypeError, decompress(format, bytes('\xff\xff no such data')));
	}, format + ' truncated, with junk behind, or junk');

	promise_test(async () => {
		const bomb = await compress(format, new Uint8Array(20_000_000));
		const d = new DecompressionStream(format), writer = d.writable.getWriter(), reader = d.readable.getReader();
		let written = false;
		writer.write(bomb).then(() => { written = true; });
		writer.close();
		let total = (await reader.read()).value.length;
		for (let i = 0; i < 50; i++) await null;
		assert_false(written, 'the rest waits for the reader');
		for (;;) {
			const {value, done} = await reader.read();
			if (done) break;
			total += value.length;
		}
		assert_equals(total, 20_000_000);
	}, format + ' with much output');
}

promise_test(async () => {
	const gzip = await compress('gzip', bytes('x'));
	for (const [at, name] of [[0, 'ID1'], [2, 'CM'], [gzip.length - 5, 'CRC32'], [gzip.length - 1, 'ISIZE']]) {
		const bad = gzip.slice();
		bad[at] ^= 0x80;
		await promise_rejects_js(null, TypeError, decompress('gzip', bad), name);
	}
	const reserved = gzip.slice();
	reserved[3] = 0x20;
	await promise_rejects_js(null, TypeError, decompress('gzip', reserved), 'FLG');
	const two = new Uint8Array(2 * gzip.length);
	two.set(gzip);
	two.set(gzip, gzip.length);
	await promise_rejects_js(null, TypeError, decompress('gzip', two), 'two members');
	const zlib = await compress('deflate', bytes('x'));
	zlib[1] ^= 0x20 | 0x1f;
	await promise_rejects_js(null, TypeError, decompress('deflate', zlib), 'FDICT');
}, 'fields that must be right');

promise_test(async () => {
	for (const C of [CompressionStream, DecompressionStream]) {
		assert_equals(C.length, 1);
		for (const bad of ['a', '', 'GZIP', 'br', 'zstd', null]) assert_throws_js(TypeError, () => new C(bad));
		assert_throws_js(TypeError, () => new C());
		for (const chunk of [undefined, null, 3, 'text', {}, []])
			await promise_rejects_js(null, TypeError, through(new C('gzip'), [chunk]));
		const s = new C('gzip');
		assert_true(s.readable === s.readable && s.readable instanceof ReadableStream && s.writable instanceof WritableStream);
	}
	const left = new DecompressionStream('gzip'), writer = left.writable.getWriter();
	writer.write(new Uint8Array([31])).catch(() => {});
	await left.readable.cancel();
}, 'constructors and chunks');
