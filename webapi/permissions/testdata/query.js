promise_test(async (t) => {
	const {permissions} = navigator;
	assert_true(permissions instanceof Permissions);
	assert_equals(permissions, navigator.permissions);
	const s = await permissions.query({name: 'push', userVisibleOnly: true});
	assert_true(s instanceof PermissionStatus && s instanceof EventTarget);
	assert_equals(s.name + s.state + s.onchange, 'pushgrantednull');
	assert_equals((await permissions.query({name: 'geolocation'})).state, 'denied');
	await promise_rejects_js(t, TypeError, permissions.query());
	await promise_rejects_js(t, TypeError, permissions.query('push'));
	await promise_rejects_js(t, TypeError, permissions.query({}));
	await promise_rejects_js(t, TypeError, permissions.query({name: 'nonsense'}));
	assert_throws_js(TypeError, () => new Permissions());
}, 'query');
