// Annex B members the engine lacks; each call gets the prototypes it is about.
// https://tc39.es/ecma262/#sec-additional-built-in-properties
({
object: {
	__defineGetter__(key, get) { if (typeof get !== 'function') throw new TypeError('the getter is not a function'); Object.defineProperty(Object(this), key, {get, enumerable: true, configurable: true}); },
	__defineSetter__(key, set) { if (typeof set !== 'function') throw new TypeError('the setter is not a function'); Object.defineProperty(Object(this), key, {set, enumerable: true, configurable: true}); },
	__lookupGetter__(key) { for (let o = Object(this); o; o = Object.getPrototypeOf(o)) { const d = Object.getOwnPropertyDescriptor(o, key); if (d) return d.get; } },
	__lookupSetter__(key) { for (let o = Object(this); o; o = Object.getPrototypeOf(o)) { const d = Object.getOwnPropertyDescriptor(o, key); if (d) return d.set; } },
},
date: {
	getYear() { return this.getFullYear() - 1900; },
	setYear(y) { y = Number(y); return this.setFullYear(Math.trunc(y) >= 0 && Math.trunc(y) <= 99 ? Math.trunc(y) + 1900 : y); },
},
map: {
	getOrInsert(key, value) { if (this.has(key)) return this.get(key); this.set(key, value); return value; },
	getOrInsertComputed(key, make) { if (typeof make !== 'function') throw new TypeError('the callback is not a function'); if (this.has(key)) return this.get(key); const value = make(key); this.set(key, value); return value; },
},
view: {
	getFloat16(at, little) {
		const h = this.getUint16(at, little), e = h >> 10 & 31, m = h & 1023, s = h >> 15 ? -1 : 1;
		return e === 31 ? (m ? NaN : s * Infinity) : e ? s * 2 ** (e - 15) * (1 + m / 1024) : s * 2 ** -14 * (m / 1024);
	},
	setFloat16(at, v, little) {
		v = Math.f16round(v);
		const s = v < 0 || Object.is(v, -0) ? 0x8000 : 0, a = Math.abs(v);
		let h;
		if (a !== a) h = 0x7E00;
		else if (a === Infinity) h = 0x7C00;
		else if (a < 2 ** -14) h = a * 2 ** 24;
		else { const e = Math.floor(Math.log2(a)); h = (e + 15) << 10 | (a / 2 ** e - 1) * 1024; }
		this.setUint16(at, s | h, little);
	},
},
})
