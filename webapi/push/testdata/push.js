const KEY = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4';

promise_test(async () => {
	const manager = registration.pushManager;
	assert_true(manager instanceof PushManager);
	assert_equals(manager, registration.pushManager);
	assert_array_equals(PushManager.supportedContentEncodings, ['aes128gcm']);
	assert_equals(PushManager.supportedContentEncodings, PushManager.supportedContentEncodings);
	assert_equals(await manager.getSubscription(), null);
	assert_equals(await manager.permissionState({userVisibleOnly: true}), 'granted');
	const s = await manager.subscribe({userVisibleOnly: 1, applicationServerKey: KEY});
	assert_true(s instanceof PushSubscription);
	assert_equals(s.endpoint, 'https://a.example/push/1');
	assert_equals(s.expirationTime, null);
	assert_equals(s.options, s.options);
	assert_true(s.options.userVisibleOnly);
	assert_equals(s.options.applicationServerKey.byteLength, 65);
	assert_equals(s.options.applicationServerKey, s.options.applicationServerKey);
	assert_array_equals(new Uint8Array(s.getKey('p256dh')), [4, 1]);
	assert_throws_js(TypeError, () => s.getKey('other'));
	assert_equals(JSON.stringify(s), '{"endpoint":"https://a.example/push/1","expirationTime":null,"keys":{"p256dh":"BAE","auth":"CQ"}}');
	assert_true(await s.unsubscribe());
	assert_false(await s.unsubscribe());
}, 'subscribe and unsubscribe');

promise_test(async (t) => {
	const {pushManager: m} = registration;
	await promise_rejects_dom(t, 'InvalidCharacterError', m.subscribe({applicationServerKey: 'a b'}));
	await promise_rejects_dom(t, 'InvalidAccessError', m.subscribe({applicationServerKey: new Uint8Array(65)}));
	await promise_rejects_js(t, TypeError, m.subscribe(1));
	await promise_rejects_js(t, TypeError, PushManager.prototype.subscribe.call({}));
	assert_throws_js(TypeError, () => new PushManager());
	assert_throws_js(TypeError, () => new PushSubscription());
}, 'what cannot be subscribed');

promise_test(async () => {
	const seen = [];
	onpush = (e) => seen.push(e);
	assert_false(await sendPush('{"a": "ä"}'));
	const [e] = seen;
	assert_true(e instanceof PushEvent && e instanceof ExtendableEvent && e.isTrusted);
	assert_equals(e.data.text(), '{"a": "ä"}');
	assert_equals(e.data.json().a, 'ä');
	assert_equals(e.data.arrayBuffer().byteLength, 11);
	assert_equals(e.data.bytes().length, 11);
	assert_equals(e.data.blob().size, 11);
	assert_equals(e.data, e.data);
	await sendPush();
	assert_equals(seen[1].data, null);
	await sendPush('');
	assert_equals(seen[2].data.text(), '');
	assert_throws_js(SyntaxError, () => seen[2].data.json());
	onpush = (e) => e.waitUntil(Promise.reject(new Error('no')));
	assert_true(await sendPush('x'));
	onpush = null;
}, 'push');

promise_test(async () => {
	await registration.pushManager.subscribe();
	let e;
	addEventListener('pushsubscriptionchange', (event) => { e = event; }, {once: true});
	await changePush();
	assert_true(e instanceof PushSubscriptionChangeEvent);
	assert_equals(e.newSubscription, null);
	assert_equals(e.oldSubscription.endpoint, 'https://a.example/push/1');
	const s = await registration.pushManager.getSubscription();
	assert_equals(new PushSubscriptionChangeEvent('x', {newSubscription: s}).newSubscription, s);
	assert_throws_js(TypeError, () => new PushSubscriptionChangeEvent('x', {newSubscription: {}}));
}, 'pushsubscriptionchange');

test(() => {
	assert_equals(new PushEvent('push').data, null);
	assert_equals(new PushEvent('push', {data: 'ü'}).data.text(), 'ü');
	assert_equals(new PushEvent('push', {data: new Uint8Array([65])}).data.text(), 'A');
	assert_throws_js(TypeError, () => new PushEvent());
	assert_throws_js(TypeError, () => new PushMessageData());
}, 'constructors');
