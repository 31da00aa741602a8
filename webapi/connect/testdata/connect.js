const next = (port) => new Promise((done) => { port.onmessage = (e) => done(e.data); });
const clear = () => { onconnect = oncrossoriginconnect = oncrossoriginmessage = null; };

promise_test(async (t) => {
	assert_equals(onconnect, null);
	assert_equals(oncrossoriginconnect, null);
	let seen, ended;
	onconnect = (e) => {
		seen = e;
		const {port1, port2} = new MessageChannel();
		assert_equals(e.acceptConnection(port2), undefined);
		assert_throws_dom('InvalidStateError', () => e.acceptConnection(true));
		port1.onmessage = (e) => port1.postMessage('echo ' + e.data);
		port1.onclose = () => { ended = true; };
		port1.postMessage('welcome');
	};
	oncrossoriginconnect = () => assert_unreached('the connection is accepted already');
	const port = await navigator.connect('../services/echo?a#b');
	assert_true(port instanceof MessagePort);
	assert_true(seen instanceof ConnectEvent && seen instanceof ExtendableEvent && seen.isTrusted);
	assert_equals(seen.type, 'connect');
	assert_equals(seen.targetURL, 'https://a.example/services/echo?a');
	assert_equals(seen.targetUrl, seen.targetURL);
	assert_equals(seen.origin, 'https://caller.example');
	assert_throws_dom('InvalidStateError', () => seen.acceptConnection(true));
	assert_equals(await next(port), 'welcome');
	port.postMessage(1);
	assert_equals(await next(port), 'echo 1');
	port.close();
	await new Promise((done) => setTimeout(done));
	assert_true(ended);
	clear();
}, 'a port is accepted');

promise_test(async () => {
	let mine;
	const ended = over();
	oncrossoriginconnect = (e) => {
		assert_true(e instanceof CrossOriginConnectEvent);
		assert_equals(e.type, 'crossoriginconnect');
		mine = e.acceptConnection(new Promise((done) => setTimeout(() => done(1), 5)));
		assert_true(mine instanceof Promise);
	};
	const port = await navigator.connect('https://a.example/');
	const here = await mine;
	await ended;
	assert_true(here instanceof MessagePort);
	here.postMessage('hello');
	assert_equals(await next(port), 'hello');
	clear();
}, 'a promise is accepted');

promise_test(async () => {
	onconnect = (e) => e.acceptConnection(Promise.resolve(Object.assign(new MessageChannel(), {}).port1));
	assert_true(await navigator.connect('/') instanceof MessagePort);
	oncrossoriginconnect = (e) => { const c = new MessageChannel(); e.acceptConnection(c.port2); c.port1.postMessage('two'); };
	onconnect = (e) => e.waitUntil(Promise.resolve());
	assert_equals(await next(await navigator.connect('/')), 'two');
	onconnect = (e) => e.acceptConnection(true);
	assert_true(await navigator.connect('/') instanceof MessagePort);
	clear();
}, 'either form in either event');

promise_test(async (t) => {
	const refused = async (url = '/') => {
		const ended = url === '/' ? over() : null;
		await promise_rejects_dom(t, 'AbortError', navigator.connect(url));
		await ended;
	};
	await refused();
	await refused('https://nobody.example/');
	onconnect = (e) => { e.acceptConnection(false).catch((e) => assert_equals(e.name, 'AbortError')); };
	await refused();
	onconnect = (e) => { e.acceptConnection(Promise.reject(new Error('no'))).catch(() => {}); };
	await refused();
	const gone = new MessageChannel();
	gone.port1.close();
	onconnect = (e) => assert_throws_dom('DataCloneError', () => e.acceptConnection(gone.port1));
	await refused();
	onconnect = (e) => { e.acceptConnection(Promise.resolve(gone.port1)).catch((e) => assert_equals(e.name, 'DataCloneError')); };
	await refused();
	onconnect = (e) => { setTimeout(() => assert_throws_dom('InvalidStateError', () => e.acceptConnection(true))); };
	await refused();
	clear();
}, 'refusals');

promise_test(async (t) => {
	await promise_rejects_js(t, TypeError, navigator.connect());
	await promise_rejects_js(t, TypeError, navigator.connect('https://['));
	await promise_rejects_js(t, TypeError, navigator.connect.call({}, '/'));
	for (const Class of [ConnectEvent, CrossOriginConnectEvent]) {
		assert_throws_js(TypeError, () => new Class());
		const e = new Class('connect', {targetURL: 'https://a.example/', origin: 'https://b.example'});
		assert_equals(e.targetUrl, 'https://a.example/');
		assert_equals(e.origin, 'https://b.example');
		assert_throws_dom('InvalidStateError', () => e.acceptConnection(true));
		assert_throws_js(TypeError, () => e.acceptConnection());
	}
}, 'bad arguments');

promise_test(async () => {
	let mine;
	oncrossoriginmessage = (e) => {
		assert_equals(e.type, 'crossoriginmessage');
		assert_equals(e.origin, 'https://caller.example');
		e.source.postMessage(['echo', e.data], e.ports);
	};
	oncrossoriginconnect = (e) => { mine = e.acceptConnection(true); };
	const port = await navigator.connect('/');
	const {port1, port2} = new MessageChannel();
	port.postMessage('hi', [port2]);
	const e = await new Promise((done) => { port.onmessage = done; });
	assert_array_equals(e.data, ['echo', 'hi']);
	assert_equals(e.ports.length, 1);
	const here = await mine;
	here.onmessage = (e) => here.postMessage('mine now: ' + e.data);
	port.postMessage('x');
	assert_equals(await next(port), 'mine now: x');
	clear();
}, 'the older event crossoriginmessage');
