let listener = () => {};
addEventListener('fetch', (e) => listener(e));
const ask = (f, options) => { listener = f; return dispatchFetch('https://a.example/app/x', options); };

promise_test(async () => {
	let same;
	const answer = await ask((e) => {
		same = e.preloadResponse === e.preloadResponse;
		e.respondWith(e.preloadResponse);
	}, {mode: 'navigate', preload: 'came early'});
	assert_true(same, 'same promise');
	assert_equals(await answer.response.text(), 'came early');
}, 'the response of the navigation preload is an answer');

promise_test(async () => {
	let preload;
	await ask((e) => { preload = e.preloadResponse; }, {mode: 'navigate', preload: 'fails'});
	await promise_rejects_js(null, TypeError, preload);
}, 'a preload that fails rejects with a TypeError');

promise_test(async () => {
	let event;
	const answer = await ask((e) => { event = e; }, {mode: 'navigate', preload: 'too late'});
	await answer.settled;
	assert_equals(await event.preloadResponse, undefined);
}, 'there is nothing to have when the event is over');

promise_test(async () => {
	const manager = registration.navigationPreload;
	assert_true(manager instanceof NavigationPreloadManager);
	assert_equals(manager, registration.navigationPreload);
	assert_equals(await manager.enable(), undefined);
	assert_equals(await manager.setHeaderValue(' v2\t'), undefined);
	const state = await manager.getState();
	assert_equals(state.enabled, true);
	assert_equals(state.headerValue, 'v2');
	assert_equals(await manager.disable(), undefined);
	assert_equals((await manager.getState()).enabled, false);
}, 'NavigationPreloadManager');

promise_test(async () => {
	const manager = registration.navigationPreload;
	await promise_rejects_js(null, TypeError, manager.setHeaderValue());
	await promise_rejects_js(null, TypeError, manager.setHeaderValue('a\nb'));
	await promise_rejects_js(null, TypeError, manager.setHeaderValue('\u0100'));
	await promise_rejects_dom(null, 'InvalidStateError', manager.setHeaderValue('refused'));
	await promise_rejects_js(null, TypeError, manager.enable.call({}));
	assert_throws_js(TypeError, () => new NavigationPreloadManager());
}, 'NavigationPreloadManager refuses');
