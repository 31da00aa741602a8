becomeWorker();

promise_test(async () => {
	assert_throws_js(TypeError, () => new Notification('x'));
	await registration.showNotification('Hi', {data: new Map([[1, 2]]), actions: [{action: 'open', title: 'Open', icon: 'o.png'}]});
	const [n] = await registration.getNotifications();
	assert_true(n instanceof Notification);
	assert_equals(n.data.get(1), 2);
	assert_equals(JSON.stringify(n.actions), '[{"action":"open","title":"Open","icon":"https://a.example/x/o.png"}]');
	assert_true(Object.isFrozen(n.actions[0]));
	let e;
	onnotificationclick = (event) => { e = event; };
	await click();
	assert_true(e instanceof NotificationEvent && e instanceof ExtendableEvent);
	assert_equals(e.action, 'open');
	assert_equals(e.notification.title, 'Hi');
	e.notification.close();
	await sleep(1);
	assert_array_equals(await registration.getNotifications(), []);
	assert_equals(new NotificationEvent('x', {notification: n}).notification, n);
	assert_throws_js(TypeError, () => new NotificationEvent('x', {notification: {}}));
	assert_throws_js(TypeError, () => new NotificationEvent('x'));
}, 'notifications of a registration');

promise_test(async (t) => {
	await promise_rejects_js(t, TypeError, registration.showNotification());
	await promise_rejects_js(t, TypeError, registration.showNotification('x', {renotify: 1}));
	await promise_rejects_dom(t, 'NotAllowedError', registration.showNotification('refused'));
}, 'refusals');
