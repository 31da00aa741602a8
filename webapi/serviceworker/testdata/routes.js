let listener = () => {};
addEventListener('install', (e) => listener(e));
addEventListener('fetch', () => {});

// install dispatches an install event to f, and gives what f gives once the event is over.
const install = async (f) => {
	let out;
	listener = (e) => { out = f(e); };
	const end = await dispatchEvent_('install');
	assert_false(end.rejected, 'the install event succeeds');
	return out;
};
const network = (condition) => ({condition, source: 'network'});

promise_test(async () => {
	const before = routes().length;
	let settled = false;
	await install((e) => { e.addRoutes(network({requestMethod: 'post'})).then((v) => { settled = v === undefined; }); });
	assert_true(settled, 'the event lasts until the promise has settled');
	await install((e) => e.addRoutes([
		network({urlPattern: '/static/*', requestMode: 'no-cors', requestDestination: '', runningStatus: 'running'}),
		{condition: {or: [{urlPattern: {pathname: '*.png'}}, {not: {urlPattern: new URLPattern({hostname: 'b.example'}, {ignoreCase: true})}}]}, source: {cacheName: 'v1'}},
		{condition: {or: []}, source: 'race-network-and-fetch-handler'},
	]));
	const added = routes().slice(before);
	assert_equals(added.length, 4);
	assert_equals(added[0].condition.method, 'POST');
	const url = added[1].condition.url;
	assert_equals([url.protocol, url.hostname, url.pathname, url.search].join(' '), 'https a.example /static/* *');
	assert_equals(added[1].condition.destination, '');
	assert_equals(added[1].condition.running, 'running');
	assert_equals(added[2].source.kind, 'cache');
	assert_equals(added[2].source.cache, 'v1');
	assert_equals(added[2].condition.or[0].url.hostname, 'a.example', 'the script is the base');
	assert_equals(added[2].condition.or[1].not.url.ignore_case, true);
	assert_equals(added[3].condition.or.length, 0);
}, 'routes are kept');

promise_test(async () => {
	const before = routes().length;
	let deep = {requestMethod: 'GET'}, deepest = {requestMethod: 'GET'};
	for (let i = 0; i < 9; i++) deep = {not: deep};
	for (let i = 0; i < 10; i++) deepest = {or: [deepest]};
	const refused = {
		'no rule': undefined,
		'a number': 1,
		'no condition': {source: 'network'},
		'no source': {condition: {requestMethod: 'GET'}},
		'an empty condition': network({}),
		'an unknown source': {condition: {requestMethod: 'GET'}, source: 'elsewhere'},
		'a source without a name': {condition: {requestMethod: 'GET'}, source: {}},
		'a method that is none': network({requestMethod: 'a b'}),
		'a forbidden method': network({requestMethod: 'trace'}),
		'a mode that is none': network({requestMode: 'same-site'}),
		'a destination that is none': network({requestDestination: 'x'}),
		'a status that is none': network({runningStatus: 'asleep'}),
		'a pattern that is none': network({urlPattern: 'https://['}),
		'a regular expression': network({urlPattern: '/(a|b)'}),
		'or beside another': network({or: [{requestMethod: 'GET'}], requestMethod: 'GET'}),
		'not beside or': network({or: [], not: {requestMethod: 'GET'}}),
		'a bad condition inside': network({not: {or: [{}]}}),
		'too deep': network(deepest),
		'too many': Array.from({length: 1024}, () => network({requestMethod: 'GET'})),
		'one bad of two': [network({requestMethod: 'GET'}), network({})],
	};
	for (const [what, rules] of Object.entries(refused)) {
		let promise;
		await install((e) => { promise = e.addRoutes(rules); promise.catch(() => {}); });
		await promise_rejects_js(null, TypeError, promise, what);
	}
	assert_equals(routes().length, before, 'nothing was added');
	await install((e) => e.addRoutes(network(deep)));
	assert_equals(routes().length, before + 1, 'ten levels are allowed');
}, 'what is refused with a TypeError');

promise_test(async () => {
	let event;
	await install((e) => { event = e; });
	await promise_rejects_dom(null, 'InvalidStateError', event.addRoutes(network({requestMethod: 'GET'})));
	await promise_rejects_dom(null, 'InvalidStateError', new InstallEvent('install').addRoutes(network({requestMethod: 'GET'})));
}, 'an event that is over');
