test(() => {
	const root = new TestNode(), mid = new TestNode(root), leaf = new TestNode(mid);
	const log = [];
	const note = (name) => (e) => {
		assert_equals(e.target, leaf);
		log.push(name + e.eventPhase);
	};
	for (const [name, node] of [['root', root], ['mid', mid], ['leaf', leaf]]) {
		node.addEventListener('e', note(name + '-b'));
		node.addEventListener('e', note(name + '-c'), true);
	}
	let path;
	leaf.addEventListener('e', (e) => { path = e.composedPath(); });
	const e = new Event('e', {bubbles: true});
	assert_true(leaf.dispatchEvent(e));
	assert_array_equals(log, ['root-c1', 'mid-c1', 'leaf-c2', 'leaf-b2', 'mid-b3', 'root-b3']);
	assert_array_equals(path, [leaf, mid, root]);
	assert_equals(e.currentTarget, null);
	assert_equals(e.target, leaf);
	assert_equals(e.eventPhase, 0);
	assert_array_equals(e.composedPath(), []);
	log.length = 0;
	leaf.dispatchEvent(new Event('e'));
	assert_array_equals(log, ['root-c1', 'mid-c1', 'leaf-c2', 'leaf-b2']);
}, 'path and phases');

test(() => {
	const t = new EventTarget();
	const log = [];
	t.addEventListener('e', (e) => { log.push(1); e.stopImmediatePropagation(); });
	t.addEventListener('e', () => log.push(2));
	const e = new Event('e');
	t.dispatchEvent(e);
	t.dispatchEvent(e);
	assert_array_equals(log, [1, 1]);
	const parent = new TestNode(), child = new TestNode(parent);
	parent.addEventListener('e', () => log.push('parent'));
	child.addEventListener('e', (e) => e.stopPropagation());
	child.dispatchEvent(new Event('e', {bubbles: true}));
	assert_array_equals(log, [1, 1]);
}, 'stopping');

test(() => {
	const t = new EventTarget();
	let n = 0;
	const f = () => n++;
	t.addEventListener('e', f, {once: true});
	t.addEventListener('e', f);
	t.dispatchEvent(new Event('e'));
	t.dispatchEvent(new Event('e'));
	assert_equals(n, 1, 'once, and the second add is the same listener');
	t.addEventListener('p', (e) => e.preventDefault(), {passive: true});
	assert_true(t.dispatchEvent(new Event('p', {cancelable: true})));
	t.addEventListener('p', (e) => e.preventDefault());
	assert_false(t.dispatchEvent(new Event('p', {cancelable: true})));
	assert_true(t.dispatchEvent(new Event('p')));
	const c = new AbortController();
	t.addEventListener('s', f, {signal: c.signal});
	t.dispatchEvent(new Event('s'));
	c.abort();
	t.dispatchEvent(new Event('s'));
	assert_equals(n, 2);
	t.addEventListener('s', f, {signal: c.signal});
	t.dispatchEvent(new Event('s'));
	assert_equals(n, 2);
	assert_throws_js(TypeError, () => t.addEventListener('s', f, {signal: null}));
}, 'options');

test(() => {
	const t = new EventTarget();
	const log = [];
	const late = () => log.push('late');
	t.addEventListener('e', () => {
		t.removeEventListener('e', gone);
		t.addEventListener('e', late);
	});
	const gone = () => log.push('gone');
	t.addEventListener('e', gone);
	t.addEventListener('e', {handleEvent(e) { log.push(this.x + e.type); }, x: 'o'});
	t.dispatchEvent(new Event('e'));
	assert_array_equals(log, ['oe']);
	t.dispatchEvent(new Event('e'));
	assert_array_equals(log, ['oe', 'oe', 'late']);
	t.addEventListener('e', null);
	t.removeEventListener('e', null);
	assert_throws_js(TypeError, () => t.addEventListener('e', 1));
	assert_throws_js(TypeError, () => t.addEventListener('e'));
	assert_throws_js(TypeError, () => t.dispatchEvent({}));
	t.addEventListener('again', (e) => assert_throws_dom('InvalidStateError', () => t.dispatchEvent(e)));
	t.dispatchEvent(new Event('again'));
}, 'changes while dispatching');

test(() => {
	const t = new EventTarget();
	const log = [];
	t.addEventListener('e', () => { throw 'boom'; });
	t.addEventListener('e', {handleEvent: 1});
	t.addEventListener('e', {get handleEvent() { throw 'getter'; }});
	t.addEventListener('e', () => log.push('after'));
	reported.length = 0;
	t.dispatchEvent(new Event('e'));
	assert_array_equals(log, ['after']);
	assert_equals(reported.length, 3);
	assert_equals(reported[0], 'boom');
	assert_true(reported[1] instanceof TypeError);
	assert_equals(reported[2], 'getter');
}, 'exceptions are reported');

test(() => {
	const n = new TestNode();
	const log = [];
	assert_equals(n.onclick, null);
	n.onclick = () => log.push('first');
	n.addEventListener('click', () => log.push('listener'));
	n.onclick = (e) => { log.push('handler'); return false; };
	assert_false(n.dispatchEvent(new Event('click', {cancelable: true})));
	assert_array_equals(log, ['handler', 'listener'], 'a new handler keeps its place');
	n.onclick = 1;
	assert_equals(n.onclick, null);
	n.onclick = () => log.push('last');
	log.length = 0;
	n.dispatchEvent(new Event('click'));
	assert_array_equals(log, ['listener', 'last']);
	n.onclick = {};
	n.dispatchEvent(new Event('click'));
}, 'handlers');

test(() => {
	let got;
	addEventListener('x', function (e) { got = [this === globalThis, e.target === globalThis]; });
	dispatchEvent(new Event('x'));
	assert_array_equals(got, [true, true]);
	onerror = function (...args) { got = args; return true; };
	assert_false(fireError());
	assert_array_equals(got, ['m', 'f', 1, 2, undefined]);
	self_onerror();
	function self_onerror() { onerror = null; }
	assert_true(fireError());
}, 'the global is a target');

test(() => {
	const e = new CustomEvent('c', {detail: 5, bubbles: true});
	assert_equals(e.detail, 5);
	assert_true(e instanceof Event);
	assert_equals(new CustomEvent('c').detail, null);
	assert_equals(new MessageEvent('m', {data: 1, origin: 'o', lastEventId: 'i', ports: []}).data, 1);
	assert_true(Object.isFrozen(new MessageEvent('m').ports));
	assert_equals(new ErrorEvent('e', {lineno: 3, error: 'x'}).lineno, 3);
	assert_throws_js(TypeError, () => new PromiseRejectionEvent('r', {}));
	const p = Promise.resolve();
	assert_equals(new PromiseRejectionEvent('r', {promise: p, reason: 1}).promise, p);
	assert_throws_js(TypeError, () => new Event());
	assert_throws_js(TypeError, () => Event('x'));
	assert_equals(Event.AT_TARGET, 2);
	assert_equals(e.AT_TARGET, 2);
	assert_true(e.timeStamp >= 0);
	assert_false(e.isTrusted);
	class Mine extends Event { constructor() { super('mine'); this.x = 1; } }
	const t = new EventTarget();
	let seen;
	t.addEventListener('mine', (e) => { seen = e; });
	const mine = new Mine();
	t.dispatchEvent(mine);
	assert_equals(seen, mine);
	e.initEvent('other', false, true);
	assert_equals(e.type, 'other');
	assert_true(e.cancelable);
}, 'classes');
