// Iterator helpers, on %IteratorPrototype%.
// https://tc39.es/ecma262/#sec-iterator-objects
(function (proto) {
'use strict';
const fail = (text) => { throw new TypeError(text); };
const object = (v, what) => (typeof v === 'object' && v !== null || typeof v === 'function') ? v : fail(what + ' is not an object');
const callable = (f, self) => {
	if (typeof f === 'function') return f;
	close(self);
	fail('the argument is not a function');
};
// GetIteratorDirect
const direct = (o) => ({o: object(o, 'the receiver'), next: o.next});
const step = (it) => object(it.next.call(it.o), 'an iterator result');
const close = (o) => { const f = o.return; if (f !== undefined && f !== null) object(f.call(o), 'the result of return'); };
// Runs f; if it throws the iterator is closed, and its own errors do not count.
const guarded = (o, f) => { try { return f(); } catch (e) { try { close(o); } catch {} throw e; } };
const count = (n, self) => {
	object(self, 'the receiver');
	let v;
	try { v = Number(n); if (v !== v) throw new RangeError('the argument is not a number'); v = Math.trunc(v); if (v < 0) throw new RangeError('the argument is negative'); } catch (e) { try { close(self); } catch {} throw e; }
	return v;
};

const states = new WeakMap();
const helperProto = Object.create(proto, {
	[Symbol.toStringTag]: {value: 'Iterator Helper', configurable: true},
});
const helperMethods = {
	next() {
		const s = states.get(this) ?? fail('not an Iterator Helper');
		if (s.running) fail('the iterator is already running');
		if (s.done) return {value: undefined, done: true};
		s.started = s.running = true;
		try {
			const r = s.step();
			if (r.done) s.done = true;
			return r;
		} catch (e) { s.done = true; throw e; } finally { s.running = false; }
	},
	return() {
		const s = states.get(this) ?? fail('not an Iterator Helper');
		if (s.running) fail('the iterator is already running');
		if (!s.done) { s.done = true; s.close(); }
		return {value: undefined, done: true};
	},
};
for (const k of ['next', 'return']) Object.defineProperty(helperProto, k, {value: helperMethods[k], writable: true, configurable: true});
const helper = (o, step, closing = () => close(o)) => {
	const h = Object.create(helperProto);
	states.set(h, {step, close: closing, done: false, running: false});
	return h;
};
const yields = (value) => ({value, done: false});
const end = () => ({value: undefined, done: true});
const flattenable = (v, strings) => {
	if (!(strings && typeof v === 'string')) object(v, 'the value');
	const m = v[Symbol.iterator];
	return direct(object(m === undefined || m === null ? v : m.call(v), 'the iterator'));
};

const methods = {
	map(f) {
		callable(f, object(this, 'the receiver'));
		const it = direct(this); let i = 0;
		return helper(it.o, () => { const r = step(it); if (r.done) return end(); const v = r.value; return yields(guarded(it.o, () => f(v, i++))); });
	},
	filter(f) {
		callable(f, object(this, 'the receiver'));
		const it = direct(this); let i = 0;
		return helper(it.o, () => { for (;;) { const r = step(it); if (r.done) return end(); const v = r.value; if (guarded(it.o, () => f(v, i++))) return yields(v); } });
	},
	take(n) {
		let left = count(n, this);
		const it = direct(this);
		return helper(it.o, () => { if (left === 0) { close(it.o); return end(); } left--; const r = step(it); return r.done ? end() : yields(r.value); });
	},
	drop(n) {
		let left = count(n, this);
		const it = direct(this);
		return helper(it.o, () => { while (left > 0) { left--; if (step(it).done) return end(); } const r = step(it); return r.done ? end() : yields(r.value); });
	},
	flatMap(f) {
		callable(f, object(this, 'the receiver'));
		const it = direct(this); let i = 0, inner;
		return helper(it.o, () => {
			for (;;) {
				if (inner) {
					const r = guarded(it.o, () => { const r = step(inner); return r.done ? undefined : yields(r.value); });
					if (r) return r;
					inner = undefined;
				}
				const r = step(it);
				if (r.done) return end();
				const v = r.value;
				inner = guarded(it.o, () => flattenable(f(v, i++), false));
			}
		}, () => { if (inner) guarded(it.o, () => close(inner.o)); close(it.o); });
	},
	reduce(f, ...rest) {
		callable(f, object(this, 'the receiver'));
		const it = direct(this); let i = 0, sum;
		if (rest.length) sum = rest[0];
		else { const r = step(it); if (r.done) fail('reduce of an empty iterator with no initial value'); sum = r.value; i = 1; }
		for (;;) { const r = step(it); if (r.done) return sum; const v = r.value; sum = guarded(it.o, () => f(sum, v, i++)); }
	},
	toArray() {
		const it = direct(this), list = [];
		for (;;) { const r = step(it); if (r.done) return list; list.push(r.value); }
	},
	forEach(f) {
		callable(f, object(this, 'the receiver'));
		const it = direct(this); let i = 0;
		for (;;) { const r = step(it); if (r.done) return; const v = r.value; guarded(it.o, () => f(v, i++)); }
	},
	some(f) {
		callable(f, object(this, 'the receiver'));
		const it = direct(this); let i = 0;
		for (;;) { const r = step(it); if (r.done) return false; const v = r.value; if (guarded(it.o, () => f(v, i++))) { close(it.o); return true; } }
	},
	every(f) {
		callable(f, object(this, 'the receiver'));
		const it = direct(this); let i = 0;
		for (;;) { const r = step(it); if (r.done) return true; const v = r.value; if (!guarded(it.o, () => f(v, i++))) { close(it.o); return false; } }
	},
	find(f) {
		callable(f, object(this, 'the receiver'));
		const it = direct(this); let i = 0;
		for (;;) { const r = step(it); if (r.done) return undefined; const v = r.value; if (guarded(it.o, () => f(v, i++))) { close(it.o); return v; } }
	},
	[Symbol.dispose]() { const f = this.return; if (f !== undefined && f !== null) f.call(this); },
};
Object.defineProperty(methods.reduce, 'length', {value: 1});

function Iterator() {
	if (new.target === undefined || new.target === Iterator) fail('Iterator is an abstract class');
}
const wrapProto = Object.create(proto);
const wrapMethods = {
	next() { const it = states.get(this) ?? fail('not a wrapped iterator'); return it.next.call(it.o); },
	return() { const it = states.get(this) ?? fail('not a wrapped iterator'); const f = it.o.return; return f === undefined || f === null ? end() : f.call(it.o); },
};
for (const k of ['next', 'return']) Object.defineProperty(wrapProto, k, {value: wrapMethods[k], writable: true, configurable: true});
const statics = {
	from(v) {
		const it = flattenable(v, true);
		if (it.o instanceof Iterator) return it.o;
		const w = Object.create(wrapProto);
		states.set(w, it);
		return w;
	},
	concat(...items) {
		const list = items.map((v) => { const m = object(v, 'the item')[Symbol.iterator]; if (typeof m !== 'function') fail('an item is not iterable'); return [m, v]; });
		let n = 0, inner;
		return helper(undefined, () => {
			for (;;) {
				if (!inner) { if (n === list.length) return end(); const [m, v] = list[n++]; inner = direct(object(m.call(v), 'the iterator')); }
				const r = step(inner);
				if (!r.done) return yields(r.value);
				inner = undefined;
			}
		}, () => { if (inner) close(inner.o); });
	},
};
Object.defineProperty(statics.concat, 'length', {value: 0});
for (const k of Object.keys(statics)) Object.defineProperty(Iterator, k, {value: statics[k], writable: true, configurable: true});
Object.defineProperty(Iterator, 'prototype', {value: proto, writable: false});
// A setter that defines on the receiver: the prototype's own cannot be overwritten by assignment.
const weird = (key, value) => Object.defineProperty(proto, key, {configurable: true, get() { return value; }, set(v) {
	object(this, 'the receiver');
	if (this === proto) fail('it cannot be assigned');
	if (Object.prototype.hasOwnProperty.call(this, key)) this[key] = v;
	else Object.defineProperty(this, key, {value: v, writable: true, enumerable: true, configurable: true});
}});
weird(Symbol.toStringTag, 'Iterator');
weird('constructor', Iterator);
return [Iterator, methods];
})
