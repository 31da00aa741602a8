test(() => {
	other.open = 1;
	shut();
	try {
		assert_equals(other.open, 7);
		assert_throws_dom('SecurityError', () => other.document);
		assert_throws_dom('SecurityError', () => { other.x = 1; });
		assert_throws_dom('SecurityError', () => { delete other.open; });
		assert_throws_dom('SecurityError', () => Object.defineProperty(other, 'y', {value: 1}));
		assert_equals(other.then, undefined);
		assert_equals(Object.getPrototypeOf(other), null);
		assert_true(Object.isExtensible(other));
		assert_equals(Object.keys(other).join(), '');
		assert_equals(Reflect.ownKeys(other).length, 5);
		assert_equals(Object.getOwnPropertyDescriptor(other, 'open').value, 7);
	} finally {
		reopen();
	}
	assert_equals(other.open, 1);
}, 'an outer that shows nothing');

test(() => {
	assert_equals(other.window, undefined);
	other.own = 5;
	assert_equals(other.eval('own'), 5);
	assert_true('own' in other);
	assert_true(Object.keys(other).includes('own'));
	assert_true(Object.getOwnPropertyNames(other).includes('Array'));
	assert_true(Object.getOwnPropertyDescriptor(other, 'own').configurable);
	delete other.own;
	assert_equals(other.eval('typeof own'), 'undefined');
}, 'a global object from outside');

promise_test(async () => {
	third.eval('globalThis.log = []; globalThis.say = async (x) => { log.push(x); await null; log.push(x + 1); return x; }');
	close();
	assert_equals(await third.say(1), 1);
	assert_equals(third.log.join(), '1,2');
}, 'a closed realm can still be used through its objects');
