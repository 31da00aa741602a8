package scripthost

import (
	"slices"
	"testing"
)

// helpers is what the pages of these tests have.
const helpers = `<script>
var frame = (attributes) => new Promise((done) => {
	const f = document.createElement('iframe');
	f.onload = () => { f.onload = null; done(f); };
	for (const name in attributes) f.setAttribute(name, attributes[name]);
	document.body.append(f);
});
var loaded = (f) => new Promise((done) => { f.onload = () => done(f); });
var thrown = (f) => { try { f(); return 'nothing'; } catch (e) { return e.name; } };
var message = (w) => new Promise((done) => w.addEventListener('message', done, {once: true}));
</script>`

func TestSameOrigin(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": helpers + "<body>",
		"/in":  "<title>in</title><p id=p>text</p><script>var shared = {n: 1}; class Mine extends Error {}; function fail() { throw new Mine('m') }</script>",
		"/two": "<title>two</title>"})
	d := w.open("/")
	for _, c := range []struct{ script, want string }{
		{"frame({src: '/in', name: 'child'}).then((f) => { window.f = f; return f.contentDocument.title })", `"in"`},
		{"[f.contentWindow === frames[0], frames.child === window.child, f.contentWindow.parent === window, f.contentWindow.frameElement === f, top === f.contentWindow.top, length].join()",
			`"true,true,true,true,true,1"`},
		{"f.contentWindow.shared.n++; f.contentWindow.eval('shared.n')", "2"},
		{"var e; try { f.contentWindow.fail() } catch (x) { e = x }; [e instanceof f.contentWindow.Error, e instanceof Error, e.constructor.name, e.message].join()", `"true,false,Mine,m"`},
		{"var w0 = f.contentWindow, p = f.contentDocument.getElementById('p'); document.body.append(p); [p.textContent, document.getElementById('p') === p, p.ownerDocument === document, p instanceof w0.HTMLElement].join()",
			`"text,true,true,true"`},
		{"var m = message(window); f.contentWindow.eval('parent.postMessage({from: shared}, \"*\")'); m.then((e) => [e.source === w0, e.data.from.n, e.origin].join())", `"true,2,http://localhost"`},
		{"var m = message(f.contentWindow); f.contentWindow.postMessage(new Map([[1, [2]]]), '*'); m.then((e) => [e.source === window, e.data.get(1)[0], e instanceof f.contentWindow.MessageEvent].join())", `"true,2,true"`},
		{"var l = loaded(f); f.contentWindow.location = 'two'; l.then(() => [f.contentWindow === w0, f.contentDocument.title, typeof w0.shared].join())", `"true,two,undefined"`},
		{"f.remove(); [w0.closed, w0.parent === null, frames.length, f.contentWindow === null].join()", `"true,true,0,true"`},
		{"w0.document.title", `"two"`},
	} {
		w.want(d.Client, c.script, c.want)
	}
}

func TestInitialDocument(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": helpers + "<body>", "/in": "<title>in</title><script>var late = early + 1</script>"})
	d := w.open("/")
	for _, c := range []struct{ script, want string }{
		{"var f = document.createElement('iframe'); f.src = '/in'; var arrived = loaded(f); document.body.append(f); f.contentWindow.early = 1; [f.contentDocument.URL, f.contentDocument.readyState].join()", `"about:blank,complete"`},
		{"arrived.then(() => [f.contentWindow.late, f.contentDocument.title, f.contentWindow.location.pathname].join())", `"2,in,/in"`},
		{"frame({}).then((f) => { window.g = f; g.contentDocument.body.append('x'); return [g.contentWindow.origin, g.contentDocument.body.innerHTML, g.contentDocument.baseURI].join() })", `"http://localhost,x,http://localhost/"`},
		{"g.contentDocument.body.innerHTML", `"x"`},
	} {
		w.want(d.Client, c.script, c.want)
	}
}

func TestOtherOrigin(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": helpers + "<body>", "/in": "<script>onmessage = (e) => e.source.postMessage(e.data + 1, e.origin); var x = name => name; </script>"})
	d := w.open("/")
	for _, c := range []struct{ script, want string }{
		{"frame({src: 'http://other.localhost/in'}).then((f) => { window.f = f; window.w0 = f.contentWindow; return f.contentDocument === null })", "true"},
		{"[thrown(() => w0.document), thrown(() => w0.x), thrown(() => w0.location.href), thrown(() => { w0.y = 1 }), thrown(() => w0.eval('1')), thrown(() => w0.location.reload)].join()",
			`"SecurityError,SecurityError,SecurityError,SecurityError,SecurityError,SecurityError"`},
		{"[w0.window === w0, w0.parent === window, w0.top === window, w0.length, w0.closed, w0.then, Object.keys(w0).length, frames[0] === w0].join()", `"true,true,true,0,false,,0,true"`},
		{"var m = message(window); w0.postMessage(1, '*'); m.then((e) => [e.data, e.origin, e.source === w0].join())", `"2,http://other.localhost,true"`},
		{"var l = loaded(f); w0.location = '/in'; l.then(() => [f.contentWindow === w0, typeof w0.document, w0.location.host].join())", `"true,object,localhost"`},
	} {
		w.want(d.Client, c.script, c.want)
	}
}

func TestLocalDocuments(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/dir/": helpers + "<body>"})
	d := w.open("/dir/")
	for _, c := range []struct{ script, want string }{
		{"frame({srcdoc: '<a href=x id=a></a><script>parent.said = 1</script>'}).then((f) => [said, f.contentDocument.URL, f.contentDocument.getElementById('a').href, f.contentWindow.isSecureContext, f.contentDocument.referrer].join())",
			`"1,about:srcdoc,http://localhost/dir/x,true,http://localhost/dir/"`},
		{"frame({src: URL.createObjectURL(new Blob(['<title>blob</title>'], {type: 'text/html'}))}).then((f) => [f.contentDocument.title, f.contentWindow.origin].join())", `"blob,http://localhost"`},
		{"var m = message(window); frame({src: 'data:text/html,<script>parent.postMessage([origin, isSecureContext], \"*\")</script>'}); m.then((e) => [e.data, e.origin].join())", `"null,false,null"`},
		{"frame({src: 'javascript:\"<title>js</title>\"'}).then((f) => f.contentDocument.title)", `"js"`},
		{"var ran = 0; frame({src: 'javascript:parent.ran++'}).then(() => ran)", "1"},
	} {
		w.want(d.Client, c.script, c.want)
	}
	var urls []string
	for _, c := range w.clients() {
		urls = append(urls, c.URL)
	}
	for _, url := range []string{"about:srcdoc", "about:blank", "http://localhost/dir/"} {
		if !slices.Contains(urls, url) {
			t.Errorf("%s is no client: %v", url, urls)
		}
	}
}

func TestSandbox(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": helpers + "<body>", "/in": `<script>
		let caught = 'none'; try { navigator.serviceWorker } catch (e) { caught = e.name }
		parent.postMessage([origin, caught, window.open('/in') === null].join(), '*')</script>`})
	d := w.open("/")
	for _, c := range []struct{ script, want string }{
		{"Promise.all([message(window), frame({src: '/in', sandbox: 'allow-scripts'})]).then(([e, f]) => { window.f = f; return e.data + e.origin })", `"null,SecurityError,truenull"`},
		{"thrown(() => f.contentWindow.document)", `"SecurityError"`},
		{"var m = message(window); frame({src: '/in', sandbox: 'allow-scripts allow-same-origin'}); m.then((e) => e.data)", `"http://localhost,none,true"`},
		{"frame({srcdoc: '<script>parent.ran = true</script>', sandbox: 'allow-same-origin'}).then((f) => [typeof ran, f.contentDocument.scripts.length].join())", `"undefined,1"`},
	} {
		w.want(d.Client, c.script, c.want)
	}
	for _, q := range w.requests {
		if q.Request.URL == "http://localhost/in" && q.ServiceWorkers != "none" && q.Request.Mode == "navigate" && len(q.Ancestors) > 0 && q.ReservedClientID == "" {
			t.Errorf("request %+v", q)
		}
	}
}
