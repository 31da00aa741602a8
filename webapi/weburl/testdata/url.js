test(() => {
	const u = new URL('https://user:pw@shop.example:8443/a/b?c=d#e');
	assert_equals(u.href, 'https://user:pw@shop.example:8443/a/b?c=d#e');
	assert_equals(u.origin, 'https://shop.example:8443');
	assert_equals(u.protocol, 'https:');
	assert_equals(u.username, 'user');
	assert_equals(u.password, 'pw');
	assert_equals(u.host, 'shop.example:8443');
	assert_equals(u.hostname, 'shop.example');
	assert_equals(u.port, '8443');
	assert_equals(u.pathname, '/a/b');
	assert_equals(u.search, '?c=d');
	assert_equals(u.hash, '#e');
	assert_equals(String(u), u.href);
	assert_equals(JSON.stringify({ u }), '{"u":"https://user:pw@shop.example:8443/a/b?c=d#e"}');
}, 'attributes');

test(() => {
	assert_equals(new URL('../x', 'https://a.b/c/d/e').href, 'https://a.b/c/x');
	assert_equals(new URL('/x', new URL('https://a.b/c')).href, 'https://a.b/x');
	assert_equals(new URL('//c.d', 'https://a.b/').href, 'https://c.d/');
	assert_equals(new URL('https://ü.example/ß').href, 'https://xn--tda.example/%C3%9F');
	assert_equals(new URL('http://a/\uD800').pathname, '/%EF%BF%BD');
}, 'bases and other alphabets');

test(() => {
	assert_throws_js(TypeError, () => new URL('nonsense'));
	assert_throws_js(TypeError, () => new URL('x', 'nonsense'));
	assert_throws_js(TypeError, () => new URL());
	assert_throws_js(TypeError, () => URL('http://a/'));
	assert_true(URL.canParse('x', 'http://a/'));
	assert_false(URL.canParse('x'));
	assert_equals(URL.parse('x'), null);
	assert_equals(URL.parse('x', 'http://a/').href, 'http://a/x');
	assert_true(URL.parse('http://a/') instanceof URL);
}, 'errors, parse and canParse');

test(() => {
	const u = new URL('https://a.example/x');
	u.protocol = 'http';
	u.host = 'b.example:81';
	u.pathname = '/y z';
	u.search = 'q=1';
	u.hash = 'h';
	assert_equals(u.href, 'http://b.example:81/y%20z?q=1#h');
	u.href = 'https://c.example';
	assert_equals(u.href, 'https://c.example/');
	assert_throws_js(TypeError, () => { u.href = 'nonsense'; });
	assert_readonly(u, 'origin');
}, 'setters');

test(() => {
	const u = new URL('https://a.b/?x=1');
	const p = u.searchParams;
	assert_equals(u.searchParams, p);
	p.append('y', '2 3');
	assert_equals(u.search, '?x=1&y=2+3');
	u.search = '?z=4';
	assert_equals(p.get('z'), '4');
	assert_false(p.has('x'));
	u.href = 'https://c.d/?w=5';
	assert_equals(p.toString(), 'w=5');
	p.delete('w');
	assert_equals(u.href, 'https://c.d/');
}, 'searchParams is live both ways');

test(() => {
	class Sub extends URL { twice() { return this.pathname + this.pathname; } }
	assert_equals(new Sub('http://a/b').twice(), '/b/b');
	assert_class_string(new URL('http://a'), 'URL');
	assert_equals(URL.length, 1);
	assert_throws_js(TypeError, () => Object.getOwnPropertyDescriptor(URL.prototype, 'href').get.call({}));
}, 'a proper class');

test(() => {
	for (const [input, host] of [
		['http://0x7f.1/', '127.0.0.1'], ['http://017700000001/', '127.0.0.1'], ['http://[1:0:0:2::]/', '[1:0:0:2::]'],
		['http://[::ffff:1.2.3.4]/', '[::ffff:102:304]'], ['http://[0:1:0:1:0:1:0:1]/', '[0:1:0:1:0:1:0:1]'], ['http://[::]/', '[::]'],
		['http://FAẞ.de/', 'xn--fa-hia.de'], ['http://ex%41mple.com/', 'example.com'], ['http://xn--a/', 'xn--a'],
		['foo://Ex ample'.replace(' ', ''), 'Example'], ['http://日本。jp/', 'xn--wgv71a.jp'],
	]) assert_equals(new URL(input).hostname, host, input);
	for (const bad of ['http://1.2.3.4.5/', 'http://256.1/'.replace('256.1', '1.2.3.256'), 'http://[1::2::3]/', 'http://[::1%25eth0]/', 'http://a b/',
		'http://a%00b/', 'http://\u00ad/', 'http://0x100000000/', 'http://12345678901234567890b.1e/'.replace('1e', '09')]) {
		assert_false(URL.canParse(bad), bad);
	}
	assert_equals(new URL('http://12345678901234567890b/').hostname, '12345678901234567890b');
}, 'hosts');

test(() => {
	const set = (href, name, value) => { const u = new URL(href); u[name] = value; return u.href; };
	assert_equals(set('a:/x//y', 'pathname', '//p'), 'a:/.//p');
	assert_equals(set('a:/.//p', 'host', 'h'), 'a://h//p');
	assert_equals(set('file:///C|/x', 'pathname', '../..'), 'file:///');
	assert_equals(set('file://h/x', 'protocol', 'http'), 'http://h/x');
	assert_equals(set('file:///x', 'protocol', 'http'), 'file:///x');
	assert_equals(set('http://u@h/', 'protocol', 'file'), 'http://u@h/');
	assert_equals(set('https://h:443/', 'port', '00080x'), 'https://h:80/');
	assert_equals(set('https://h/', 'host', 'g:99999'), 'https://g/');
	assert_equals(set('https://h/', 'hostname', 'g:1'), 'https://h/');
	assert_equals(set('mailto:a', 'pathname', 'b'), 'mailto:a');
	assert_equals(set('data:a  #x', 'hash', ''), 'data:a %20');
	assert_equals(set('x:a', 'username', 'u'), 'x:a');
}, 'setters at the edges');

test(() => {
	assert_equals(String(new URLSearchParams(DOMException)).slice(0, 17), 'INDEX_SIZE_ERR=1&');
	assert_throws_js(TypeError, () => new URLSearchParams(DOMException.prototype));
	assert_throws_js(TypeError, () => new URLSearchParams({[Symbol.iterator]: 1}));
	const seen = [];
	const p = new Proxy({a: 1, b: 2}, {getOwnPropertyDescriptor: (o, k) => { seen.push(k); return Reflect.getOwnPropertyDescriptor(o, k); }});
	assert_equals(String(new URLSearchParams(p)), 'a=1&b=2');
	assert_array_equals(seen, ['a', 'b']);
}, 'parameters from records');
