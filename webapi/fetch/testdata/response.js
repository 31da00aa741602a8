promise_test(async () => {
	const r = new Response('héllo');
	assert_equals(r.headers.get('content-type'), 'text/plain;charset=UTF-8');
	assert_equals(r.status, 200);
	assert_true(r.ok);
	assert_equals(r.type, 'default');
	assert_equals(r.url, '');
	assert_false(r.bodyUsed);
	assert_equals(await r.text(), 'héllo');
	assert_true(r.bodyUsed);
	await promise_rejects_js(null, TypeError, r.text());
	assert_throws_js(TypeError, () => r.clone());
	assert_throws_js(TypeError, () => r.body.getReader());
}, 'text');

test(() => {
	assert_throws_js(RangeError, () => new Response('', {status: 199}));
	assert_throws_js(RangeError, () => new Response('', {status: 600}));
	assert_throws_js(TypeError, () => new Response('', {status: 204}));
	assert_throws_js(TypeError, () => new Response('', {statusText: '\n'}));
	assert_equals(new Response(null, {status: 204}).body, null);
	assert_equals(new Response(null, {status: 204, statusText: 'No Content'}).statusText, 'No Content');
	assert_equals(new Response('', {headers: {'Content-Type': 'a/b'}}).headers.get('content-type'), 'a/b');
	assert_equals(Response.error().type, 'error');
	assert_equals(Response.error().status, 0);
	const redirect = Response.redirect('../up?q', 301);
	assert_equals(redirect.status, 301);
	assert_equals(redirect.headers.get('location'), 'https://example.com/up?q');
	assert_throws_js(RangeError, () => Response.redirect('/', 200));
	assert_throws_js(TypeError, () => Response.redirect('http://['));
}, 'init');

promise_test(async () => {
	const r = Response.json({a: [1]}, {status: 201});
	assert_equals(r.headers.get('content-type'), 'application/json');
	assert_equals(r.status, 201);
	assert_object_equals(await r.json(), {a: [1]});
	assert_throws_js(TypeError, () => Response.json(undefined));
	await promise_rejects_js(null, SyntaxError, new Response('{').json());
	assert_equals(await new Response(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])).text(), 'a');
}, 'json');

promise_test(async () => {
	const bytes = new Uint8Array([1, 2, 255]);
	assert_array_equals(await new Response(bytes).bytes(), [1, 2, 255]);
	assert_equals((await new Response(bytes.buffer).arrayBuffer()).byteLength, 3);
	const blob = await new Response('x', {headers: {'content-type': 'Text/HTML; Charset=utf-8'}}).blob();
	assert_equals(blob.type, 'text/html;charset=utf-8');
	assert_equals(await blob.text(), 'x');
	assert_equals(new Response(new Blob(['a'], {type: 'x/y'})).headers.get('content-type'), 'x/y');
	assert_equals(new Response(new URLSearchParams('a=b c')).headers.get('content-type'), 'application/x-www-form-urlencoded;charset=UTF-8');
	assert_equals(await new Response(new URLSearchParams('a=b c')).text(), 'a=b+c');
	assert_equals(await new Response({toString() { return 'obj'; }}).text(), 'obj');
}, 'body kinds');

promise_test(async () => {
	const form = await new Response('a=1&b=%C3%A9+x&a=2', {headers: {'content-type': 'application/x-www-form-urlencoded'}}).formData();
	assert_array_equals(form.getAll('a'), ['1', '2']);
	assert_equals(form.get('b'), 'é x');
	const sent = new FormData();
	sent.append('n"ame', 'v\nw');
	sent.append('file', new File(['abc'], 'a.txt', {type: 'text/css'}));
	const got = await new Response(sent).formData();
	assert_equals(got.get('n"ame'), 'v\r\nw');
	assert_equals(got.get('file').name, 'a.txt');
	assert_equals(got.get('file').type, 'text/css');
	assert_equals(await got.get('file').text(), 'abc');
	await promise_rejects_js(null, TypeError, new Response('x').formData());
	await promise_rejects_js(null, TypeError, new Response('--a', {headers: {'content-type': 'multipart/form-data; boundary=b'}}).formData());
}, 'form data');

promise_test(async () => {
	const r = new Response('abc', {headers: {x: 'y'}});
	const copy = r.clone();
	assert_equals(copy.headers.get('x'), 'y');
	copy.headers.set('x', 'z');
	assert_equals(r.headers.get('x'), 'y');
	assert_equals(await r.text(), 'abc');
	assert_equals(await copy.text(), 'abc');
	const stream = new ReadableStream({start(c) { c.enqueue(new Uint8Array([65])); c.close(); }});
	const one = new Response(stream), two = one.clone();
	assert_equals(await one.text() + await two.text(), 'AA');
}, 'clone');

promise_test(async () => {
	const r = new Response('abc');
	assert_true(r.body === r.body);
	const reader = r.body.getReader();
	await promise_rejects_js(null, TypeError, r.text());
	assert_false(r.bodyUsed);
	const {value, done} = await reader.read();
	assert_false(done);
	assert_array_equals(value, [97, 98, 99]);
	assert_true((await reader.read()).done);
	assert_true(r.bodyUsed);
	const again = new Response(new Response('moved').body);
	assert_equals(await again.text(), 'moved');
	await promise_rejects_js(null, TypeError, new Response(new ReadableStream({start(c) { c.enqueue('text'); c.close(); }})).text());
	await promise_rejects_js(null, RangeError, new Response(new ReadableStream({start(c) { c.error(new RangeError('x')); }})).text());
	assert_throws_js(TypeError, () => new Response(r.body));
}, 'streams');
