test(() => {
	assert_true(navigator.storage instanceof StorageManager);
	assert_equals(navigator.storage, navigator.storage);
	assert_equals('persist' in StorageManager.prototype, kind === 'window' || kind === 'opaque');
	assert_throws_js(TypeError, () => new StorageManager());
}, 'StorageManager');

promise_test(async () => {
	const {storage} = navigator;
	if (kind === 'opaque') {
		for (const name of ['estimate', 'persist', 'persisted']) await promise_rejects_js(null, TypeError, storage[name]());
		return;
	}
	assert_equals(await storage.persisted(), true);
	if (kind === 'window') assert_equals(await storage.persist(), true);
	if (kind === 'down') {
		await promise_rejects_js(null, TypeError, storage.estimate());
		return;
	}
	const e = await storage.estimate();
	assert_equals(Object.keys(e).join(), 'quota,usage');
	assert_equals(e.usage, 10);
	assert_equals(e.quota, 100);
}, 'what is stored');
