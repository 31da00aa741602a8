const next = (port) => new Promise((resolve) => { port.addEventListener('message', resolve, {once: true}); port.start(); });

test(() => {
  const c = new MessageChannel();
  assert_equals(String(c), '[object MessageChannel]');
  assert_equals(c.port1, c.port1);
  assert_true(c.port2 instanceof MessagePort && c.port2 instanceof EventTarget);
  assert_throws_js(TypeError, () => new MessagePort());
  assert_equals(MessagePort.prototype.postMessage.length, 1);
}, 'classes');

promise_test(async () => {
  const {port1, port2} = new MessageChannel();
  const log = [];
  port2.onmessage = (e) => log.push(e.data);
  for (let i = 0; i < 5; i++) port1.postMessage(i);
  assert_equals(log.length, 0);
  await sleep(1);
  assert_equals(log.join(), '0,1,2,3,4');
}, 'messages are tasks, in order');

promise_test(async () => {
  const {port1, port2} = new MessageChannel();
  port1.postMessage('early');
  let heard = 0;
  port2.addEventListener('message', () => heard++);
  await sleep(1);
  assert_equals(heard, 0);
  port2.start();
  await sleep(1);
  assert_equals(heard, 1);
}, 'a port waits until it is started');

promise_test(async () => {
  const a = new MessageChannel(), b = new MessageChannel();
  b.port1.postMessage('before');
  a.port1.postMessage({port: b.port2}, [b.port2]);
  b.port1.postMessage('after');
  const e = await next(a.port2);
  assert_equals(e.ports.length, 1);
  assert_equals(e.data.port, e.ports[0]);
  assert_true(Object.isFrozen(e.ports));
  const log = [];
  e.ports[0].onmessage = (e) => log.push(e.data);
  b.port1.postMessage('later');
  await sleep(1);
  assert_equals(log.join(), 'before,after,later');
  e.ports[0].postMessage('back');
  assert_equals((await next(b.port1)).data, 'back');
}, 'a transferred port keeps its messages and their order');

promise_test(async () => {
  const a = new MessageChannel(), b = new MessageChannel();
  b.port1.postMessage(1);
  b.port2.postMessage(2);
  a.port1.postMessage(null, {transfer: [b.port1, b.port2]});
  const e = await next(a.port2);
  const got = [];
  e.ports[0].onmessage = (e) => got.push(e.data);
  e.ports[1].onmessage = (e) => got.push(e.data);
  e.ports[0].postMessage(3);
  await sleep(1);
  assert_equals(got.sort().join(), '1,2,3');
}, 'both ends of a channel may be transferred at once');

test(() => {
  const {port1, port2} = new MessageChannel();
  assert_throws_dom('DataCloneError', () => port1.postMessage(null, [port1]));
  assert_throws_dom('DataCloneError', () => port1.postMessage(port2));
  assert_throws_dom('DataCloneError', () => port1.postMessage(null, [port2, port2]));
  assert_throws_dom('DataCloneError', () => port1.postMessage(() => {}));
  assert_throws_js(TypeError, () => port1.postMessage(null, 5));
  assert_throws_js(TypeError, () => port1.postMessage(null, {transfer: 5}));
  port2.close();
  assert_throws_dom('DataCloneError', () => structuredClone(null, {transfer: [port2]}));
  structuredClone(null, {transfer: [port1]});
  assert_throws_dom('DataCloneError', () => structuredClone(null, {transfer: [port1]}));
}, 'what cannot be posted');

promise_test(async () => {
  const {port1, port2} = new MessageChannel();
  const log = [];
  port2.onmessage = (e) => log.push(e.data);
  port2.onclose = (e) => log.push(e.type, e.constructor === Event);
  port1.onclose = () => log.push('wrong end');
  port1.postMessage('last');
  port1.close();
  port1.postMessage('too late');
  await sleep(1);
  assert_equals(log.join(), 'last,close,true');
}, 'closing: what was posted before arrives, then the other end hears it');

promise_test(async () => {
  const {port1, port2} = new MessageChannel();
  const moved = structuredClone(port2, {transfer: [port2]});
  port1.close();
  await new Promise((resolve) => { moved.onclose = resolve; });
}, 'a port that was transferred hears the close');

promise_test(async () => {
  const {port1, port2} = new MessageChannel();
  const buffer = new Uint8Array([1, 2, 3]).buffer;
  port1.postMessage({buffer}, [buffer]);
  assert_equals(buffer.byteLength, 0);
  assert_equals((await next(port2)).data.buffer.byteLength, 3);
}, 'buffers are transferred');

promise_test(async () => {
  const {port1, port2} = new MessageChannel();
  const log = [];
  port2.onmessage = (e) => { Promise.resolve().then(() => log.push('micro ' + e.data)); log.push(e.data); };
  port1.postMessage(1);
  port1.postMessage(2);
  await sleep(1);
  assert_equals(log.join(), '1,micro 1,2,micro 2');
}, 'microtasks run after each message');
