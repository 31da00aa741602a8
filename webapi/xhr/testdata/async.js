// log notes every event of a request and its upload.
function log(x) {
	const out = [];
	const note = (prefix) => (e) => out.push(prefix + e.type + (e instanceof ProgressEvent ? ' ' + e.loaded + '/' + e.total : ' ' + x.readyState));
	for (const t of ['readystatechange', 'loadstart', 'progress', 'abort', 'error', 'load', 'timeout', 'loadend']) {
		x.addEventListener(t, note(''));
	}
	return {out, upload() {
		for (const t of ['loadstart', 'progress', 'abort', 'error', 'load', 'timeout', 'loadend']) x.upload.addEventListener(t, note('upload '));
	}};
}
const ended = (x) => new Promise((resolve) => x.addEventListener('loadend', resolve));

test(() => {
	const x = new XMLHttpRequest();
	assert_equals(x.readyState, 0);
	assert_equals(x.status, 0);
	assert_equals(x.response, '');
	assert_equals(x.responseXML, null);
	assert_equals(x.getResponseHeader('a'), null);
	assert_equals(x.getAllResponseHeaders(), '');
	assert_equals(x.upload, x.upload);
	assert_class_string(x.upload, 'XMLHttpRequestUpload');
	assert_true(x instanceof XMLHttpRequestEventTarget);
	assert_equals(XMLHttpRequest.DONE, 4);
	assert_throws_js(TypeError, () => new XMLHttpRequestUpload());
	assert_throws_dom('InvalidStateError', () => x.send());
	assert_throws_dom('InvalidStateError', () => x.setRequestHeader('a', 'b'));
	assert_throws_dom('SyntaxError', () => x.open('a b', '/'));
	assert_throws_dom('SecurityError', () => x.open('trace', '/'));
	assert_throws_dom('SyntaxError', () => x.open('GET', 'http://['));
	x.open('GET', '/');
	assert_throws_dom('SyntaxError', () => x.setRequestHeader('a b', 'c'));
	assert_throws_dom('SyntaxError', () => x.setRequestHeader('a', 'b\nc'));
	x.responseType = 'nonsense';
	assert_equals(x.responseType, '');
}, 'before anything is sent');

promise_test(async () => {
	const x = new XMLHttpRequest(), events = log(x);
	x.open('get', '/x?body=hello');
	x.send('ignored');
	assert_throws_dom('InvalidStateError', () => x.send());
	await ended(x);
	assert_array_equals(events.out, ['readystatechange 1', 'loadstart 0/0', 'readystatechange 2', 'readystatechange 3',
		'progress 5/5', 'readystatechange 4', 'load 5/5', 'loadend 5/5']);
	assert_equals(x.responseText, 'hello');
	assert_equals(x.response, 'hello');
	assert_equals(x.status + x.statusText, '200OK');
	assert_equals(x.responseURL, 'https://a.example/x?body=hello');
	assert_equals(x.getAllResponseHeaders(), 'content-length: 5\r\nx-b: 1, 2\r\n');
	assert_equals(x.getResponseHeader('X-B'), '1, 2');
	assert_equals(x.getResponseHeader('set-cookie'), null);
}, 'the events of a GET');

promise_test(async () => {
	const x = new XMLHttpRequest(), events = log(x);
	events.upload();
	x.open('POST', '/echo');
	x.withCredentials = true;
	x.setRequestHeader('x-one', ' a ');
	x.setRequestHeader('X-One', 'b');
	x.setRequestHeader('Cookie', 'no');
	x.send('body');
	await ended(x);
	assert_equals(x.responseText, 'POST include true\nx-one: a, b\nContent-Type: text/plain;charset=UTF-8\n\nbody');
	assert_array_equals(events.out.slice(0, 6), ['readystatechange 1', 'loadstart 0/0', 'upload loadstart 0/4',
		'upload progress 4/4', 'upload load 4/4', 'upload loadend 4/4']);
}, 'an upload');

promise_test(async () => {
	for (const [body, want] of [
		['x', 'text/html;charset=UTF-8'], [new Blob(['x'], {type: 'a/b'}), 'text/html; charset=latin1'],
		[new URLSearchParams('x'), 'text/html;charset=UTF-8'],
	]) {
		const x = new XMLHttpRequest();
		x.open('PUT', '/echo');
		x.setRequestHeader('content-type', 'text/html; charset=latin1');
		x.send(body);
		await ended(x);
		assert_true(x.responseText.includes('content-type: ' + want), x.responseText);
	}
	const x = new XMLHttpRequest();
	x.open('PUT', '/echo');
	x.send(new DOMParser().parseFromString('<a xmlns="urn:x"><b/></a>', 'text/xml'));
	await ended(x);
	assert_equals(x.responseText, 'PUT same-origin false\nContent-Type: application/xml;charset=UTF-8\n\n<a xmlns="urn:x"><b/></a>');
}, 'the type of a body');

promise_test(async () => {
	for (const url of ['/fail', '/x?cut=1&body=a', '/x?huge=1', 'blob:nothing']) {
		const x = new XMLHttpRequest(), events = log(x);
		x.open('GET', url);
		x.send();
		await ended(x);
		assert_array_equals(events.out.slice(-3), ['readystatechange 4', 'error 0/0', 'loadend 0/0'], url);
		assert_equals(x.status, 0);
		assert_equals(x.responseText, '');
		assert_equals(x.getAllResponseHeaders(), '');
	}
}, 'network errors');

promise_test(async () => {
	const x = new XMLHttpRequest(), events = log(x);
	x.open('GET', '/x?slow=5');
	x.timeout = 1000;
	x.send();
	await ended(x);
	assert_array_equals(events.out.slice(2), ['readystatechange 4', 'timeout 0/0', 'loadend 0/0']);
	x.open('GET', '/x?slow=5&body=late');
	x.timeout = 1000;
	x.send();
	x.timeout = 0;
	await ended(x);
	assert_equals(x.responseText, 'late');
}, 'timeouts');

promise_test(async () => {
	const x = new XMLHttpRequest(), events = log(x);
	events.upload();
	x.open('POST', '/x?slow=5');
	x.send('body');
	x.abort();
	assert_equals(x.readyState, 0);
	assert_array_equals(events.out.slice(3), ['readystatechange 4', 'upload abort 0/0', 'upload loadend 0/0', 'abort 0/0', 'loadend 0/0']);
	const y = new XMLHttpRequest();
	y.open('GET', '/x?body=part&stall=1');
	y.send();
	await new Promise((resolve) => { y.onprogress = resolve; });
	assert_equals(y.readyState, 3);
	assert_equals(y.responseText, 'part');
	y.abort();
	assert_equals(y.responseText, '');
	const seen = log(y);
	y.abort();
	assert_array_equals(seen.out, []);
}, 'abort');

promise_test(async () => {
	const get = async (type, query, mime) => {
		const x = new XMLHttpRequest();
		x.open('GET', '/x?' + query);
		x.responseType = type;
		if (mime) x.overrideMimeType(mime);
		x.send();
		await ended(x);
		return x;
	};
	assert_equals((await get('json', 'body={"a":[1]}')).response.a[0], 1);
	assert_equals((await get('json', 'body={')).response, null);
	const buffer = await get('arraybuffer', 'body=abc');
	assert_equals(buffer.response.byteLength, 3);
	assert_equals(buffer.response, buffer.response);
	assert_throws_dom('InvalidStateError', () => buffer.responseText);
	const blob = (await get('blob', 'body=abc&type=a/b')).response;
	assert_equals(blob.type + blob.size, 'a/b3');
	assert_equals((await get('', 'body=é&type=text/plain;charset=latin1')).responseText, '\u00c3\u00a9');
	assert_equals((await get('', 'body=x', 'text/plain;charset=utf-16le')).responseText, '\ufffd');
	const doc = (await get('document', 'body=<p id=a>hi&type=text/html')).response;
	assert_equals(doc.getElementById('a').textContent, 'hi');
	assert_equals(doc.URL, 'https://a.example/x?body=%3Cp%20id=a%3Ehi&type=text/html');
	const xml = await get('', 'body=<r><c xmlns="urn:n"/></r>&type=text/xml');
	assert_equals(xml.responseXML.documentElement.firstChild.namespaceURI, 'urn:n');
	assert_equals(xml.responseXML, xml.responseXML);
	assert_equals((await get('', 'body=<r>&type=text/xml')).responseXML, null);
	assert_equals((await get('', 'body=<r/>&type=text/html')).responseXML, null);
	assert_equals((await get('arraybuffer', '', undefined)).response.byteLength, 0);
}, 'response types');

promise_test(async () => {
	const x = new XMLHttpRequest();
	x.open('GET', 'data:text/plain,inline');
	x.send();
	await ended(x);
	assert_equals(x.responseText, 'inline');
	x.open('GET', '/null');
	x.send();
	await ended(x);
	assert_equals(x.status + x.responseText, '200');
}, 'data: URLs and null bodies');
