test(() => {
  const c = new BroadcastChannel(5);
  assert_equals(c.name, '5');
  assert_throws_js(TypeError, () => new BroadcastChannel());
  c.close();
  c.close();
  assert_throws_dom('InvalidStateError', () => c.postMessage(1));
}, 'construction and close');

promise_test(async () => {
  const a = new BroadcastChannel('n'), b = new BroadcastChannel('n'), c = new BroadcastChannel('n'), other = new BroadcastChannel('m');
  const log = [];
  for (const [name, ch] of Object.entries({a, b, c, other})) ch.onmessage = (e) => log.push(name + e.data + e.origin);
  a.postMessage(1);
  c.postMessage(2);
  b.close();
  await sleep(5);
  assert_equals(log.join(), 'c1https://a.example,a2https://a.example');
  for (const ch of [a, c, other]) ch.close();
}, 'all others of the name hear, but those closed meanwhile');

test(() => {
  const c = new BroadcastChannel('x');
  assert_throws_dom('DataCloneError', () => c.postMessage(Symbol()));
  const {port1} = new MessageChannel();
  assert_throws_dom('DataCloneError', () => c.postMessage(port1));
  c.close();
}, 'what cannot be broadcast');
