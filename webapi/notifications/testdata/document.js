const fired = (target, type) => new Promise((done) => target.addEventListener(type, done, {once: true}));

promise_test(async () => {
	assert_equals(Notification.permission, 'default');
	assert_equals(await Notification.requestPermission(), 'granted');
	let heard;
	await Notification.requestPermission((p) => { heard = p; });
	assert_equals(heard, 'granted');
	assert_equals(Notification.maxActions, 8);
}, 'permission');

promise_test(async () => {
	const data = {list: [1]};
	const n = new Notification('Title', {body: 'b', dir: 'rtl', lang: 'de', tag: 't', icon: '../i.png', image: 'https://b.example/', badge: 'https://:', vibrate: [1, 2, 3, 4], timestamp: 5, renotify: true, data});
	data.list.push(2);
	assert_equals([n.title, n.body, n.dir, n.lang, n.tag, n.icon, n.image, n.badge, n.timestamp, n.renotify, n.silent, n.requireInteraction].join(),
		'Title,b,rtl,de,t,https://a.example/i.png,https://b.example/,,5,true,,false');
	assert_array_equals(n.vibrate, [1, 2, 3]);
	assert_array_equals(n.data.list, [1]);
	assert_equals(n.data, n.data);
	assert_array_equals(n.actions, []);
	assert_true(Object.isFrozen(n.actions));
	assert_equals((await fired(n, 'show')).target, n);
	hear('clicked', 'a');
	await fired(n, 'click');
	hear('closed', 'a');
	await fired(n, 'close');
	const refused = new Notification('refused');
	await fired(refused, 'error');
}, 'a document\'s notification');

test(() => {
	assert_throws_js(TypeError, () => new Notification());
	assert_throws_js(TypeError, () => Notification('x'));
	assert_throws_js(TypeError, () => new Notification('x', {dir: 'up'}));
	assert_throws_js(TypeError, () => new Notification('x', {renotify: true}));
	assert_throws_js(TypeError, () => new Notification('x', {silent: true, vibrate: 1}));
	assert_throws_js(TypeError, () => new Notification('x', {actions: [{action: 'a', title: 't'}]}));
	assert_throws_js(TypeError, () => new Notification('x', {actions: [{action: 'a'}]}));
	assert_throws_dom('DataCloneError', () => new Notification('x', {data() {}}));
}, 'what cannot be shown');
