const url = (params) => 'stream?' + new URLSearchParams(params);
const next = (source, type) => new Promise((resolve) => source.addEventListener(type, resolve, {once: true}));

// all gives the messages of a stream, up to its end.
async function all(body, params = {}) {
  const source = new EventSource(url({body, ...params}));
  const heard = [];
  source.onmessage = (e) => heard.push(e.data);
  await next(source, 'error');
  source.close();
  return heard;
}

test(() => {
  assert_equals(EventSource.CLOSED, 2);
  assert_equals(EventSource.prototype.OPEN, 1);
  assert_equals(EventSource.length, 1);
  assert_throws_js(TypeError, () => EventSource('x'));
  assert_throws_dom('SyntaxError', () => new EventSource('http://this is invalid/'));
  const source = new EventSource('x', {withCredentials: 1});
  assert_equals(source.url, 'https://a.example/dir/x');
  assert_true(source.withCredentials);
  assert_equals(source.readyState, EventSource.CONNECTING);
  source.close();
  assert_equals(source.readyState, EventSource.CLOSED);
}, 'construction');

promise_test(async () => {
  const source = new EventSource(url({body: 'data: a\n\n', hold: 1}));
  assert_equals((await next(source, 'open')).constructor, Event);
  assert_equals(source.readyState, EventSource.OPEN);
  const e = await next(source, 'message');
  assert_equals(e.data, 'a');
  assert_equals(e.origin, 'https://a.example');
  assert_equals(e.lastEventId, '');
  assert_true(e.isTrusted && e instanceof MessageEvent);
  source.close();
}, 'an open stream');

promise_test(async () => {
  for (const slow of ['', 'yes']) {
    const list = async (body, want) => assert_equals(JSON.stringify(await all(body, {slow})), JSON.stringify(want), JSON.stringify(body));
    await list('data:msg\ndata: msg\n\n:\nfalse:msg\n\nData:data\n\ndata\n\ndata:end\n\n', ['msg\nmsg', '', 'end']);
    await list('data:1\rdata:2\r\ndata:3\n\r\ndata:4\r\r', ['1\n2\n3', '4']);
    await list('\uFEFFdata:1\n\n\uFEFFdata:2\n\ndata:3\n\n', ['1', '3']);
    await list('data:1\n\ndata:not whole', ['1']);
    await list('data:  two\n\ndata:\tx\n\n', [' two', '\tx']);
    await list('data:é\u{1F600}\n\n', ['é\u{1F600}']);
    await list(':comment\n\ndata\n\n', ['']);
    await list('data:\0x\n\n', ['\0x']);
    await list('da\nta:x\n\n', []);
  }
}, 'the format');

promise_test(async () => {
  const source = new EventSource(url({body: 'event: news\ndata: a\n\nevent:\ndata: b\n\nevent: lost\n\ndata: c\n\n', hold: 1}));
  const heard = [];
  source.addEventListener('news', (e) => heard.push('news ' + e.data));
  source.onmessage = (e) => heard.push(e.data);
  while (heard.length < 3) await sleep(1);
  assert_equals(heard.join(), 'news a,b,c');
  source.close();
}, 'types of events');

promise_test(async () => {
  const source = new EventSource(url({body: 'retry: 07000\nid: 5\ndata: a\n\nid: x\0\ndata: b\n\nid: …\ndata: c\n\nid: lost', echo: 1}));
  const ids = [];
  source.onmessage = (e) => ids.push(e.lastEventId);
  await next(source, 'error');
  const ended = Date.now();
  assert_equals(source.readyState, EventSource.CONNECTING);
  assert_equals(ids.join(), '5,5,…');
  const e = await next(source, 'message');
  assert_equals(Date.now() - ended, 7000);
  assert_equals(e.data, '… text/event-stream no-store same-origin');
  assert_equals(e.lastEventId, '…');
  source.close();
}, 'a stream that ends is asked for again, with the last id');

promise_test(async () => {
  for (const params of [{down: 1, body: 'data: up\n\n'}, {body: 'data: part', body2: 'data: up\n\n', cut: 1}]) {
    const source = new EventSource(url(params));
    await next(source, 'error');
    assert_equals(source.readyState, EventSource.CONNECTING);
    assert_equals((await next(source, 'message')).data, 'up');
    source.close();
  }
}, 'a network that fails is tried again');

promise_test(async () => {
  for (const params of [{status: '204'}, {status: '404'}, {status: '503'}, {type: 'text/plain'}, {type: 'x bogus'}, {refused: 1}]) {
    const source = new EventSource(url({body: 'data: x\n\n', ...params}));
    source.onmessage = source.onopen = () => assert_unreached();
    await next(source, 'error');
    assert_equals(source.readyState, EventSource.CLOSED, JSON.stringify(params));
  }
  for (const other of ['ftp://a.example/', 'about:blank', 'mailto:x@a.example', 'javascript:1']) {
    const source = new EventSource(other);
    assert_equals(source.readyState, EventSource.CONNECTING);
    await next(source, 'error');
    assert_equals(source.readyState, EventSource.CLOSED, other);
  }
  assert_equals((await all('data: x\n\n', {type: 'text/event-stream;charset=latin1;'})).join(), 'x');
}, 'what is for good');

promise_test(async () => {
  const source = new EventSource(url({body: 'data: 1\n\ndata: 2\n\n', hold: 1}));
  let heard = 0;
  source.onmessage = () => { heard++; source.close(); };
  source.onerror = () => assert_unreached();
  await sleep(9000);
  assert_equals(heard, 1);
  assert_equals(source.readyState, EventSource.CLOSED);
}, 'nothing comes after close()');
