promise_test(async () => {
	const r = registration;
	assert_true(r instanceof ServiceWorkerRegistration && r instanceof EventTarget);
	assert_equals(r.scope, 'https://a.example/app/');
	assert_equals(r.updateViaCache, 'imports');
	assert_equals(r.installing, null);
	assert_equals(r.waiting, null);
	assert_true(r.active instanceof ServiceWorker);
	assert_equals(r.active, self.serviceWorker);
	assert_equals(r.active.state, 'activated');
	assert_equals(r.active.scriptURL, 'https://a.example/app/sw.js');
	let log = [];
	r.onupdatefound = () => {
		log.push('found ' + r.installing.state);
		const w = r.installing;
		w.onstatechange = () => log.push('new ' + w.state);
	};
	r.active.addEventListener('statechange', (e) => log.push('old ' + e.target.state));
	const old = r.active;
	setRegistration({installing: ['v2', 'installing'], active: ['v1', 'activated']});
	await sleep(1);
	setRegistration({waiting: ['v2', 'installed'], active: ['v1', 'activated']});
	await sleep(1);
	assert_equals(r.waiting.state, 'installed');
	setRegistration({active: ['v2', 'activating']});
	await sleep(1);
	setRegistration({active: ['v2', 'activated']});
	await sleep(1);
	assert_array_equals(log, ['found installing', 'new installed', 'new activating', 'old redundant', 'new activated']);
	assert_equals(old.state, 'redundant');
}, 'objects follow the registry');

promise_test(async () => {
	assert_equals(await registration.update(), registration);
	assert_equals(await registration.unregister(), true);
	const calls = hostCalls().map((c) => c.join(' '));
	assert_regexp_match(calls[0], /^update https:\/\/a.example\/app\/ v/);
	assert_equals(calls[1], 'unregister https://a.example/app/');
}, 'update and unregister');

promise_test(async () => {
	self.serviceWorker.postMessage({hi: 1});
	const [[what, version, data]] = hostCalls();
	assert_equals(what + version + data.hi, 'workerv11');
}, 'ServiceWorker.postMessage');
