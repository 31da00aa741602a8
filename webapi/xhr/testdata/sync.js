test(() => {
	const x = new XMLHttpRequest();
	const seen = [];
	for (const t of ['readystatechange', 'loadstart', 'progress', 'load', 'loadend']) x.addEventListener(t, (e) => seen.push(e.type + x.readyState));
	x.open('GET', '/x?body=now&slow=2', false);
	x.send();
	assert_equals(x.responseText, 'now');
	assert_array_equals(seen, ['readystatechange1', 'readystatechange4', 'load4', 'loadend4']);
	assert_throws_dom('InvalidAccessError', () => { x.timeout = 1; });
	x.open('GET', '/', false);
	assert_throws_dom('InvalidAccessError', () => { x.responseType = 'text'; });
}, 'a synchronous request');

test(() => {
	const x = new XMLHttpRequest();
	x.open('POST', '/fail', false);
	assert_throws_dom('NetworkError', () => x.send('a'));
	assert_equals(x.readyState, 4);
	assert_equals(x.status, 0);
	x.open('GET', '/x?huge=1', false);
	assert_throws_dom('NetworkError', () => x.send());
	const y = new XMLHttpRequest();
	y.timeout = 5;
	assert_throws_dom('InvalidAccessError', () => y.open('GET', '/', false));
}, 'a synchronous request that fails');
