test(() => {
	let e;
	addEventListener('error', (event) => { event.preventDefault(); e = event; }, {once: true});
	const node = new TestNode();
	node.onclick = () => {
		throw 'only text';
	};
	node.dispatchEvent(new Event('click'));
	assert_equals(e.error, 'only text');
	assert_true(e.message.includes('only text'));
	assert_true(e.filename.includes('report.js'), e.filename);
	assert_equals(e.lineno, 6);
	assert_equals(e.colno, 3);
	assert_equals(reported.length, 0);
}, 'what is thrown has a position, even when it is no Error');
