package scripthost

import (
	"testing"

	"asterism/schemas"
)

func TestDedicatedWorker(t *testing.T) {
	w := newWorld(t, nil, map[string]string{
		"/": `<script>
			const next = (w) => new Promise((f) => { w.onmessage = (e) => f(e.data); w.onerror = (e) => { e.preventDefault(); f('error ' + e.message); }; });
			const ask = (w, m, t) => { const p = next(w); w.postMessage(m, t); return p; };
			</script>`,
		"/echo.js": `const early = self.name; onmessage = (e) => {
			if (e.data === 'throw') throw new RangeError('inside');
			if (e.data === 'close') { close(); return; }
			if (e.ports.length) { e.ports[0].postMessage('by port'); return; }
			postMessage({got: e.data, name: early, type: Object.prototype.toString.call(self), href: location.href}); };`,
		"/imports.js": `importScripts('lib.js', '/lib.js'); postMessage(loaded);
			try { importScripts('/none.js'); } catch (e) { postMessage(e.name); }`,
		"/lib.js":    `var loaded = (self.loaded || 0) + 1;`,
		"/module.js": `import {a} from './a.js'; import('./a.js').then((m) => postMessage([a, m.a, typeof importScripts]));`,
		"/a.js":      `export const a = 'A';`,
		"/outer.js":  `const w = new Worker('echo.js', {name: 'inner'}); w.onmessage = (e) => postMessage(e.data.name + typeof SharedWorker); w.postMessage(1);`,
		"/spin.js":   `postMessage('spinning'); for (;;);`,
		"/spin2.js":  `onmessage = () => { for (;;); }; postMessage('up');`,
		"/broken.js": `let = ;`, "/bad-import.js": "\n\nimportScripts('broken.js');",
	})
	d := w.open("/")
	w.want(d.Client, `ask(new Worker('echo.js', {name: 'n'}), [1, new Date(0)])`,
		`{"got":[1,"1970-01-01T00:00:00.000Z"],"name":"n","type":"[object DedicatedWorkerGlobalScope]","href":"http://localhost/echo.js"}`)
	w.want(d.Client, `ask(new Worker('echo.js'), 'throw')`, `"error Uncaught RangeError: inside"`)
	w.want(d.Client, `(() => { const c = new MessageChannel(); new Worker('echo.js').postMessage(1, [c.port2]); return next(c.port1); })()`, `"by port"`)
	w.want(d.Client, `(async () => { const w = new Worker('imports.js'); return [await next(w), await next(w)]; })()`, `[2,"NetworkError"]`)
	w.want(d.Client, `next(new Worker('module.js', {type: 'module'}))`, `["A","A","function"]`)
	w.want(d.Client, `next(new Worker('outer.js'))`, `"innerundefined"`)
	w.want(d.Client, `(async () => { const w = new Worker('spin.js'); const m = await next(w); w.terminate(); return m; })()`, `"spinning"`)
	w.want(d.Client, `(async () => { const w = new Worker(URL.createObjectURL(new Blob(['postMessage(location.protocol + origin)']))); return next(w); })()`, `"blob:http://localhost"`)
	w.want(d.Client, `next(new Worker('data:,postMessage(location.protocol + origin)'))`, `"data:null"`)
	for _, bad := range []string{"none.js", "broken.js", "/", "blob:http://localhost/none"} {
		w.want(d.Client, `new Promise((f) => { new Worker('`+bad+`').onerror = (e) => f(e.constructor.name + e.type); })`, `"Eventerror"`)
	}
	w.want(d.Client, `(() => { try { new Worker('http://['); } catch (e) { return e.name; } })()`, `"SyntaxError"`)
	w.want(d.Client, `(() => { try { new Worker('ftp://localhost/x.js'); } catch (e) { return e.name; } })()`, `"SecurityError"`)
	w.want(d.Client, `(() => { const blob = (s) => URL.createObjectURL(new Blob([s], {type: 'text/javascript'}));
		const dep = blob('export const b = 1;');
		return next(new Worker(blob("import {a} from '" + location.origin + "/a.js'; import {b} from '" + dep + "'; import {c} from 'data:text/javascript,export const c = 2'; postMessage([a, b, c]);"), {type: 'module'})); })()`,
		`["A",1,2]`)
	w.want(d.Client, `next(new Worker("data:text/javascript,import {a} from 'http://localhost/a.js'; postMessage(a)", {type: 'module'}))`, `"A"`)
	if q, _ := w.requested("/a.js"); q.Origin != "http://localhost" {
		t.Errorf("asked with %+v", q)
	}
	w.want(d.Client, `new Promise((f) => { const w = new Worker('bad-import.js'); w.onerror = (e) => { e.preventDefault(); f([e.filename, e.lineno]); }; })`,
		`["http://localhost/broken.js",1]`)
	w.want(d.Client, `next(new Worker("data:,navigator.serviceWorker.register('http://localhost/sw.js').catch((e) => postMessage([e.name, navigator.serviceWorker.controller]))"))`,
		`["SecurityError",null]`)
	w.want(d.Client, `next(new Worker('data:,postMessage(typeof FileReaderSync + navigator.appVersion.slice(0, 5))'))`, `"function5.0 ("`)
	w.until("the workers that ended are clients no more", func() bool {
		n := 0
		for _, c := range w.clients() {
			if c.Type == "worker" && c.FrameType != "none" {
				t.Errorf("%+v", c)
			}
			if c.URL == "http://localhost/spin.js" {
				n++
			}
		}
		return n == 0
	})
	q, _ := w.requested("/echo.js")
	if q.Request.Destination != "worker" || q.Request.Mode != "same-origin" || q.ClientID != d.Client || q.ReservedClientID == "" {
		t.Errorf("asked with %+v", q)
	}
	if q, _ = w.requested("/lib.js"); q.ClientID == d.Client || q.Request.Destination != "script" {
		t.Errorf("asked with %+v", q)
	}
}

// A worker that breaks the turn limit ends, and its page goes on.
func TestWorkerTurnLimit(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": "<p>", "/spin.js": `for (;;);`})
	d := w.open("/")
	w.want(d.Client, `void new Worker('spin.js')`, "null")
	w.line("ran for longer than")
	w.want(d.Client, "1+1", "2")
}

// One document has so many workers and no more, until one ends.
func TestTooManyWorkers(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.MaxDocuments = 200 }, map[string]string{"/": "<p>", "/deep.js": `const w = new Worker('deep.js'); w.onmessage = (e) => postMessage(e.data + 1); w.onerror = () => postMessage(1);`})
	d := w.open("/")
	w.want(d.Client, `(async () => {
		const all = [];
		for (let i = 0; i < 64; i++) {
			const w = new Worker('data:,postMessage(1)');
			await new Promise((f) => { w.onmessage = f; });
			all.push(w);
		}
		const failed = await new Promise((f) => { new Worker('data:,').onerror = (e) => f(e.type); });
		for (const w of all) w.terminate();
		return failed;
	})()`, `"error"`)
	w.line("workers run already")
	w.until("there is room again", func() bool {
		return w.eval(d.Client, `new Promise((f) => { const w = new Worker('data:,postMessage(1)'); w.onmessage = w.onerror = (e) => f(e.type); })`) == `"message"`
	})
	w.want(d.Client, `new Promise((f) => { new Worker('deep.js').onmessage = (e) => f(e.data); })`, "8")
}

func TestSharedWorker(t *testing.T) {
	w := newWorld(t, nil, map[string]string{
		"/": `<script>const hello = (o) => new Promise((f) => { const w = new SharedWorker('shared.js', o);
			w.port.onmessage = (e) => f(e.data); w.onerror = () => f('error'); });</script>`,
		"/shared.js": `let n = 0; onconnect = (e) => e.ports[0].postMessage([++n, name, e.source === e.ports[0], e.data === '']);`,
		"/bad.js":    `let = ;`,
	})
	a, b := w.open("/"), w.open("/")
	w.want(a.Client, "hello('x')", `[1,"x",true,true]`)
	w.want(b.Client, "hello({name: 'x'})", `[2,"x",true,true]`)
	w.want(b.Client, "hello('y')", `[1,"y",true,true]`)
	w.want(b.Client, "hello({name: 'x', type: 'module'})", `"error"`)
	w.want(b.Client, "new Promise((f) => { new SharedWorker('bad.js').onerror = () => f('error'); })", `"error"`)
	q, _ := w.requested("/shared.js")
	if q.Request.Destination != "sharedworker" {
		t.Errorf("asked with %+v", q)
	}
	w.close(a.Client)
	w.want(b.Client, "hello('x')", `[3,"x",true,true]`)
	w.close(b.Client)
	w.until("shared workers end with their last document", func() bool { return len(w.clients()) == 0 })
}

// A worker's client is controlled by the worker of its own URL's scope; one with
// a blob: URL by its creator's.
func TestWorkersController(t *testing.T) {
	w := newWorld(t, nil, map[string]string{
		"/":         `<script>const next = (w) => new Promise((f) => { w.onmessage = (e) => f(e.data); });</script>`,
		"/app/w.js": `fetch('/x.txt').then(() => postMessage(navigator.serviceWorker.controller.scriptURL));`,
	})
	w.put(schemas.Registration{ID: "r1", Scope: "http://localhost/app/", Active: aWorker("v1", schemas.StateActivated)})
	w.control = func(q schemas.NetRequest) (scope, version string) {
		if q.ReservedClientID != "" && q.Request.Destination == "worker" {
			return "http://localhost/app/", "v1"
		}
		return "", ""
	}
	d := w.open("/")
	w.want(d.Client, `next(new Worker('/app/w.js'))`, `"http://localhost/sw.js"`)
	if q, _ := w.requested("/x.txt"); q.ControllerVersion != "v1" || q.ClientID == d.Client || q.ClientID == "" {
		t.Errorf("asked with %+v", q)
	}
}

// The page's policy decides which workers there are, and blob: workers have it.
func TestWorkerPolicies(t *testing.T) {
	w := newWorld(t, nil, map[string]string{
		"/": `<meta http-equiv="Content-Security-Policy" content="worker-src http://localhost/ok.js blob:; script-src 'unsafe-inline' 'unsafe-eval' http://localhost/fine.js">
			<script>const next = (w) => new Promise((f) => { w.onmessage = (e) => f(e.data); w.onerror = (e) => f(e.type); });</script>`,
		"/ok.js": `importScripts('lib.js'); postMessage(lib)`, "/no.js": `postMessage('ran')`,
		"/lib.js": `var lib = 'lib';`, "/fine.js": `var fine = 'fine';`,
	})
	d := w.open("/")
	w.want(d.Client, `next(new Worker('ok.js'))`, `"lib"`)
	w.want(d.Client, `next(new Worker('no.js'))`, `"error"`)
	w.want(d.Client, `next(new Worker('data:,postMessage(1)'))`, `"error"`)
	w.want(d.Client, `next(new Worker(URL.createObjectURL(new Blob(["importScripts('http://localhost/fine.js'); try { importScripts('http://localhost/lib.js'); } catch (e) { postMessage(fine + e.name); }"]))))`, `"fineNetworkError"`)
	if _, asked := w.requested("/no.js"); asked {
		t.Error("a worker that the policy forbids was fetched")
	}
}
