test(() => {
	assert_equals(self, globalThis);
	assert_true(self instanceof ServiceWorkerGlobalScope);
	assert_true(self instanceof WorkerGlobalScope);
	assert_true(self instanceof EventTarget);
	assert_class_string(self, 'ServiceWorkerGlobalScope');
	assert_equals(location.href, 'https://a.example/app/sw.js');
	assert_equals(location.pathname, '/app/sw.js');
	assert_equals(String(location), location.href);
	assert_true(location instanceof WorkerLocation);
	assert_equals(origin, 'https://a.example');
	assert_true(isSecureContext);
	assert_true(navigator instanceof WorkerNavigator);
	assert_equals(navigator.userAgent, 'asterism/test');
	assert_equals(navigator.languages, navigator.languages);
	assert_equals(clients, clients);
	assert_equals(registration, self.registration);
	assert_throws_js(TypeError, () => new ServiceWorkerGlobalScope());
	assert_throws_js(TypeError, () => new Clients());
	assert_throws_js(TypeError, () => new WindowClient());
}, 'the global object');

test(() => {
	addEventListener('push', () => {});
	self.onmessage = () => {};
	assert_true(listenedTypes().includes('push'));
	assert_true(listenedTypes().includes('message'));
	self.onmessage = null;
	assert_equals(onmessage, null);
	assert_false(listenedTypes().includes('message'));
}, 'what it listens to');

promise_test(async () => {
	assert_equals(await skipWaiting(), undefined);
	assert_equals(await clients.claim(), undefined);
	await sleep(1);
	assert_array_equals(hostCalls().map(String), ['skipWaiting', 'claim']);
}, 'skipWaiting and claim');

promise_test(async () => {
	const c = await clients.get('c1');
	assert_true(c instanceof WindowClient && c instanceof Client);
	assert_equals(c.url, 'https://a.example/app/page');
	assert_equals(c.type, 'window');
	assert_equals(c.frameType, 'top-level');
	assert_equals(c.visibilityState, 'visible');
	assert_true(c.focused);
	assert_array_equals(c.ancestorOrigins, []);
	assert_not_equals(await clients.get('c1'), c, 'a new object every time');
	assert_equals(await clients.get('nobody'), undefined);
	await promise_rejects_dom(null, 'SecurityError', clients.get('broken'));
	await promise_rejects_js(null, TypeError, clients.get());
}, 'clients.get');

promise_test(async () => {
	const ids = async (o) => (await clients.matchAll(o)).map((c) => c.id).join();
	assert_equals(await ids(), 'c1');
	assert_equals(await ids({type: 'all', includeUncontrolled: true}), 'c1,c2');
	assert_equals(await ids({type: 'worker'}), 'c2');
	assert_true(Object.isFrozen(await clients.matchAll()));
	const w = (await clients.matchAll({type: 'worker'}))[0];
	assert_false(w instanceof WindowClient);
	await promise_rejects_js(null, TypeError, clients.matchAll({type: 'nonsense'}));
}, 'clients.matchAll');

promise_test(async () => {
	await promise_rejects_dom(null, 'InvalidAccessError', clients.openWindow('/x'));
	await promise_rejects_js(null, TypeError, clients.openWindow('http://['));
	await promise_rejects_js(null, TypeError, clients.openWindow('about:blank'));
	await promise_rejects_dom(null, 'InvalidAccessError', (await clients.get('c1')).focus());
}, 'what needs a user');

promise_test(async () => {
	const c = await clients.get('c1');
	await sleep(1);
	hostCalls();
	const there = await c.navigate('inside?x');
	assert_true(there instanceof WindowClient);
	assert_equals(there.id, 'c9');
	assert_equals(there.url, new URL('inside?x', self.location).href);
	assert_equals(await c.navigate('/elsewhere'), null);
	await promise_rejects_js(null, TypeError, c.navigate('about:blank'));
	await promise_rejects_js(null, TypeError, c.navigate('http://['));
	assert_equals(hostCalls().map((x) => x[0] + ' ' + x[1]).join(), 'steer c1,steer c1');
}, 'client.navigate');

promise_test(async () => {
	hostCalls();
	const c = await clients.get('c1');
	await sleep(1);
	hostCalls();
	c.postMessage('a');
	c.postMessage('b', []);
	c.postMessage('c', {transfer: []});
	assert_equals(hostCalls().map((x) => x[2]).join(), 'a,b,c');
	assert_throws_dom('DataCloneError', () => c.postMessage(() => {}));
	assert_throws_js(TypeError, () => c.postMessage());
	assert_equals(hostCalls().length, 0);
}, 'client.postMessage');
