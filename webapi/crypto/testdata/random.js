test(() => {
	assert_equals(crypto, self_crypto());
	assert_class_string(crypto, 'Crypto');
	assert_equals(crypto.subtle, crypto.subtle);
	assert_throws_js(TypeError, () => new Crypto());
	assert_throws_js(TypeError, () => crypto.getRandomValues.call({}, new Uint8Array(1)));
	function self_crypto() { return globalThis.crypto; }
}, 'crypto is one object');

test(() => {
	for (const type of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array]) {
		const array = new type(32);
		assert_equals(crypto.getRandomValues(array), array);
		assert_true(array.some((n) => n !== 0), type.name);
	}
	if (typeof BigInt64Array !== 'undefined') assert_true(crypto.getRandomValues(new BigInt64Array(8)).some((n) => n !== 0n));
}, 'getRandomValues fills arrays of integers');

test(() => {
	const bytes = new Uint8Array(64);
	crypto.getRandomValues(bytes.subarray(16, 48));
	assert_true(bytes.subarray(0, 16).every((n) => n === 0) && bytes.subarray(48).every((n) => n === 0));
	assert_true(bytes.subarray(16, 48).some((n) => n !== 0));
}, 'getRandomValues fills the view only');

test(() => {
	assert_throws_dom('TypeMismatchError', () => crypto.getRandomValues(new Float32Array(1)));
	assert_throws_dom('TypeMismatchError', () => crypto.getRandomValues(new Float64Array(70000)));
	assert_throws_dom('TypeMismatchError', () => crypto.getRandomValues(new DataView(new ArrayBuffer(4))));
	assert_throws_js(TypeError, () => crypto.getRandomValues([]));
	assert_throws_js(TypeError, () => crypto.getRandomValues());
	assert_throws_dom('QuotaExceededError', () => crypto.getRandomValues(new Uint8Array(65537)));
	crypto.getRandomValues(new Uint8Array(65536));
	crypto.getRandomValues(new Uint8Array(0));
}, 'getRandomValues refuses other arrays and more than 65536 bytes');

test(() => {
	const seen = new Set();
	for (let i = 0; i < 100; i++) {
		const id = crypto.randomUUID();
		assert_regexp_match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		seen.add(id);
	}
	assert_equals(seen.size, 100);
}, 'randomUUID');
