// Atomics on ordinary buffers: a realm has one thread, so everything is atomic.
// https://tc39.es/ecma262/#sec-atomics-object
(function () {
'use strict';
const kinds = new Set(['Int8Array', 'Uint8Array', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'BigInt64Array', 'BigUint64Array']);
const tag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const at = (a, i, waitable) => {
	const kind = ArrayBuffer.isView(a) ? tag.call(a) : undefined;
	if (!(waitable ? kind === 'Int32Array' || kind === 'BigInt64Array' : kinds.has(kind))) throw new TypeError('Atomics: the array is not an integer typed array that allows this');
	const n = i === undefined ? 0 : Math.trunc(Number(i)) || 0;
	if (n < 0 || n >= a.length) throw new RangeError('Atomics: the index is out of bounds');
	return n;
};
const value = (a, v) => typeof a[0] === 'bigint' || a instanceof BigInt64Array || a instanceof BigUint64Array ? BigInt(v) : Math.trunc(Number(v)) || 0;
const change = (f) => (a, i, v) => { const n = at(a, i); v = value(a, v); const old = a[n]; a[n] = f(old, v); return old; };
const methods = {
	add: change((x, y) => x + y), and: change((x, y) => x & y), exchange: change((x, y) => y),
	or: change((x, y) => x | y), sub: change((x, y) => x - y), xor: change((x, y) => x ^ y),
	compareExchange(a, i, expected, v) {
		const n = at(a, i), old = a[n], probe = new a.constructor(1);
		probe[0] = value(a, expected);
		v = value(a, v);
		if (old === probe[0]) a[n] = v;
		return old;
	},
	isLockFree(n) { return n === 1 || n === 2 || n === 4 || n === 8; },
	load(a, i) { return a[at(a, i)]; },
	store(a, i, v) { const n = at(a, i); v = value(a, v); a[n] = v; return v; },
	notify(a, i, count) { at(a, i, true); return 0; },
	pause() {},
	wait(a, i) { at(a, i, true); throw new TypeError('Atomics.wait: this agent may not block, and there is no SharedArrayBuffer'); },
	waitAsync(a, i) { at(a, i, true); throw new TypeError('Atomics.waitAsync: there is no SharedArrayBuffer'); },
};
const atomics = {};
for (const k of Object.keys(methods)) {
	Object.defineProperty(methods[k], 'name', {value: k, configurable: true});
	Object.defineProperty(atomics, k, {value: methods[k], writable: true, configurable: true});
}
return Object.defineProperty(atomics, Symbol.toStringTag, {value: 'Atomics', configurable: true});
})
