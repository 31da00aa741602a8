promise_test(async () => {
	const b = new Blob(['a', new Uint8Array([98]), new Uint16Array([0x6463]).buffer, new Blob(['é']), 5], {type: 'Text/Plain'});
	assert_equals(b.type, 'text/plain');
	assert_equals(await b.text(), 'abcdé5');
	assert_equals(b.size, 7);
	assert_array_equals(await b.slice(1, 3).bytes(), [98, 99]);
	assert_equals((await b.slice(-1).arrayBuffer()).byteLength, 1);
	assert_equals(b.slice(3, 1).size, 0);
	assert_equals(b.slice(0, 99, 'a/B').type, 'a/b');
	assert_equals(new Blob([], {type: 'é'}).type, '');
	assert_equals(await new Blob(['a\r\nb\rc\n'], {endings: 'native'}).text(), 'a\nb\nc\n');
	assert_throws_js(TypeError, () => new Blob('text'));
	assert_throws_js(TypeError, () => new Blob([], {endings: 'x'}));
	assert_throws_js(TypeError, () => new Blob(null));
	const {value} = await b.stream().getReader().read();
	assert_equals(value.length, 7);
}, 'Blob');

promise_test(async () => {
	const f = new File(['x'], 'a.txt', {type: 'a/b', lastModified: 5});
	assert_true(f instanceof Blob);
	assert_equals(f.name, 'a.txt');
	assert_equals(f.lastModified, 5);
	assert_equals(await f.text(), 'x');
	assert_false(f.slice() instanceof File);
	assert_throws_js(TypeError, () => new File(['x']));
}, 'File');

promise_test(async () => {
	const [b, f] = structuredClone([new Blob(['abc'], {type: 'a/b'}), new File(['d'], 'n', {lastModified: 7})]);
	assert_equals(b.type, 'a/b');
	assert_equals(await b.text(), 'abc');
	assert_false(b instanceof File);
	assert_true(f instanceof File);
	assert_equals(f.name, 'n');
	assert_equals(f.lastModified, 7);
	assert_equals(await f.text(), 'd');
}, 'structured clones');
