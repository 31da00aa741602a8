test(() => {
	const log = [];
	const p = document.querySelector('p.x'), main = document.getElementById('main');
	addEventListener = undefined;
	document.addEventListener('ping', e => log.push('document ' + e.eventPhase), true);
	main.addEventListener('ping', e => log.push('main ' + (e.target === p) + (e.currentTarget === main)));
	p.addEventListener('ping', e => log.push('p'));
	assert_true(p.dispatchEvent(new CustomEvent('ping', {bubbles: true})));
	assert_array_equals(log, ['document 1', 'p', 'main truetrue']);
	p.addEventListener('ping', e => e.preventDefault());
	assert_false(p.dispatchEvent(new Event('ping', {cancelable: true})));
}, 'events go down and up the tree');

test(() => {
	let got;
	clicked = (el, e) => { got = [el.id, e.type, e.target.textContent]; };
	document.querySelector('p.x').click();
	assert_array_equals(got, ['main', 'click', 'two']);
	assert_equals(typeof document.getElementById('main').onclick, 'function');
	document.getElementById('b').click();
	assert_array_equals(hits, ['http://localhost/go'], 'the form is in scope');
	document.getElementById('main').setAttribute('onclick', 'got2 = this.id');
	document.querySelector('p.x').click();
	assert_equals(got2, 'main');
	document.getElementById('main').onclick = null;
	document.getElementById('main').onclick = e => { got = e instanceof MouseEvent; };
	document.querySelector('p').click();
	assert_true(got);
}, 'on… attributes and properties');

test(() => {
	const e = document.createEvent('Event');
	assert_throws_dom('InvalidStateError', () => document.dispatchEvent(e));
	e.initEvent('x', true, false);
	let n = 0;
	document.addEventListener('x', () => n++, {once: true});
	document.body.dispatchEvent(e);
	document.body.dispatchEvent(e);
	assert_equals(n, 1);
}, 'createEvent');
