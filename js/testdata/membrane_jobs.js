promise_test(async () => {
	const log = [];
	other.log = (x) => log.push(x);
	other.eval('globalThis.go = () => { Promise.resolve().then(() => log("theirs")); log("called"); }');
	Promise.resolve().then(() => log.push('mine'));
	other.go();
	other.go();
	other.eval('0');
	log.push('still here');
	await null;
	await null;
	await null;
	await new Promise((r) => other.eval('(f) => Promise.resolve().then(f)')(r));
	assert_equals(log.join(), 'called,called,still here,mine,theirs,theirs');
}, 'promise jobs of another realm wait for the end of the script');

promise_test(async () => {
	const p = other.eval('(async () => { await null; throw new TypeError("x") })()');
	let caught;
	try { await p; } catch (e) { caught = e; }
	assert_equals(caught.constructor, other.TypeError);
	assert_equals(await other.Promise.resolve(4), 4);
	assert_equals(await other.eval('(async (p) => (await p) + 1)')(Promise.resolve(1)), 2);
	assert_equals((await Promise.all([other.eval('Promise.resolve(1)'), 2])).join(), '1,2');
}, 'promises are thenables');

test(() => {
	other.eval('globalThis.deep = (f, n) => n ? f(deep, n - 1) : 0');
	const back = (f, n) => n ? f(back, n - 1) : 0;
	assert_equals(other.deep(back, 60), 0);
	let caught;
	try { other.deep(back, 100000); } catch (e) { caught = e; }
	assert_true(/Maximum call stack/.test(caught.message), String(caught));
	const a = {}, b = other.Object();
	Object.setPrototypeOf(a, b);
	caught = null;
	try {
		other.Object.setPrototypeOf(b, a);
		a.missing;
	} catch (e) { caught = e; }
	assert_true(caught !== null);
}, 'deep calls end in an error');
