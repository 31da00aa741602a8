'use strict';
const module = (name) => new WebAssembly.Module(sample(name));
const run = (name, imports) => new WebAssembly.Instance(module(name), imports).exports;

test(() => {
	assert_class_string(WebAssembly, 'WebAssembly');
	assert_class_string(module('empty'), 'WebAssembly.Module');
	assert_true(WebAssembly.validate(sample('numbers')));
	assert_false(WebAssembly.validate(sample('numbers').slice(1)));
	assert_false(WebAssembly.validate(sample('numbers').slice(0, -1)));
	assert_throws_js(TypeError, () => WebAssembly.validate('x'));
	assert_throws_js(TypeError, () => WebAssembly.Module(sample('empty')));
	assert_throws_js(WebAssembly.CompileError, () => new WebAssembly.Module(new Uint8Array(4)));
	const e = WebAssembly.LinkError('why', {cause: 7});
	assert_true(e instanceof WebAssembly.LinkError && e instanceof Error);
	assert_array_equals([e.name, e.message, e.cause, String(e)], ['LinkError', 'why', 7, 'LinkError: why']);
}, 'the namespace');

test(() => {
	const x = run('numbers');
	assert_true(Object.isFrozen(x) && Object.getPrototypeOf(x) === null);
	assert_array_equals(Object.keys(x), ['add', 'mul', 'half', 'neg', 'swap', 'same']);
	assert_array_equals([x.add.name, x.add.length, x.mul.name], ['0', 2, '1']);
	assert_equals(x.add(2 ** 31, '1'), -(2 ** 31) + 1);
	assert_equals(x.add(), 0);
	assert_equals(x.mul(-3n, 2n ** 62n), 2n ** 62n);
	assert_throws_js(TypeError, () => x.mul(1, 2n));
	assert_equals(x.half(3), 1.5);
	assert_equals(x.neg(0), -0);
	assert_array_equals(x.swap(7, 0.5), [0.5, 7]);
	for (const v of [null, undefined, 'text', x, 5n, NaN]) assert_equals(x.same(v), v);
}, 'values');

test(() => {
	const seen = [];
	const x = run('call', {env: {f(n) { seen.push(n, this); return {valueOf: () => n * 2}; }}});
	assert_equals(x.run(21), 42);
	assert_array_equals(seen, [21, undefined]);
	assert_equals(run('call', {env: {f: x.run}}).f, x.run, 'a function keeps its identity');
	assert_equals(run('call', {env: {f: x.run}}).run(1), 2);
	const error = new Error('mine');
	const bad = run('call', {env: {f() { throw error; }}});
	assert_throws_exactly(error, () => bad.run(1));
	assert_throws_exactly(error, () => bad.f(1));
	assert_equals(x.run(1), 2, 'all works on');
	let deep;
	deep = run('call', {env: {f: (n) => n > 0 ? deep.run(n - 1) + 1 : 0}});
	assert_equals(deep.run(50), 50);
}, 'functions both ways');

test(() => {
	assert_throws_js(TypeError, () => run('call'));
	assert_throws_js(TypeError, () => run('call', 1));
	assert_throws_js(TypeError, () => run('call', {}));
	assert_throws_js(WebAssembly.LinkError, () => run('call', {env: {}}));
	assert_throws_js(WebAssembly.LinkError, () => run('call', {env: {f: run('numbers').add}}));
	const memory = new WebAssembly.Memory({initial: 1});
	const env = {memory, g: new WebAssembly.Global({value: 'i32', mutable: true}, 5), n: 8n};
	assert_equals(run('uses', {env}).memory, memory);
	assert_equals(run('uses', {env}).g, env.g);
	assert_equals(run('uses', {env}).count(), 8n);
	assert_equals(env.g.value, 6);
	for (const wrong of [{memory: {}}, {memory: new WebAssembly.Memory({initial: 0})}, {g: 1}, {n: 1}, {g: new WebAssembly.Global({value: 'i32'})}]) {
		assert_throws_js(WebAssembly.LinkError, () => run('uses', {env: {...env, ...wrong}}), Object.keys(wrong)[0]);
	}
}, 'imports');

test(() => {
	let during;
	const x = run('memory', {env: {f() { during = before.byteLength; }}});
	const before = x.memory.buffer;
	assert_equals(before, x.memory.buffer);
	new Uint8Array(before)[7] = 200;
	assert_equals(x.load(7), 200);
	x.store(8, 33);
	assert_equals(new Uint8Array(before)[8], 33);
	assert_equals(x.grow(1), 1);
	assert_equals(during, 0, 'the buffer is detached before a script runs');
	assert_equals(before.byteLength, 0);
	assert_equals(x.memory.buffer.byteLength, 131072);
	assert_equals(new Uint8Array(x.memory.buffer)[7], 200);
	structuredClone(x.memory.buffer, {transfer: [x.memory.buffer]});
	assert_equals(new Uint8Array(x.memory.buffer)[7], 200, 'a transfer does not take the memory away');
	const second = x.memory.buffer;
	assert_equals(x.memory.grow(0), 2);
	assert_equals(second.byteLength, 0);
	assert_throws_js(RangeError, () => x.memory.grow(2));
	assert_throws_js(WebAssembly.RuntimeError, () => x.load(131072));
	assert_throws_js(RangeError, () => new WebAssembly.Memory({initial: 65537}));
	assert_throws_js(RangeError, () => new WebAssembly.Memory({initial: 65536}));
	assert_throws_js(RangeError, () => new WebAssembly.Memory({initial: 2, maximum: 1}));
	assert_throws_js(TypeError, () => new WebAssembly.Memory({}));
	assert_equals(new WebAssembly.Memory({initial: 0}).buffer.byteLength, 0);
}, 'memory');

test(() => {
	const x = run('trap');
	assert_throws_js(WebAssembly.RuntimeError, () => x.unreachable());
	assert_throws_js(WebAssembly.RuntimeError, () => x.divide(0));
	assert_equals(x.divide(1), 1);
}, 'traps');

test(() => {
	const x = run('table');
	assert_equals(x.table.length, 4);
	assert_equals(x.table.get(1), null);
	assert_throws_js(WebAssembly.RuntimeError, () => x.call(1));
	x.fill();
	assert_equals(x.table.get(1), x.one);
	const two = x.table.get(2);
	assert_equals(two, x.table.get(2));
	assert_equals(two(), 2);
	assert_equals(x.call(2), 2);
	x.table.set(0, two);
	assert_equals(x.call(0), 2);
	x.table.set(3, run('table').one);
	assert_equals(x.call(3), 1);
	x.table.set(3);
	assert_throws_js(WebAssembly.RuntimeError, () => x.call(3));
	assert_equals(x.table.grow(2, x.one), 4);
	assert_equals(x.table.get(5), x.one);
	assert_equals(x.call(5), 1);
	assert_throws_js(RangeError, () => x.table.get(6));
	assert_throws_js(TypeError, () => x.table.set(0, () => 1));
	assert_throws_js(RangeError, () => x.table.grow(2 ** 31));
	const values = new WebAssembly.Table({element: 'externref', initial: 2, maximum: 3}, x);
	assert_equals(values.get(1), x);
	values.set(0, 'text');
	assert_equals(values.get(0), 'text');
	assert_equals(values.grow(1), 2);
	assert_equals(values.get(2), undefined);
	assert_throws_js(RangeError, () => values.grow(1));
}, 'tables');

test(() => {
	const {one} = run('table');
	const x = run('hands', {env: {f: () => 5, g: one}});
	x.fill();
	assert_equals(x.table.get(0), x.f);
	assert_equals(x.f(), 5);
	assert_equals(x.table.get(1), one);
	assert_equals(x.give(), one);
	assert_equals(x.take(x.f), x.f);
	assert_equals(x.take(null), null);
	assert_throws_js(TypeError, () => x.take(() => 1));
	const m = module('table');
	const [a, b] = [new WebAssembly.Instance(m).exports, new WebAssembly.Instance(m).exports];
	a.fill();
	b.fill();
	assert_equals(a.table.get(1), a.one);
	assert_equals(b.table.get(1), b.one);
}, 'function references keep their identity');

test(() => {
	const g = new WebAssembly.Global({value: 'i64', mutable: true});
	assert_equals(g.value, 0n);
	g.value = -1n;
	assert_equals(g.valueOf(), -1n);
	assert_throws_js(TypeError, () => { new WebAssembly.Global({value: 'f32'}, 1).value = 2; });
	assert_equals(new WebAssembly.Global({value: 'f32'}, 0.1).value, Math.fround(0.1));
	assert_equals(new WebAssembly.Global({value: 'externref'}, g).value, g);
	assert_equals(new WebAssembly.Global({value: 'externref'}).value, undefined);
	assert_equals(new WebAssembly.Global({value: 'anyfunc'}).value, null);
	assert_throws_js(TypeError, () => new WebAssembly.Global({value: 'i8'}));
}, 'globals');

test(() => {
	const m = module('uses');
	assert_object_equals(WebAssembly.Module.imports(m), [
		{module: 'env', name: 'memory', kind: 'memory'}, {module: 'env', name: 'g', kind: 'global'}, {module: 'env', name: 'n', kind: 'global'}]);
	assert_object_equals(WebAssembly.Module.exports(module('table')).map((x) => x.kind + ' ' + x.name),
		['table table', 'function one', 'function fill', 'function call']);
	const custom = new Uint8Array([...sample('empty'), 0, 5, 3, 97, 98, 99, 7]);
	assert_array_equals(WebAssembly.Module.customSections(new WebAssembly.Module(custom), 'abc').map((b) => new Uint8Array(b)[0]), [7]);
	const clone = structuredClone(module('numbers'));
	assert_true(clone instanceof WebAssembly.Module);
	assert_equals(new WebAssembly.Instance(clone).exports.add(1, 2), 3);
}, 'modules');

promise_test(async () => {
	const m = await WebAssembly.compile(sample('numbers'));
	assert_equals((await WebAssembly.instantiate(m)).exports.add(1, 2), 3);
	const both = await WebAssembly.instantiate(sample('numbers'));
	assert_true(both.module instanceof WebAssembly.Module && both.instance instanceof WebAssembly.Instance);
	await promise_rejects_js(null, WebAssembly.CompileError, WebAssembly.compile(new Uint8Array(9)));
	await promise_rejects_js(null, TypeError, WebAssembly.compile('x'));
	await promise_rejects_js(null, TypeError, WebAssembly.instantiate(sample('call')));
	await promise_rejects_js(null, WebAssembly.LinkError, WebAssembly.instantiate(sample('call'), {env: {}}));
	await promise_rejects_js(null, TypeError, WebAssembly.compileStreaming(Promise.resolve(1)));
}, 'promises');
