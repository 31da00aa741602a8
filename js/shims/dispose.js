// Explicit resource management: what `using` needs at run time.
// https://tc39.es/proposal-explicit-resource-management/
(function () {
'use strict';
const fail = (text) => { throw new TypeError(text); };
class SuppressedError extends Error {
	constructor(error, suppressed, message) {
		super(message);
		const own = (k, value) => Object.defineProperty(this, k, {value, writable: true, configurable: true});
		if (message !== undefined) own('message', String(message));
		own('error', error);
		own('suppressed', suppressed);
	}
}
Object.defineProperty(SuppressedError.prototype, 'name', {value: 'SuppressedError', writable: true, configurable: true});
Object.defineProperty(SuppressedError.prototype, 'message', {value: '', writable: true, configurable: true});

const method = (v, ...keys) => {
	if (v === null || v === undefined) return undefined;
	if (typeof v !== 'object' && typeof v !== 'function') fail('a resource is not an object');
	for (const key of keys) {
		const f = v[key];
		if (f === undefined || f === null) continue;
		if (typeof f !== 'function') fail('the dispose method is not a function');
		return f;
	}
	fail('the resource has no dispose method');
};
const both = (failed, error, e) => failed ? new SuppressedError(e, error) : e;

class DisposableStack {
	#list = [];
	#disposed = false;
	#open() { if (this.#disposed) throw new ReferenceError('the stack is disposed'); }
	get disposed() { return this.#disposed; }
	use(v) { this.#open(); const f = method(v, Symbol.dispose); if (f) this.#list.push(() => f.call(v)); return v; }
	adopt(v, f) { this.#open(); if (typeof f !== 'function') fail('not a function'); this.#list.push(() => f(v)); return v; }
	defer(f) { this.#open(); if (typeof f !== 'function') fail('not a function'); this.#list.push(() => f()); }
	move() { this.#open(); const other = new DisposableStack(); other.#list = this.#list; this.#list = []; this.#disposed = true; return other; }
	dispose() {
		if (this.#disposed) return;
		this.#disposed = true;
		let failed = false, error;
		for (const f of this.#list.splice(0).reverse()) try { f(); } catch (e) { error = both(failed, error, e); failed = true; }
		if (failed) throw error;
	}
}
class AsyncDisposableStack {
	#list = [];
	#disposed = false;
	#open() { if (this.#disposed) throw new ReferenceError('the stack is disposed'); }
	get disposed() { return this.#disposed; }
	use(v) { this.#open(); const f = method(v, Symbol.asyncDispose, Symbol.dispose); this.#list.push(f ? () => f.call(v) : () => {}); return v; }
	adopt(v, f) { this.#open(); if (typeof f !== 'function') fail('not a function'); this.#list.push(() => f(v)); return v; }
	defer(f) { this.#open(); if (typeof f !== 'function') fail('not a function'); this.#list.push(() => f()); }
	move() { this.#open(); const other = new AsyncDisposableStack(); other.#list = this.#list; this.#list = []; this.#disposed = true; return other; }
	async disposeAsync() {
		if (this.#disposed) return;
		this.#disposed = true;
		let failed = false, error;
		for (const f of this.#list.splice(0).reverse()) try { await f(); } catch (e) { error = both(failed, error, e); failed = true; }
		if (failed) throw error;
	}
}
for (const [c, name, alias, symbol] of [[DisposableStack, 'DisposableStack', 'dispose', Symbol.dispose], [AsyncDisposableStack, 'AsyncDisposableStack', 'disposeAsync', Symbol.asyncDispose]]) {
	Object.defineProperty(c.prototype, symbol, {value: c.prototype[alias], writable: true, configurable: true});
	Object.defineProperty(c.prototype, Symbol.toStringTag, {value: name, configurable: true});
}
return {SuppressedError, DisposableStack, AsyncDisposableStack};
})
