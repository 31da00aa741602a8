const run = (source) => other.eval(source);

test(() => {
	const o = run('globalThis.o = {a: 1}; o');
	assert_equals(o, other.o);
	assert_equals(run('(f) => f(o)')((x) => x), o);
	const mine = {};
	other.mine = mine;
	assert_equals(other.mine, mine);
	assert_true(run('mine === opener.other.mine'));
	assert_equals(other.opener, globalThis);
	assert_true(run('opener.other === globalThis'));
	assert_equals(third.opener, globalThis);
	third.o = o;
	assert_equals(third.o, o);
	assert_true(run('third.o === o'));
}, 'identity holds both ways and over three realms');

test(() => {
	const e = run('try { null.x } catch (e) { e }');
	assert_true(e instanceof other.TypeError);
	assert_false(e instanceof TypeError);
	assert_equals(e.constructor, other.TypeError);
	try {
		run('(f) => f()')(() => { throw 'mine'; });
		assert_unreached();
	} catch (x) {
		assert_equals(x, 'mine');
	}
	const error = new RangeError('here');
	let caught;
	try { run('(e) => { throw e }')(error); } catch (x) { caught = x; }
	assert_equals(caught, error);
	try { run('(() => { throw new SyntaxError("there") })')()  } catch (x) { caught = x; }
	assert_true(caught instanceof other.SyntaxError);
	assert_equals(caught.message, 'there');
	assert_equals(String(caught), 'SyntaxError: there');
}, 'errors are those of where they were thrown');

test(() => {
	const list = run('[3, 1, 2]');
	assert_true(Array.isArray(list));
	assert_false(list instanceof Array);
	assert_true(list instanceof other.Array);
	assert_equals(list.length, 3);
	list.push(9);
	assert_equals([...list].join(), '3,1,2,9');
	assert_equals(list.slice().sort().join(), '1,2,3,9');
	assert_equals(JSON.stringify({list, o: run('({x: [1], d: new Date(0)})')}), '{"list":[3,1,2,9],"o":{"x":[1],"d":"1970-01-01T00:00:00.000Z"}}');
	assert_equals([0].concat(list).length, 5);
	list.length = 1;
	assert_equals(JSON.stringify(Object.getOwnPropertyDescriptor(list, 'length')), '{"value":1,"writable":true,"enumerable":false,"configurable":false}');
	assert_equals(Object.keys(list).join(), '0');
	assert_equals(Reflect.ownKeys(list).join(), '0,length');
}, 'arrays');

test(() => {
	const f = run('(function f(a, b) { return this })');
	assert_equals(typeof f, 'function');
	assert_equals(f.length, 2);
	assert_equals(f.name, 'f');
	const me = {};
	assert_equals(f.call(me), me);
	assert_equals(f(), other);
	assert_equals(typeof run('() => 1'), 'function');
	assert_throws_js(TypeError, () => new (run('() => 1'))());
	class Mine extends run('(class Base { constructor(x) { this.x = x; this.t = new.target } hi() { return "hi " + this.x } })') {
		#secret = 4;
		secret() { return this.#secret; }
	}
	const m = new Mine(5);
	assert_equals(m.x, 5);
	assert_equals(m.t, Mine);
	assert_equals(m.hi(), 'hi 5');
	assert_true(m instanceof Mine);
	assert_equals(m.secret(), 4);
	assert_equals(Reflect.ownKeys(run('(class {})')).sort().join(), 'length,name,prototype');
}, 'functions and classes');

test(() => {
	const o = run('Object.freeze({a: 1, get b() { return 2 }})');
	assert_true(Object.isFrozen(o));
	assert_equals(Object.keys(o).join(), 'a,b');
	assert_equals(o.b, 2);
	assert_throws_js(TypeError, () => { 'use strict'; o.a = 2; });
	const fixed = run('Object.defineProperty({}, "x", {get() { return 4 }, set(v) {}, configurable: false})');
	assert_equals(fixed.x, 4);
	assert_false(Object.getOwnPropertyDescriptor(fixed, 'x').configurable);
	assert_false(Object.getOwnPropertyDescriptor(fixed, 'x').configurable);
	const grown = run('globalThis.grown = {a: 1, b: 2}');
	Object.preventExtensions(grown);
	assert_false(Object.isExtensible(run('grown')));
	run('delete grown.a');
	assert_equals(Object.keys(grown).join(), 'b');
	assert_false('a' in grown);
	Object.defineProperty(grown, 'b', {value: 3, configurable: false, writable: false});
	assert_equals(grown.b, 3);
	assert_false(Reflect.deleteProperty(grown, 'b'));
	const child = Object.create(run('({get me() { return this }, set it(v) { this._it = v }})'));
	assert_equals(child.me, child);
	child.it = 3;
	assert_true(child.hasOwnProperty('_it'));
	assert_equals(Object.getPrototypeOf(run('({})')), other.Object.prototype);
}, 'the rules for proxies are kept');

test(() => {
	const bytes = run('globalThis.bytes = new Uint8Array([1, 2, 3]); bytes');
	assert_equals(bytes.length, 3);
	assert_equals(bytes[1], 2);
	assert_true(bytes instanceof other.Uint8Array);
	bytes[1] = 7;
	assert_equals(run('bytes[1]'), 7);
	assert_equals(new Uint8Array(bytes.buffer)[1], 7);
	assert_equals(bytes.buffer, run('bytes.buffer'));
	assert_equals(new Uint16Array(run('new Uint16Array([1,500]).buffer'))[1], 500);
	assert_equals(run('new Uint16Array([1,500])').length, 2);
	assert_true(run('(b) => ArrayBuffer.isView(b)')(new Int8Array(2)));
}, 'buffers are the same bytes');
