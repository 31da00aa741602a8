// Stands in for resources/testharnessreport.js: tells the runner, line by line on
// the console, what testharness.js finds out. Only the top document counts.
(function () {
  if (self !== self.top || self.opener) return;
  const say = console.debug.bind(console);
  const text = JSON.stringify.bind(JSON);
  const line = (kind, value) => say('asterism-wpt ' + kind + ' ' + text(value));
  const status = ['PASS', 'FAIL', 'TIMEOUT', 'NOTRUN', 'PRECONDITION_FAILED'];
  const harness = ['OK', 'ERROR', 'TIMEOUT', 'PRECONDITION_FAILED'];
  const clip = (m) => (m == null ? "" : String(m).slice(0, 2000));
  const subtest = (t) => ({name: String(t.name), status: status[t.status] || 'NOTRUN', message: clip(t.message)});
  line('begin', {});
  add_result_callback((t) => line('test', subtest(t)));
  add_completion_callback((tests, s) => {
    // Again, in order, with what never ran.
    for (let i = 0; i < tests.length; i += 50) line('tests', tests.slice(i, i + 50).map(subtest));
    line('end', {status: harness[s.status] || 'ERROR', message: clip(s.message), count: tests.length});
  });
  setup({output: false});
})();
