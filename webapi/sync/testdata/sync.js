promise_test(async (t) => {
	const {sync} = registration;
	assert_true(sync instanceof SyncManager);
	assert_equals(sync, registration.sync);
	assert_equals(await sync.register('a'), undefined);
	await sync.register('b');
	assert_array_equals(await sync.getTags(), ['a', 'b']);
	await promise_rejects_dom(t, 'NotAllowedError', sync.register('denied'));
	await promise_rejects_js(t, TypeError, sync.register());
	await promise_rejects_js(t, TypeError, registration.periodicSync.getTags.call(1));
	assert_throws_js(TypeError, () => new SyncManager());
}, 'SyncManager');

promise_test(async (t) => {
	const {periodicSync} = registration;
	assert_true(periodicSync instanceof PeriodicSyncManager);
	await periodicSync.register('news', {minInterval: 1500});
	assert_equals(interval(), 1500);
	await periodicSync.register('rare', {minInterval: 2 ** 53 - 1});
	assert_equals(interval(), 10 * 365 * 24 * 3600 * 1000);
	assert_array_equals(await periodicSync.getTags(), ['news', 'rare']);
	assert_equals(await periodicSync.unregister('news'), undefined);
	assert_array_equals(await periodicSync.getTags(), ['rare']);
	await promise_rejects_js(t, TypeError, periodicSync.register('x', {minInterval: -1}));
	await promise_rejects_js(t, TypeError, periodicSync.register('x', {minInterval: NaN}));
}, 'PeriodicSyncManager');

promise_test(async () => {
	const seen = [];
	onsync = (e) => { seen.push(e); e.waitUntil(e.lastChance ? Promise.reject(1) : Promise.resolve()); };
	assert_false(await fireSync('a', false));
	assert_true(await fireSync('b', true));
	assert_true(seen[0] instanceof SyncEvent && seen[0] instanceof ExtendableEvent && seen[0].isTrusted);
	assert_equals(seen.map((e) => e.type + e.tag + e.lastChance).join(), 'syncafalse,syncbtrue');
	let periodic;
	onperiodicsync = (e) => { periodic = e; };
	await fireSync('news', false, true);
	assert_true(periodic instanceof PeriodicSyncEvent);
	assert_equals(periodic.tag, 'news');
	assert_false('lastChance' in periodic);
}, 'events');

test(() => {
	const e = new SyncEvent('sync', {tag: 't', lastChance: 1});
	assert_equals(e.tag + e.lastChance, 'ttrue');
	assert_throws_js(TypeError, () => new SyncEvent('sync'));
	assert_throws_js(TypeError, () => new SyncEvent('sync', {}));
	assert_equals(new PeriodicSyncEvent('p', {tag: 't'}).tag, 't');
	assert_throws_js(TypeError, () => new PeriodicSyncEvent('p', {}));
}, 'constructors');
