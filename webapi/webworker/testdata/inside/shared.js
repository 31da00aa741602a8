test(() => {
	assert_true(self instanceof SharedWorkerGlobalScope && self instanceof WorkerGlobalScope);
	assert_equals(name, 'its name');
	assert_false('postMessage' in self);
	assert_equals(self.onconnect, null);
	close();
	assert_equals(closings(), 1);
}, 'the global object');

promise_test(async () => {
	const connected = new Promise((f) => { self.onconnect = f; });
	const port = connect();
	const e = await connected;
	assert_true(e instanceof MessageEvent);
	assert_equals(e.data, '');
	assert_equals(e.ports.length, 1);
	assert_equals(e.source, e.ports[0]);
	e.source.postMessage('hello');
	assert_equals((await new Promise((f) => { port.onmessage = f; })).data, 'hello');
}, 'connect');
