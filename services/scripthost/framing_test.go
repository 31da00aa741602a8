package scripthost

import "testing"

// What a policy keeps out of a frame is replaced by an empty document of an opaque
// origin, whose load is the frame's.
func TestFramePolicies(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": helpers + `<meta http-equiv="Content-Security-Policy" content="frame-src 'self'"><body><script>
		var violations = [];
		addEventListener('securitypolicyviolation', (e) => violations.push(e.effectiveDirective + ' ' + e.blockedURI));
		var seen = (f) => f.contentDocument ? f.contentDocument.title : thrown(() => f.contentWindow.document);</script>`,
		"/in": "<title>in</title>", "/deny": "<title>deny</title>", "/same": "<title>same</title>", "/none": "<title>none</title>", "/self": "<title>self</title>"})
	w.headers = map[string]string{"/deny": "X-Frame-Options: DENY", "/same": "X-Frame-Options: sameorigin, SameOrigin",
		"/none": "Content-Security-Policy: frame-ancestors 'none'", "/self": "Content-Security-Policy: frame-ancestors 'self'"}
	d := w.open("/")
	for _, c := range []struct{ script, want string }{
		{"frame({src: '/in'}).then((f) => { window.f = f; return seen(f) })", `"in"`},
		{"frame({src: 'http://other.test/in'}).then(seen)", `"SecurityError"`},
		{"frame({src: 'data:text/html,x'}).then(seen)", `"SecurityError"`},
		{"frame({srcdoc: '<title>doc</title>'}).then(seen)", `"doc"`},
		{"new Promise((done) => setTimeout(() => done(violations.join())))", `"frame-src http://other.test/in,frame-src data:text/html,x"`},
		{"var l = loaded(f); f.src = 'http://other.test/again'; l.then(seen)", `"SecurityError"`},
		{"var l = loaded(f); f.src = '/in'; l.then(seen)", `"in"`},
		{"frame({src: '/deny'}).then(seen)", `"SecurityError"`},
		{"frame({src: '/same'}).then(seen)", `"same"`},
		{"frame({src: '/none'}).then(seen)", `"SecurityError"`},
		{"frame({src: '/self'}).then(seen)", `"self"`},
		{"frame({src: '/same', sandbox: 'allow-scripts'}).then(seen)", `"SecurityError"`},
	} {
		w.want(d.Client, c.script, c.want)
	}
	if _, asked := w.requested("/again"); asked {
		t.Error("a document that may not be in a frame was asked for")
	}
	w.want(w.open("/deny").Client, "document.title", `"deny"`)
}

func TestBasePolicies(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": `<base href="/ok/"><script>var seen = []; addEventListener('securitypolicyviolation', (e) => seen.push(e.effectiveDirective)); var base = document.querySelector('base');
		var put = (href) => { base.href = href; return document.baseURI; };</script>`})
	w.headers = map[string]string{"/": "Content-Security-Policy: base-uri 'self'"}
	d := w.open("/")
	for _, c := range []struct{ script, want string }{
		{"document.baseURI", `"http://localhost/ok/"`},
		{"put('http://other.test/')", `"http://localhost/"`},
		{"put('/more/')", `"http://localhost/more/"`},
		{"put('data:text/plain,x')", `"http://localhost/"`},
		{"base.remove(); document.baseURI", `"http://localhost/"`},
		{"new Promise((done) => setTimeout(() => done(seen.join())))", `"base-uri,base-uri"`},
	} {
		w.want(d.Client, c.script, c.want)
	}
}

// A worker obeys the policies that its script came with.
func TestWorkerOwnPolicies(t *testing.T) {
	script := `(async () => {
		const out = [];
		try { out.push(eval('1')) } catch (e) { out.push(e.name) }
		out.push(await fetch('/x.txt').then((r) => r.status, (e) => e.name));
		return out.join();
	})()`
	w := newWorld(t, nil, map[string]string{"/": helpers, "/x.txt": "x",
		"/w.js": script + `.then(postMessage)`, "/s.js": `onconnect = (e) => ` + script + `.then((x) => e.ports[0].postMessage(x))`})
	d := w.open("/")
	dedicated := `new Promise((done) => { new Worker('/w.js').onmessage = (e) => done(e.data) })`
	w.want(d.Client, dedicated, `"1,200"`)
	w.mu.Lock()
	w.headers = map[string]string{"/w.js": "Content-Security-Policy: connect-src 'none'; script-src 'self'", "/s.js": "Content-Security-Policy: default-src 'none'"}
	w.mu.Unlock()
	w.want(d.Client, dedicated, `"EvalError,TypeError"`)
	w.want(d.Client, `new Promise((done) => { new SharedWorker('/s.js').port.onmessage = (e) => done(e.data) })`, `"EvalError,TypeError"`)
	w.want(d.Client, `eval('1') + 1`, `2`)
}
