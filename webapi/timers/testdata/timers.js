const log = () => { const seen = []; seen.add = (x) => () => seen.push(x); return seen; };

promise_test(async () => {
	const seen = log();
	setTimeout(seen.add('c'), 20);
	setTimeout(seen.add('a'), 10);
	setTimeout(seen.add('b'), 10);
	setTimeout(seen.add('0'));
	setTimeout(seen.add('neg'), -5);
	await sleep(30);
	assert_array_equals(seen, ['0', 'neg', 'a', 'b', 'c']);
}, 'timers fire in order');

promise_test(async () => {
	const got = await new Promise((done) => setTimeout(function (...args) { done([this === globalThis, ...args]); }, 1, 'x', 2));
	assert_array_equals(got, [true, 'x', 2]);
}, 'arguments and this');

promise_test(async () => {
	const seen = log();
	const a = setTimeout(seen.add('a'), 5);
	const b = setInterval(seen.add('b'), 5);
	assert_true(Number.isInteger(a) && a > 0 && b > a);
	clearInterval(a);
	clearTimeout(b);
	clearTimeout();
	clearTimeout(99999);
	await sleep(20);
	assert_equals(seen.length, 0);
}, 'clear, either way');

promise_test(async () => {
	let n = 0;
	await new Promise((done) => {
		const id = setInterval((x) => {
			n += x;
			if (n === 6) { clearInterval(id); done(); }
		}, 10, 2);
	});
	await sleep(50);
	assert_equals(n, 6);
}, 'interval until cleared from within');

promise_test(async () => {
	globalThis.fromString = 0;
	setTimeout('fromString = 7', 1);
	await sleep(5);
	assert_equals(fromString, 7);
}, 'a string handler');

promise_test(async () => {
	let depth = 0;
	const start = Date.now();
	await new Promise((done) => (function next() { ++depth === 10 ? done() : setTimeout(next, 0); })());
	assert_equals(Date.now() - start, 12, 'three of the nine were set deeper than five levels');
}, 'deep nesting is slowed');

promise_test(async () => {
	const seen = log();
	setTimeout(seen.add('task'), 0);
	Promise.resolve().then(seen.add('p1'));
	queueMicrotask(seen.add('m1'));
	Promise.resolve().then(() => { seen.push('p2'); queueMicrotask(seen.add('m3')); });
	queueMicrotask(seen.add('m2'));
	seen.push('sync');
	await sleep(5);
	assert_array_equals(seen, ['sync', 'p1', 'm1', 'p2', 'm2', 'm3', 'task']);
	assert_throws_js(TypeError, () => queueMicrotask(5));
	assert_throws_js(TypeError, () => queueMicrotask());
	assert_throws_js(TypeError, () => setTimeout());
}, 'microtasks run in order, before tasks');
