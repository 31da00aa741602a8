// What could harm the process is a RangeError, quickly.
const fails = (name, fn) => test(() => {
	const before = Date.now();
	assert_throws_js(RangeError, fn);
	assert_less_than(Date.now() - before, 500);
}, name);

fails('repeat', () => 'x'.repeat(2 ** 33));
fails('repeat of a long string', () => 'x'.repeat(1000).repeat(2 ** 20));
fails('repeat for ever', () => 'x'.repeat(Infinity));
fails('padStart', () => 'x'.padStart(2 ** 33));
fails('padEnd', () => 'x'.padEnd(2 ** 40, 'ab'));
fails('fill', () => new Array(2 ** 27).fill(0));
fails('fill of an array-like', () => Array.prototype.fill.call({length: 2 ** 40}, 0));
fails('join', () => new Array(2 ** 27).join('xx'));
fails('join with a long separator', () => new Array(2 ** 20).join('x'.repeat(1000)));
fails('an array as a string', () => String(new Array(2 ** 27)));
fails('apply', () => Math.max.apply(null, {length: 1e9}));
fails('Reflect.apply', () => Reflect.apply(Math.max, null, {length: 1e9}));
fails('Reflect.construct', () => Reflect.construct(Array, {length: 1e9}));
fails('ArrayBuffer', () => new ArrayBuffer(2 ** 33));
fails('ArrayBuffer of all', () => new ArrayBuffer(2 ** 53));
for (const T of [Uint8Array, Int8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array]) {
	fails(T.name, () => new T(2 ** 33));
	fails(T.name + ' of an array-like', () => new T({length: 2 ** 33}));
	fails(T.name + ' subclass', () => new (class extends T {})(2 ** 33));
}

test(() => {
	assert_equals('ab'.repeat(3), 'ababab');
	assert_equals('x'.padStart(3, '-') + 'x'.padEnd(3), '--xx  ');
	assert_array_equals(new Array(3).fill(7), [7, 7, 7]);
	assert_equals([1, [2, 3]].join('-'), '1-2,3');
	assert_equals(Math.max.apply(null, [1, 3, 2]), 3);
	assert_equals(Reflect.apply(Math.min, null, [4, 2]), 2);
	assert_throws_js(RangeError, () => 'x'.repeat(-1));
	for (const [f, name, length] of [['x'.repeat, 'repeat', 1], ['x'.padStart, 'padStart', 1], [[].fill, 'fill', 1], [[].join, 'join', 1],
		[Math.max.apply, 'apply', 2], [Reflect.apply, 'apply', 3], [Reflect.construct, 'construct', 2], [Object.getOwnPropertyDescriptor, 'getOwnPropertyDescriptor', 2]]) {
		assert_equals(f.name, name);
		assert_equals(f.length, length, name);
	}
	assert_false(Object.keys(String.prototype).length > 0);
}, 'guarded natives still work');

test(() => {
	const u = new Uint8Array([1, 2, 3]);
	assert_true(u instanceof Uint8Array);
	assert_equals(u.constructor, Uint8Array);
	assert_equals(Object.getPrototypeOf(u), Uint8Array.prototype);
	assert_equals(Object.getPrototypeOf(Uint8Array), Object.getPrototypeOf(Int8Array));
	assert_equals(Uint8Array.name + Uint8Array.length + Uint8Array.BYTES_PER_ELEMENT, 'Uint8Array31');
	assert_equals(u.slice(1).constructor, Uint8Array);
	assert_array_equals(Uint8Array.from([1, 2]), [1, 2]);
	assert_array_equals(Uint8Array.of(5), [5]);
	assert_array_equals(new Uint8Array(u.buffer, 1, 2), [2, 3]);
	assert_throws_js(TypeError, () => Uint8Array(2));
	class Mine extends Uint8Array { sum() { return this.reduce((a, b) => a + b); } }
	const m = new Mine([1, 2, 3]);
	assert_equals(m.sum(), 6);
	assert_true(m.map((x) => x * 2) instanceof Mine);
	assert_true(new ArrayBuffer(4).slice(1) instanceof ArrayBuffer);
	assert_true(ArrayBuffer.isView(u));
	assert_equals(new Float64Array(2 ** 20).length, 2 ** 20);
	assert_equals(Reflect.construct(Uint8Array, [2], Mine).length, 2);
}, 'guarded constructors keep their identity');

test(() => {
	assert_throws_js(SyntaxError, () => JSON.parse('['.repeat(5e6)));
	assert_throws_js(SyntaxError, () => JSON.parse('{"a":'.repeat(1e6)));
	assert_equals(JSON.parse('"' + '['.repeat(20000) + '\\"["').length, 20002);
	assert_array_equals(JSON.parse('[1, 2]', (k, v) => (k ? v * 2 : v)), [2, 4]);
	assert_equals(JSON.parse.length, 2);
	let deep = 1;
	for (let i = 0; i < 5000; i++) deep = [deep];
	assert_equals(JSON.stringify(JSON.parse(JSON.stringify(deep))).length, 10001);
}, 'deep JSON');

test(() => {
	for (const text of ['1,', '[1] ]', '{} x', '1 2', '{"a":1}}', '"a",']) {
		try {
			JSON.parse(text);
			assert_true(false, text);
		} catch (e) {
			assert_true(e instanceof SyntaxError, text);
			assert_false(e.message.includes('nil'), text + ': ' + e.message);
		}
	}
	assert_array_equals(JSON.parse('[1, "<nil>"]', (k, v) => v), [1, '<nil>']);
}, 'JSON with something behind its value is refused in words of JavaScript');
