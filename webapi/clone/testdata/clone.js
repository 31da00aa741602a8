const roundtrip = (v) => structuredClone(v);

test(() => {
	for (const v of [undefined, null, true, false, 0, -0, 1, -1, 23, 24, 255, 256, 65535, 65536, 4294967295, 4294967296,
		2 ** 53, -(2 ** 53), 2 ** 54, 0.5, -0.1, NaN, Infinity, -Infinity, '', 'a', 'é', '\u{1F600}', '\uD800', 'a\uDC00b', '\uFFFD', '\0']) {
		assert_equals(roundtrip(v), v);
	}
	for (const v of [0n, 1n, -1n, 2n ** 70n, -(2n ** 70n), 255n, -256n]) assert_true(roundtrip(v) === v, String(v));
}, 'primitives');

test(() => {
	const b = roundtrip(Object(false)), n = roundtrip(new Number(-0)), s = roundtrip(new String('x\uD800')), i = roundtrip(Object(5n));
	assert_equals(typeof b, 'object');
	assert_equals(b.valueOf(), false);
	assert_true(n instanceof Number);
	assert_equals(n.valueOf(), -0);
	assert_true(s instanceof String);
	assert_equals(s.valueOf(), 'x\uD800');
	assert_true(i.valueOf() === 5n);
}, 'wrapper objects');

test(() => {
	assert_equals(roundtrip(new Date(5)).getTime(), 5);
	assert_equals(roundtrip(new Date(-62198755200001)).getTime(), -62198755200001);
	assert_equals(roundtrip(new Date(NaN)).getTime(), NaN);
	const re = roundtrip(/a\/b(c)/giu);
	assert_equals(re.source, 'a\\/b(c)');
	assert_equals(re.flags, 'giu');
	const last = /x/g;
	last.lastIndex = 3;
	assert_equals(roundtrip(last).lastIndex, 0);
}, 'Date and RegExp');

test(() => {
	const o = roundtrip({b: 1, a: {c: [1, 2]}, __proto__: null});
	assert_object_equals(o, {b: 1, a: {c: [1, 2]}});
	assert_array_equals(Object.keys(o), ['b', 'a']);
	assert_equals(Object.getPrototypeOf(o), Object.prototype);
	const own = JSON.parse('{"__proto__": 7}');
	const copy = roundtrip(own);
	assert_own_property(copy, '__proto__');
	assert_equals(Object.getPrototypeOf(copy), Object.prototype);
	class K { x = 1; get y() { return 2; } }
	assert_object_equals(roundtrip(new K()), {x: 1});
	assert_object_equals(roundtrip({get x() { return 3; }, [Symbol('s')]: 1}), {x: 3});
}, 'plain objects');

test(() => {
	const src = {get a() { delete this.b; return 1; }, b: 2, c: 3};
	assert_object_equals(roundtrip(src), {a: 1, c: 3});
	const error = new Error('getter');
	assert_throws_exactly(error, () => roundtrip({get a() { throw error; }}));
}, 'getters that delete and throw');

test(() => {
	const a = roundtrip([1, , 3]);
	assert_equals(a.length, 3);
	assert_false(1 in a);
	assert_array_equals(Object.keys(a), ['0', '2']);
	const big = [];
	big[1000000] = 'x';
	const copy = roundtrip(big);
	assert_equals(copy.length, 1000001);
	assert_equals(copy[1000000], 'x');
	assert_array_equals(Object.keys(copy), ['1000000']);
	const extra = Object.assign([1, 2], {name: 'n'});
	assert_equals(roundtrip(extra).name, 'n');
	assert_array_equals(roundtrip(extra), [1, 2]);
	const empty = [];
	empty.length = 5;
	assert_equals(roundtrip(empty).length, 5);
	assert_true(Array.isArray(roundtrip([])));
}, 'arrays');

test(() => {
	const m = roundtrip(new Map([[1, 'a'], [NaN, {x: 1}], ['k', undefined]]));
	assert_true(m instanceof Map);
	assert_array_equals([...m.keys()], [1, NaN, 'k']);
	assert_equals(m.get(NaN).x, 1);
	const s = roundtrip(new Set([3, 'x', -0]));
	assert_array_equals([...s], [3, 'x', 0]);
}, 'Map and Set');

test(() => {
	const o = {list: [], map: new Map(), set: new Set()};
	o.self = o;
	o.list.push(o.list, o);
	o.map.set(o.map, o);
	o.set.add(o.set);
	const c = roundtrip(o);
	assert_not_equals(c, o);
	assert_equals(c.self, c);
	assert_equals(c.list[0], c.list);
	assert_equals(c.list[1], c);
	assert_equals(c.map.get(c.map), c);
	assert_true(c.set.has(c.set));
	const shared = {};
	const [x, y] = roundtrip([shared, shared]);
	assert_equals(x, y);
	const dates = [new Date(1)];
	dates.push(dates[0]);
	const copies = roundtrip(dates);
	assert_equals(copies[0], copies[1]);
}, 'cycles and shared references');

test(() => {
	const e = roundtrip(new RangeError('bad', {cause: {n: 1}}));
	assert_true(e instanceof RangeError);
	assert_equals(e.message, 'bad');
	assert_equals(e.name, 'RangeError');
	assert_equals(e.cause.n, 1);
	assert_equals(typeof e.stack, 'string');
	class Mine extends Error { name = 'Mine'; }
	const mine = roundtrip(new Mine('m'));
	assert_equals(Object.getPrototypeOf(mine), Error.prototype);
	assert_not_own_property(roundtrip(new Error()), 'message');
	const d = roundtrip(new DOMException('gone', 'AbortError'));
	assert_true(d instanceof DOMException);
	assert_equals(d.name + d.message + d.code, 'AbortErrorgone20');
}, 'errors');

test(() => {
	const buffer = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer;
	const o = roundtrip({buffer, part: new Uint16Array(buffer, 2, 2), data: new DataView(buffer, 1, 3)});
	assert_array_equals(new Uint8Array(o.buffer), [1, 2, 3, 4, 5, 6, 7, 8]);
	assert_equals(o.part.buffer, o.buffer);
	assert_equals(o.part.byteOffset, 2);
	assert_equals(o.part.length, 2);
	assert_equals(o.data.buffer, o.buffer);
	assert_equals(o.data.byteLength, 3);
	for (const T of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array]) {
		const v = T.name.startsWith('Big') ? [1n, 2n] : [1, 2];
		const c = roundtrip(new T(v));
		assert_equals(c.constructor, T);
		assert_array_equals(Array.from(c), v);
	}
}, 'buffers and views');

test(() => {
	const buffer = new ArrayBuffer(4);
	const view = new Uint8Array(buffer);
	view[0] = 9;
	const c = structuredClone({view}, {transfer: [buffer]});
	assert_equals(buffer.byteLength, 0);
	assert_equals(view.length, 0);
	assert_equals(c.view[0], 9);
	assert_throws_dom('DataCloneError', () => structuredClone(buffer));
	assert_throws_dom('DataCloneError', () => structuredClone(1, {transfer: [buffer]}));
	const kept = new ArrayBuffer(4);
	assert_throws_dom('DataCloneError', () => structuredClone(() => {}, {transfer: [kept]}));
	assert_equals(kept.byteLength, 4, 'a failure takes nothing');
	assert_throws_dom('DataCloneError', () => structuredClone(1, {transfer: [kept, kept]}));
	assert_throws_dom('DataCloneError', () => structuredClone(1, {transfer: [{}]}));
	assert_throws_js(TypeError, () => structuredClone(1, {transfer: [1]}));
	assert_throws_js(TypeError, () => structuredClone(1, {transfer: 1}));
}, 'transfer');

test(() => {
	for (const v of [() => {}, class {}, Symbol('x'), Promise.resolve(), new WeakMap(), new WeakSet(), new Proxy({}, {}), new Proxy(() => {}, {}),
		(function* () {})(), [][Symbol.iterator](), new Map().keys(), Object(Symbol()), JSON && globalThis.nothing || parseInt, new Opaque()]) {
		assert_throws_dom('DataCloneError', () => structuredClone(v));
		assert_throws_dom('DataCloneError', () => structuredClone({deep: [v]}));
	}
}, 'what cannot be cloned');

test(() => {
	let deep = [];
	for (let i = 0; i < 20000; i++) deep = [deep];
	assert_throws_dom('DataCloneError', () => structuredClone(deep));
	let fine = [];
	for (let i = 0; i < 9000; i++) fine = [fine];
	structuredClone(fine);
}, 'depth limit');

test(() => {
	const big = 'x'.repeat(1 << 20);
	assert_throws_dom('DataCloneError', () => structuredClone(Array.from({length: 70}, () => big)));
}, 'size limit');

test(() => {
	const p = structuredClone(new Point(3));
	assert_true(p instanceof Point);
	assert_equals(p.x, 3);
	assert_throws_js(TypeError, () => structuredClone());
	assert_equals(structuredClone.length, 1);
}, 'platform objects and the function itself');

test(() => {
	const b = new Error('m'), Class = globalThis.Error;
	delete globalThis.Error;
	try { assert_true(structuredClone(b) instanceof Class); } finally { globalThis.Error = Class; }
}, 'classes are found though a script deleted their globals');

test(() => {
	const e = new Error();
	Object.defineProperty(e, 'message', {get() { throw new TypeError(); }});
	assert_false(structuredClone(e).hasOwnProperty('message'));
	const n = new Error();
	Object.defineProperty(n, 'name', {get() { throw new TypeError(); }});
	assert_throws_js(TypeError, () => structuredClone(n));
	const d = new DOMException('m', 'AbortError');
	assert_equals(structuredClone(d).stack, d.stack);
}, 'accessors of errors');

test(() => {
	const o = {get a() { delete this.b; this.d = 4; return 1; }, b: 2, c: 3};
	assert_equals(JSON.stringify(structuredClone(o)), '{"a":1,"c":3}');
	assert_throws_js(RangeError, () => structuredClone({get x() { throw new RangeError(); }}));
}, 'getters run, in order, and may throw');

test(() => {
	const buffer = new ArrayBuffer(4);
	assert_throws_dom('DataCloneError', () => structuredClone(0, {transfer: [buffer, buffer]}));
	assert_throws_dom('DataCloneError', () => structuredClone(Symbol(), {transfer: [buffer]}));
	assert_equals(buffer.byteLength, 4, 'nothing was transferred');
	const view = structuredClone(new DataView(buffer, 1, 2), {transfer: [buffer]});
	assert_equals(view.byteOffset, 1);
	assert_equals(buffer.byteLength, 0);
	assert_throws_dom('DataCloneError', () => structuredClone(0, {transfer: [buffer]}));
	assert_throws_dom('DataCloneError', () => structuredClone(0, {transfer: [{}]}));
	for (const bad of [{transfer: [1]}, {transfer: 1}, {transfer: {}}, 5]) assert_throws_js(TypeError, () => structuredClone(0, bad));
	for (const none of [undefined, null, {}, {transfer: undefined}]) structuredClone(0, none);
}, 'transfer lists');
