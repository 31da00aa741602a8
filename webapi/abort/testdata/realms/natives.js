// Native members see through views of another realm's objects.
test(() => {
	let got;
	const target = new other.EventTarget();
	const listener = (e) => { got = e; assert_equals(e.target, target); assert_equals(e.currentTarget, target); };
	target.addEventListener('x', listener);
	const mine = new Event('x');
	target.dispatchEvent(mine);
	assert_equals(got, mine);
	assert_equals(mine.target, target);
	target.removeEventListener('x', listener);
	got = null;
	target.dispatchEvent(new other.Event('x'));
	assert_equals(got, null);
	const controller = new AbortController();
	target.addEventListener('x', listener, {signal: controller.signal});
	controller.abort();
	target.dispatchEvent(new Event('x'));
	assert_equals(got, null);
	assert_equals(EventTarget.prototype.dispatchEvent.call(target, new Event('y')), true);
	assert_throws_dom('InvalidStateError', other.DOMException, () => {
		target.addEventListener('z', (e) => target.dispatchEvent(e));
		let thrown;
		other.thrown = null;
		const once = (e) => { try { target.dispatchEvent(e); } catch (x) { thrown = x; } };
		target.addEventListener('w', once);
		target.dispatchEvent(new Event('w'));
		throw thrown;
	});
	assert_equals(AbortSignal.any([new other.AbortController().signal]).aborted, false);
	assert_equals(AbortSignal.any([other.AbortSignal.abort(3)]).reason, 3);
}, 'native members see through views');
