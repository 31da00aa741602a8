const events = (reader) => {
	const seen = [];
	for (const type of ['loadstart', 'progress', 'load', 'abort', 'error', 'loadend'])
		reader.addEventListener(type, (e) => seen.push(`${e.type} ${e.loaded}/${e.total}`));
	return seen;
};
const ended = (reader) => new Promise((resolve) => { reader.onloadend = resolve; });

promise_test(async () => {
	const blob = new Blob(['\u00e9a'], {type: 'text/plain;charset=utf-8'});
	const results = {};
	for (const name of ['ArrayBuffer', 'BinaryString', 'Text', 'DataURL']) {
		const reader = new FileReader(), seen = events(reader);
		assert_equals(reader.readyState, FileReader.EMPTY);
		reader['readAs' + name](blob);
		assert_equals(reader.readyState, 1);
		assert_throws_dom('InvalidStateError', () => reader.readAsText(blob));
		await ended(reader);
		assert_array_equals(seen, ['loadstart 0/3', 'progress 3/3', 'load 3/3', 'loadend 3/3']);
		assert_equals(reader.readyState, reader.DONE);
		assert_equals(reader.result, reader.result);
		results[name] = reader.result;
	}
	assert_array_equals([...new Uint8Array(results.ArrayBuffer)], [0xc3, 0xa9, 97]);
	assert_equals(results.BinaryString, '\u00c3\u00a9a');
	assert_equals(results.Text, '\u00e9a');
	assert_equals(results.DataURL, 'data:text/plain;charset=utf-8;base64,w6lh');
}, 'the four ways to read');

promise_test(async () => {
	const read = async (...args) => {
		const reader = new FileReader();
		reader.readAsText(...args);
		await ended(reader);
		return reader.result;
	};
	const bytes = new Uint8Array([0x82, 0xa0]);
	assert_equals(await read(new Blob([bytes]), 'sjis'), '\u3042');
	assert_equals(await read(new Blob([bytes], {type: 'text/plain;charset=shift_jis'})), '\u3042');
	assert_equals(await read(new Blob([bytes], {type: 'text/plain;charset=shift_jis'}), 'no such'), '\u3042');
	assert_equals(await read(new Blob([new Uint8Array([0xff, 0xfe, 97, 0])]), 'sjis'), 'a');
	assert_equals(await read(new Blob([])), '');
}, 'encodings');

promise_test(async () => {
	const reader = new FileReader(), seen = events(reader);
	reader.abort();
	reader.readAsText(new Blob(['x']));
	reader.abort();
	assert_equals(reader.result, null);
	assert_equals(reader.readyState, 2);
	reader.readAsText(new Blob(['yz']));
	await ended(reader);
	assert_array_equals(seen, ['abort 0/0', 'loadend 0/0', 'loadstart 0/2', 'progress 2/2', 'load 2/2', 'loadend 2/2']);
	assert_equals(reader.result, 'yz');
	let ends = 0;
	const again = new FileReader();
	again.onload = () => { again.onload = null; again.readAsText(new Blob(['second'])); };
	again.onloadend = () => { ends++; };
	again.readAsText(new Blob(['first']));
	await new Promise((resolve) => { const wait = new FileReader(); wait.onloadend = resolve; wait.readAsText(new Blob(['w'])); });
	await ended(again);
	assert_equals(again.result, 'second');
	assert_throws_js(TypeError, () => again.readAsText('text'));
}, 'abort, and reading again from load');

test(() => {
	const url = URL.createObjectURL(new Blob(['x']));
	assert_true(/^blob:https:\/\/a\.example\/[0-9a-f-]{36}$/.test(url));
	assert_equals(new URL(url).origin, 'https://a.example');
	assert_equals(resolves(url + '#x'), 1);
	URL.revokeObjectURL(url + '#x');
	assert_equals(resolves(url), 1);
	URL.revokeObjectURL(url);
	assert_equals(resolves(url), -1);
	assert_throws_js(TypeError, () => URL.createObjectURL('x'));
	URL.revokeObjectURL('nothing');
}, 'blob: URLs');

test(() => {
	assert_throws_js(TypeError, () => new FileList());
	assert_equals(list.length, 2);
	assert_equals(list[1].name, 'b');
	assert_equals(list.item(0), list[0]);
	assert_equals(list.item(2), null);
	assert_array_equals([...list].map((f) => f.name), ['a', 'b']);
	assert_equals(structuredClone(list)[0].name, 'a');
	assert_equals(new FileReaderSync().readAsText(new Blob(['now'])), 'now');
}, 'FileList and FileReaderSync');

promise_test(async () => {
	const reader = new Blob(['some bytes']).stream().getReader({mode: 'byob'});
	const {value} = await reader.read(new Uint8Array(4));
	assert_equals(String.fromCharCode(...value), 'some');
}, 'stream() is a byte stream');

test(() => {
	const big = new Blob([new Uint8Array(1 << 20)]);
	assert_throws_js(RangeError, () => new Blob(Array(513).fill(big)));
}, 'a blob has a largest size');
