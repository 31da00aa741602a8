package integration

import "testing"

// Dedicated, shared and nested workers are clients: their scripts and requests go
// to the service worker of their URL's scope, which sees what they are; a blob:
// URL's worker has its creator's; redirects on the way go to the worker of where
// they lead.
func TestWebWorkers(t *testing.T) {
	files := map[string]string{
		"index.html": `<!DOCTYPE html><title>Workers</title>
<script>
  const next = (port) => new Promise((f) => { port.onmessage = (e) => f(e.data); port.onerror = (e) => { e.preventDefault(); f('error ' + e.message); }; });
  const ask = (port, message) => { const answer = next(port); port.postMessage(message); return answer; };
  const shared = (url, o) => new SharedWorker(url, o).port;
</script>`,
		"app/sw.js": `
const seen = [];
addEventListener('install', () => skipWaiting());
addEventListener('activate', (e) => e.waitUntil(clients.claim()));
addEventListener('fetch', (e) => {
  const {pathname} = new URL(e.request.url), r = e.request;
  if (pathname === '/app/clients') {
    e.respondWith(clients.matchAll({type: 'all'}).then((all) => Response.json(all.map((c) => c.type + ' ' + c.frameType + ' ' + c.url.replace(/^(blob:)?http:..[^/]*/, '$1').replace(/blob:.*/, 'blob:')).sort())));
  } else if (pathname === '/app/made.js') {
    const what = [r.destination, r.mode, e.clientId !== '', e.resultingClientId !== ''].join();
    e.respondWith(new Response('const made = ' + JSON.stringify(what) + ';' +
      'const say = async (port, e) => port.postMessage(e.data === "id" ? await (await fetch("/app/id")).text() : made);' +
      'self.onmessage = (e) => say(self, e); self.onconnect = (c) => { c.ports[0].onmessage = (e) => say(c.ports[0], e); };',
      {headers: {'content-type': 'text/javascript'}}));
  } else if (pathname === '/app/id') {
    e.respondWith(clients.get(e.clientId).then((c) => new Response(c.type + ' ' + new URL(c.url).pathname)));
  } else if (pathname === '/app/away.js') {
    e.respondWith(Response.redirect('/app/made.js'));
  } else if (pathname === '/who') e.respondWith(new Response('app'));
});`,
		"lib.js":    `var lib = 'lib';`,
		"plain.js":  `importScripts('/lib.js'); onmessage = async () => postMessage(lib + ' ' + (await fetch('/who')).status + ' ' + (navigator.serviceWorker.controller && 'controlled'));`,
		"nested.js": `const w = new Worker('/app/made.js'); w.onmessage = (e) => postMessage('nested ' + e.data); onmessage = (e) => w.postMessage(e.data);`,
		"fails.js":  `onmessage = () => { throw new TypeError('from inside'); };`,
		"app/page.html": `<!DOCTYPE html><title>In the scope</title>
<script>const ask = (port, m) => new Promise((f) => { port.onmessage = (e) => f(e.data); port.postMessage(m); });</script>`,
	}
	each(t, setup{files: files}, func(t *testing.T, s *system) {
		s.register("/app/sw.js", "/app/")
		page := launch(t, s.env, "open", s.origin+"/index.html",
			"--eval", `ask(new Worker('/app/made.js'), '')`,
			"--eval", `ask(shared('/app/made.js', 'a'), '')`,
			"--eval", `ask(new Worker('/app/away.js'), 'id')`,
			"--eval", `ask(shared('/app/away.js', 'b'), 'id')`,
			"--eval", `ask(new Worker('nested.js'), 'id')`,
			"--eval", `ask(new Worker('plain.js'), '')`,
			"--eval", `ask(new Worker('fails.js'), '')`,
			"--for", "1h")
		page.waitFor(t, `"worker,same-origin,true,true"`)
		page.waitFor(t, `"sharedworker,same-origin,true,true"`)
		page.waitFor(t, `"worker /app/made.js"`)
		page.waitFor(t, `"sharedworker /app/made.js"`)
		page.waitFor(t, `"nested worker /app/made.js"`)
		page.waitFor(t, `"lib 404 null"`)
		page.waitFor(t, `"error Uncaught TypeError: from inside"`)
		page.stop(t)

		page = launch(t, s.env, "open", s.origin+"/app/page.html",
			"--eval", `ask(new Worker(URL.createObjectURL(new Blob(["onmessage = async () => postMessage(await (await fetch('`+s.origin+`/who')).text() + navigator.serviceWorker.controller.state)"]))), '')`,
			"--eval", `ask(new SharedWorker('/app/made.js').port, '').then(() => fetch('/app/clients')).then((r) => r.json())`,
			"--for", "1h")
		page.waitFor(t, `"appactivated"`)
		page.waitFor(t, `["sharedworker none /app/made.js","window top-level /app/page.html","worker none blob:"]`)
		page.stop(t)
	})
}
