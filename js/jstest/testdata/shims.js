// What the engine lacks and the realm adds when it is first touched.
test(() => {
	const proto = Object.getPrototypeOf(Object.getPrototypeOf([].values()));
	assert_equals(Object.getPrototypeOf(proto), Object.prototype);
	assert_true(Object.hasOwn(proto, 'map'));
}, 'nothing stands behind the iterator prototype');

test(() => {
	assert_array_equals([1, 2, 3].values().map((x) => x * 2).toArray(), [2, 4, 6]);
	assert_equals(typeof Iterator, 'function');
	assert_throws_js(TypeError, () => new Iterator());
	assert_throws_js(TypeError, () => Iterator());
	class Mine extends Iterator { next() { return {done: true}; } }
	assert_true(new Mine() instanceof Iterator);
	assert_true([].values() instanceof Iterator);
	function* naturals() { for (let i = 1; ; i++) yield i; }
	assert_array_equals(naturals().filter((n) => n % 2).take(3).toArray(), [1, 3, 5]);
	assert_array_equals(naturals().drop(2).take(2).flatMap((n) => [n, -n]).toArray(), [3, -3, 4, -4]);
	assert_equals(naturals().take(4).reduce((a, b) => a + b), 10);
	assert_true(naturals().some((n) => n > 5));
	assert_false(naturals().every((n) => n < 5));
	assert_equals(naturals().find((n) => n > 6), 7);
	let closed = 0;
	const source = {__proto__: Iterator.prototype, next: () => ({done: false, value: 1}), return() { closed++; return {}; }};
	source.take(1).toArray();
	assert_throws_js(RangeError, () => source.map(() => { throw new RangeError(); }).next());
	assert_throws_js(RangeError, () => source.take(-1));
	const h = source.map((x) => x); h.next(); h.return();
	assert_equals(closed, 4);
	assert_true(h.next().done);
	assert_equals(Object.prototype.toString.call(h), '[object Iterator Helper]');
	assert_equals(Iterator.prototype[Symbol.toStringTag], 'Iterator');
	assert_array_equals(Iterator.from({next() { return {done: this.n++ > 1, value: this.n}; }, n: 0}).toArray(), [1, 2]);
	assert_array_equals(Iterator.from('ab').toArray(), ['a', 'b']);
	assert_array_equals(Iterator.concat([1], new Set([2]).values()).toArray(), [1, 2]);
	assert_equals(Object.getPrototypeOf(Iterator.prototype), Object.prototype);
	assert_array_equals(new Map([[1, 2]]).entries().toArray()[0], [1, 2]);
	assert_equals(Iterator.prototype.reduce.length + Iterator.prototype.map.name, '1map');
}, 'iterator helpers');

test(() => {
	const b = new Uint8Array([1, 2, 3]).buffer;
	assert_false(b.detached);
	assert_false(b.resizable);
	assert_equals(b.maxByteLength, 3);
	const c = b.transfer();
	assert_true(b.detached);
	assert_equals(b.byteLength, 0);
	assert_array_equals(new Uint8Array(c), [1, 2, 3]);
	const d = c.transferToFixedLength(5);
	assert_array_equals(new Uint8Array(d), [1, 2, 3, 0, 0]);
	assert_throws_js(TypeError, () => c.transfer());
	assert_throws_js(TypeError, () => new ArrayBuffer(1).resize(2));
	assert_throws_js(RangeError, () => new ArrayBuffer(1, {maxByteLength: 2}));
	assert_throws_js(RangeError, () => new ArrayBuffer(1).transfer(2 ** 40));
	assert_throws_js(TypeError, () => ArrayBuffer.prototype.detached);
}, 'ArrayBuffer');

test(() => {
	const a = new Int32Array(2);
	assert_equals(Atomics.add(a, 0, 5), 0);
	assert_equals(Atomics.compareExchange(a, 0, 5, 7), 5);
	assert_equals(Atomics.load(a, 0), 7);
	assert_equals(Atomics.store(a, 1, 2.5), 2);
	assert_equals(Atomics.sub(new BigInt64Array(1), 0, 1n), 0n);
	assert_throws_js(TypeError, () => Atomics.add([1], 0, 1));
	assert_throws_js(TypeError, () => Atomics.add(new Float64Array(1), 0, 1));
	assert_throws_js(RangeError, () => Atomics.load(a, 2));
	assert_throws_js(TypeError, () => Atomics.wait(a, 0, 0));
	assert_equals(typeof SharedArrayBuffer, 'undefined');
	assert_equals(String(Atomics), '[object Atomics]');
}, 'Atomics');

promise_test(async () => {
	const log = [];
	const s = new DisposableStack();
	s.use({[Symbol.dispose]() { log.push('a'); }});
	s.defer(() => { log.push('b'); throw new Error('1'); });
	s.adopt(3, (v) => { log.push(v); throw new Error('2'); });
	let e;
	try { s.dispose(); } catch (x) { e = x; }
	assert_array_equals(log, [3, 'b', 'a']);
	assert_true(e instanceof SuppressedError && e instanceof Error);
	assert_equals(e.error.message + e.suppressed.message + e.name, '12SuppressedError');
	assert_true(s.disposed);
	assert_throws_js(ReferenceError, () => s.defer(() => {}));
	const t = new AsyncDisposableStack();
	t.use({async [Symbol.asyncDispose]() { log.push('async'); }});
	await t.move().disposeAsync();
	assert_equals(log.at(-1), 'async');
}, 'disposable stacks');

test(() => {
	class Mine extends Error { constructor(m) { super(m); this.name = 'Mine'; Error.captureStackTrace(this, Mine); } }
	function thrower() { return new Mine('boo'); }
	const {stack} = thrower();
	assert_regexp_match(stack, /^Mine: boo\n\s+at thrower/);
	const o = {};
	Error.captureStackTrace(o);
	assert_regexp_match(o.stack, /shims\.js/);
	assert_equals(new Error('a', {cause: 'b'}).cause, 'b');
	assert_equals(new AggregateError([1]).errors[0], 1);
}, 'errors');

test(() => {
	assert_equals(Math.f16round(1.337), 1.3369140625);
	assert_equals(Math.f16round(65520), Infinity);
	assert_equals(Math.f16round(2 ** -25), 0);
	assert_true(Object.is(Math.f16round(-0), -0));
	assert_equals(Math.sumPrecise([1e20, 0.1, -1e20]), 0.1);
	assert_true(Object.is(Math.sumPrecise([]), -0));
	assert_equals(Math.sumPrecise([Infinity, 1]), Infinity);
	assert_throws_js(TypeError, () => Math.sumPrecise(['1']));
	const v = new DataView(new ArrayBuffer(2));
	for (const n of [1.5, -0, 65504, 2 ** -24, Infinity, -(2 ** -14)]) {
		v.setFloat16(0, n);
		assert_true(Object.is(v.getFloat16(0), n), String(n));
	}
	assert_equals(new Map().getOrInsert('a', 1) + new Map([['b', 2]]).getOrInsertComputed('a', () => 3), 4);
	const o = {};
	Object;
	o.__defineGetter__('x', () => 4);
	assert_equals(o.x + o.__lookupGetter__('x')(), 8);
	assert_equals(new Date(2001, 0).getYear(), 101);
}, 'small things');
