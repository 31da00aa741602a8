test(() => {
	assert_equals(new URLSearchParams('?a=b&c=d%20e+f').toString(), 'a=b&c=d+e+f');
	assert_equals(new URLSearchParams([['a', 1], ['a', 2]]).toString(), 'a=1&a=2');
	assert_equals(new URLSearchParams({ a: 'b', c: null }).toString(), 'a=b&c=null');
	assert_equals(new URLSearchParams(new URLSearchParams('x=y')).toString(), 'x=y');
	assert_equals(new URLSearchParams(new Map([['m', 'n']])).toString(), 'm=n');
	assert_equals(new URLSearchParams().size, 0);
	assert_equals(new URLSearchParams(null).toString(), 'null=');
	assert_throws_js(TypeError, () => new URLSearchParams([['a']]));
	assert_throws_js(TypeError, () => new URLSearchParams([1]));
	const record = { b: 1, a: 2 };
	Object.defineProperty(record, 'hidden', { value: 3, enumerable: false });
	assert_equals(new URLSearchParams(record).toString(), 'b=1&a=2');
}, 'construction');

test(() => {
	const p = new URLSearchParams('a=1&b=2&a=3');
	assert_array_equals(p.getAll('a'), ['1', '3']);
	assert_equals(p.get('none'), null);
	assert_true(p.has('a', '3'));
	assert_false(p.has('a', '4'));
	p.delete('a', '1');
	assert_equals(p.toString(), 'b=2&a=3');
	p.set('b', '9');
	p.sort();
	assert_equals(`${p}`, 'a=3&b=9');
	assert_equals(p.size, 2);
	assert_throws_js(TypeError, () => p.append('x'));
	assert_equals(new URLSearchParams('a=b').get('a', undefined), 'b');
	assert_true(new URLSearchParams('a=b').has('a', undefined));
}, 'operations');

test(() => {
	const p = new URLSearchParams('a=1&b=2');
	assert_array_equals([...p].map((e) => e.join()), ['a,1', 'b,2']);
	assert_array_equals([...p.keys()], ['a', 'b']);
	assert_array_equals([...p.values()], ['1', '2']);
	const seen = [];
	p.forEach(function (value, name, all) { seen.push(name + value + (all === p) + this.x); }, { x: '!' });
	assert_array_equals(seen, ['a1true!', 'b2true!']);
	const names = [];
	for (const [name] of p) {
		names.push(name);
		if (names.length === 1) p.append('c', '3');
	}
	assert_array_equals(names, ['a', 'b', 'c']);
}, 'iteration is live');
