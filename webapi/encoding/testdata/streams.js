const all = async (readable) => {
	const chunks = [], reader = readable.getReader();
	for (;;) {
		const {value, done} = await reader.read();
		if (done) return chunks;
		chunks.push(value);
	}
};
const through = (transform, chunks) => new ReadableStream({start(c) {
	for (const chunk of chunks) c.enqueue(chunk);
	c.close();
}}).pipeThrough(transform);

promise_test(async () => {
	const s = new TextEncoderStream();
	assert_equals(s.encoding, 'utf-8');
	const chunks = await all(through(s, ['a\uD83D', '\uDE00', '', 7, '\uD83D', 'x', '\uDC00\uD800']));
	assert_array_equals(chunks.map((c) => [...c].map((b) => b.toString(16)).join(' ')),
		['61', 'f0 9f 98 80', '37', 'ef bf bd 78', 'ef bf bd', 'ef bf bd']);
}, 'TextEncoderStream');

promise_test(async () => {
	const s = new TextDecoderStream('utf8', {ignoreBOM: true});
	assert_equals([s.encoding, s.fatal, s.ignoreBOM].join(), 'utf-8,false,true');
	const chunks = await all(through(s, [new Uint8Array([0xe2, 0x82]), new Uint8Array([0xac]).buffer, new Uint8Array([0xc3])]));
	assert_array_equals(chunks, ['€', '\uFFFD']);
}, 'TextDecoderStream');

promise_test(async () => {
	const bad = [new Uint8Array([0xff])];
	await promise_rejects_js(null, TypeError, all(through(new TextDecoderStream('utf-8', {fatal: true}), bad)));
	await promise_rejects_js(null, TypeError, all(through(new TextDecoderStream(), ['text'])));
	await promise_rejects_js(null, TypeError, all(through(new TextEncoderStream(), [Symbol()])));
	assert_throws_js(RangeError, () => new TextDecoderStream('replacement'));
	assert_throws_js(TypeError, () => Object.getOwnPropertyDescriptor(TextDecoderStream.prototype, 'readable').get.call(new TextEncoderStream()));
}, 'failures');
