test(() => {
	const h = new Headers({'Content-Type': 'text/xml', 'Breaking-Bad': '<3'});
	assert_equals(h.get('content-type'), 'text/xml');
	assert_equals(h.get('BREAKING-bad'), '<3');
	assert_equals(h.get('x'), null);
	assert_equals(new Headers([['a', '1'], ['A', '2']]).get('a'), '1, 2');
	assert_equals(new Headers(h).get('breaking-bad'), '<3');
}, 'init');

test(() => {
	for (const bad of [null, 1, 'x', [['a']], [['a', 'b', 'c']], [1], {'a b': 'x'}, {'': 'x'}, {a: 'x\ny'}, {a: 'Ā'}, {'é': 'x'}]) {
		assert_throws_js(TypeError, () => new Headers(bad), String(bad));
	}
	assert_throws_js(TypeError, () => new Headers().get('a:b'));
	assert_throws_js(TypeError, () => new Headers().has(''));
	assert_throws_js(TypeError, () => new Headers().append('a'));
	assert_throws_js(TypeError, () => Headers());
}, 'invalid');

test(() => {
	const h = new Headers([['b', '1'], ['Set-Cookie', 'x=1'], ['a', '2'], ['set-cookie', 'y=2'], ['B', '3']]);
	assert_array_equals([...h].map(String), ['a,2', 'b,1, 3', 'set-cookie,x=1', 'set-cookie,y=2']);
	assert_array_equals(h.getSetCookie(), ['x=1', 'y=2']);
	assert_equals(h.get('set-cookie'), 'x=1, y=2');
	assert_array_equals([...h.keys()], ['a', 'b', 'set-cookie', 'set-cookie']);
	h.set('b', '  z\t ');
	assert_equals(h.get('b'), 'z');
	h.delete('SET-COOKIE');
	assert_array_equals([...h.values()], ['2', 'z']);
	assert_false(h.has('set-cookie'));
}, 'order, repeats and cookies');

test(() => {
	const h = new Headers({a: '\u00e9'});
	assert_equals(h.get('a'), '\u00e9');
	assert_equals(h.get('a').length, 1);
}, 'bytes');

test(() => {
	const h = new Request('https://x/', {headers: {Cookie: 'a', 'Sec-Foo': 'b', 'Proxy-X': 'c', Host: 'd', 'X-Method-Override': 'TRACE', 'X-Ok': 'e'}}).headers;
	assert_array_equals([...h.keys()], ['x-ok']);
	const r = new Response('', {headers: {'Set-Cookie': 'a', 'Set-Cookie2': 'b'}});
	assert_false(r.headers.has('set-cookie'));
	const n = new Request('https://x/', {mode: 'no-cors', headers: {'Content-Type': 'text/plain', 'X-A': 'b', Accept: '"'}}).headers;
	assert_array_equals([...n.keys()], ['content-type']);
	n.append('content-type', 'application/json');
	assert_equals(n.get('content-type'), 'text/plain');
	assert_throws_js(TypeError, () => Response.error().headers.append('a', 'b'));
	assert_throws_js(TypeError, () => Response.redirect('/x').headers.set('a', 'b'));
}, 'guards');

test(() => {
	const h = new Headers({a: '1', b: '2', c: '3'});
	const seen = [];
	for (const [name] of h) {
		seen.push(name);
		h.delete(name);
	}
	assert_array_equals(seen, ['a', 'c']);
	class Mine extends Headers { #x = 1; get x() { return this.#x; } }
	assert_equals(new Mine({q: 'w'}).get('q'), 'w');
	assert_equals(new Mine().x, 1);
	assert_equals(Object.prototype.toString.call(h), '[object Headers]');
}, 'live iteration and subclasses');
