'use strict';

test(() => {
	const p = new URLPattern('https://*.shop.example/products/:id{-:variant}?');
	assert_equals(p.protocol, 'https');
	assert_equals(p.hostname, '*.shop.example');
	assert_equals(p.port, '');
	assert_equals(p.pathname, '/products/:id{-:variant}?');
	assert_equals(p.search, '*');
	assert_false(p.hasRegExpGroups);
	assert_true(p.test('https://www.shop.example/products/12'));
	assert_false(p.test('http://www.shop.example/products/12'));
	assert_false(p.test('https://www.shop.example:81/products/12'));
	const {hostname, pathname, inputs} = p.exec('https://a.b.shop.example/products/12-red?x');
	assert_array_equals(inputs, ['https://a.b.shop.example/products/12-red?x']);
	assert_object_equals(hostname, {input: 'a.b.shop.example', groups: {0: 'a.b'}});
	assert_object_equals(pathname, {input: '/products/12-red', groups: {id: '12', variant: 'red'}});
	assert_equals(p.exec('nonsense'), null);
}, 'a pattern in a string');

test(() => {
	const p = new URLPattern({pathname: '/:year(\\d{4})/:rest*', baseURL: 'https://a.example/b?c#d'});
	assert_true(p.hasRegExpGroups);
	assert_equals(p.hostname, 'a.example');
	assert_equals(p.search, '*');
	assert_object_equals(p.exec('/2024', 'https://a.example').pathname.groups, {year: '2024', rest: undefined});
	assert_object_equals(p.exec('/2024/x/y', 'https://a.example').pathname.groups, {year: '2024', rest: 'x/y'});
	assert_false(p.test('/24', 'https://a.example'));
	assert_object_equals(p.exec({pathname: '/2024', hostname: 'a.example', protocol: 'https'}).inputs, [{hostname: 'a.example', pathname: '/2024', protocol: 'https'}]);
}, 'a pattern in a dictionary');

test(() => {
	assert_true(new URLPattern('/Foo/*', 'https://h', {ignoreCase: true}).test('https://h/fOO/x'));
	assert_true(new URLPattern({pathname: '/(a+)'}, {ignoreCase: true}).test({pathname: '/AA'}));
	assert_false(new URLPattern({pathname: '/foo'}).test({pathname: '/FOO'}));
	assert_equals(new URLPattern({pathname: '*'}, undefined).pathname, '*');
}, 'options and overloads');

test(() => {
	assert_equals(new URLPattern({hostname: 'EX\u00e4MPLE.com'}).hostname, 'xn--exmple-cua.com');
	assert_equals(new URLPattern({pathname: '/caf\u00e9 {a}:b'}).pathname, '/caf%C3%A9%20a:b');
	assert_equals(new URLPattern({protocol: 'https', port: '443'}).port, '');
	assert_equals(new URLPattern({port: '443'}).port, '443');
	assert_equals(new URLPattern('http://[\\:\\:AB]/').hostname, '[\\:\\:ab]');
	assert_equals(new URLPattern({search: '?a=:b', hash: '#c'}).search, 'a=:b');
}, 'canonical components');

test(() => {
	for (const bad of [['relative'], ['https://a/:'], ['https://a/(a'], ['https://a/((a))'], ['https://a/:x/:x'], [{pathname: '(é)'}],
		[{}, 'https://b'], ['https://a', ''], [{hostname: 'a b'}], [{pathname: '{a'}], ['x', 'y', {}], [1n, null], [Symbol()]]) {
		assert_throws_js(TypeError, () => new URLPattern(...bad), JSON.stringify(bad.map(String)));
	}
	assert_throws_js(TypeError, () => new URLPattern().test({}, 'https://a'));
	assert_throws_js(TypeError, () => URLPattern());
}, 'what is no pattern');

test(() => {
	const exec = RegExp.prototype.exec;
	new URLPattern({pathname: '/(a)'});
	RegExp.prototype.exec = () => { throw new Error('seen'); };
	try {
		assert_true(new URLPattern({pathname: '/(a)'}).test({pathname: '/a'}));
	} finally {
		RegExp.prototype.exec = exec;
	}
}, 'matching is not what the script made of RegExp');
