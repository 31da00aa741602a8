test(() => {
	const e = new TextEncoder();
	assert_equals(e.encoding, 'utf-8');
	assert_array_equals(e.encode('aé€😀'), [97, 195, 169, 226, 130, 172, 240, 159, 152, 128]);
	assert_array_equals(e.encode('\uD800'), [239, 191, 189]);
	assert_equals(e.encode().length, 0);
	assert_true(e.encode('x') instanceof Uint8Array);
}, 'encode');

test(() => {
	const e = new TextEncoder();
	const bytes = new Uint8Array(5);
	assert_object_equals(e.encodeInto('é€x', bytes), { read: 2, written: 5 });
	assert_array_equals(bytes, [195, 169, 226, 130, 172]);
	const part = new Uint8Array(bytes.buffer, 1, 3);
	assert_object_equals(e.encodeInto('a😀', part), { read: 1, written: 1 });
	assert_equals(bytes[1], 97);
	assert_object_equals(e.encodeInto('😀', new Uint8Array(4)), { read: 2, written: 4 });
	assert_object_equals(e.encodeInto('\uDC00', new Uint8Array(4)), { read: 1, written: 3 });
	assert_throws_js(TypeError, () => e.encodeInto('a', new Uint16Array(2)));
}, 'encodeInto');

test(() => {
	assert_equals(new TextDecoder().decode(new Uint8Array([0xEF, 0xBB, 0xBF, 97])), 'a');
	assert_equals(new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array([0xEF, 0xBB, 0xBF, 97])), '\uFEFFa');
	assert_equals(new TextDecoder('latin1').encoding, 'windows-1252');
	assert_equals(new TextDecoder('utf-16').decode(new Uint16Array([0x61, 0xD83D, 0xDE00])), 'a😀');
	assert_equals(new TextDecoder().decode(new DataView(new Uint8Array([1, 97, 98]).buffer, 1, 1)), 'a');
	assert_equals(new TextDecoder().decode(new Uint8Array([97]).buffer), 'a');
	assert_equals(new TextDecoder().decode(), '');
	assert_throws_js(RangeError, () => new TextDecoder('utf-7'));
	assert_throws_js(TypeError, () => new TextDecoder().decode('text'));
}, 'decode');

test(() => {
	const d = new TextDecoder('utf-8', { fatal: true });
	assert_true(d.fatal);
	assert_throws_js(TypeError, () => d.decode(new Uint8Array([0xFF])));
	assert_equals(d.decode(new Uint8Array([97])), 'a');
	assert_throws_js(TypeError, () => d.decode(new Uint8Array([0xE2])));
}, 'fatal');

test(() => {
	const d = new TextDecoder();
	assert_equals(d.decode(new Uint8Array([0xF0, 0x9F]), { stream: true }), '');
	assert_equals(d.decode(new Uint8Array([0x98, 0x80]), { stream: true }), '😀');
	assert_equals(d.decode(new Uint8Array([0xE2]), { stream: true }), '');
	assert_equals(d.decode(), '\uFFFD');
}, 'stream');
