package scripthost

import (
	"errors"
	"strings"
	"testing"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

func TestPage(t *testing.T) {
	w := newWorld(t, nil, map[string]string{
		"/": `<!doctype html><title>Hello</title><body onload="order.push('body onload')">
			<script>var order = ['inline ' + document.readyState];
			document.addEventListener('readystatechange', () => order.push(document.readyState));
			document.addEventListener('DOMContentLoaded', () => order.push('DOMContentLoaded'));
			addEventListener('load', () => order.push('load'));</script>
			<script src="defer.js" defer></script>
			<script src="block.js"></script>
			<script>order.push('after block ' + document.scripts.length + (document.getElementById('late') === null))</script>
			<script type="module">import {x} from './lib.js'; order.push('module ' + x)</script>
			<script type="application/json">not a script</script>
			<div id=late onclick="clicks.push(this.id)"></div>
			<script>var clicks = []; document.getElementById('late').click();
			document.write('<b id=w>w</b>');</script>
			<p id="end">`,
		"/block.js": "order.push('block ' + (document.currentScript.src.endsWith('/block.js')))",
		"/defer.js": "order.push('defer ' + document.readyState)",
		"/lib.js":   "export const x = 42",
	})
	d := w.open("/?q#f")
	if d.Title != "Hello" || d.Status != 200 || d.URL != "http://localhost/?q#f" {
		t.Errorf("opened %+v", d)
	}
	w.want(d.Client, "order", `["inline loading","block true","after block 4true","interactive","defer interactive","module 42",`+
		`"DOMContentLoaded","complete","body onload","load"]`)
	w.want(d.Client, "clicks", `["late"]`)
	w.want(d.Client, "document.getElementById('w').nextElementSibling.id", `"end"`)
	w.want(d.Client, "location.search + location.hash + location.origin", `"?q#fhttp://localhost"`)
	w.want(d.Client, "await Promise.resolve(5)", "5")
	w.want(d.Client, "(() => 1)", "null")
	w.want(d.Client, "throw new TypeError('no')", "error: TypeError: no")
	w.want(d.Client, "await Promise.reject(new Error('later'))", "error: Error: later")
	w.want(d.Client, "self === window && window.window === top && parent === this", "true")
	w.want(d.Client, "document.cookie = 'a=1; path=/'; document.cookie = 'b=2'; document.cookie", `"a=1; b=2"`)
	w.want(d.Client, "localStorage.setItem('k', 1); localStorage.getItem('k')", `"1"`)
	w.want(d.Client, "(async () => { const r = await fetch('lib.js'); return r.status + (await r.text()) })()", `"200export const x = 42"`)
	q, _ := w.requested("/")
	if q.Request.Mode != "navigate" || q.Request.Destination != "document" || q.ServiceWorkers != "all" || q.ReservedClientID != d.Client {
		t.Errorf("navigation was asked for as %+v", q)
	}
	q, _ = w.requested("/lib.js")
	if q.ClientID != d.Client || q.Origin != "http://localhost" || q.ServiceWorkers != "all" || q.Request.Destination != "script" {
		t.Errorf("script was asked for as %+v", q)
	}
}

func TestClients(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": "<iframe id=f src=/inner></iframe>", "/inner": "<title>in</title><p id=p>text</p>"})
	d := w.open("/")
	byURL := map[string]schemas.Client{}
	for _, c := range w.clients() {
		byURL[c.URL] = c
	}
	top, inner := byURL["http://localhost/"], byURL["http://localhost/inner"]
	if len(byURL) != 2 || top.FrameType != "top-level" || top.Type != "window" || top.ID != d.Client || top.Host != w.host.ID() ||
		inner.FrameType != "nested" || inner.Origin != "http://localhost" {
		t.Fatalf("clients: %+v", byURL)
	}
	w.want(inner.ID, "parent !== self && location.pathname", `"/inner"`)
	w.want(d.Client, "document.getElementById('f').contentDocument.getElementById('p').textContent", `"text"`)
}

func TestFrames(t *testing.T) {
	w := newWorld(t, nil, map[string]string{
		"/": `<iframe id=f></iframe><script>var seen = []; f = document.getElementById('f');
			f.onload = () => seen.push('load ' + (f.contentDocument && f.contentDocument.title));
			function go(u) { return new Promise(r => { f.addEventListener('load', r, {once: true}); f.src = u }).then(() => seen) }</script>`,
		"/one": `<title>one</title><script>onmessage = e => e.source.postMessage([e.data, e.origin], e.origin)</script>`,
		"/two": `<title>two</title>`,
	})
	d := w.open("/")
	w.want(d.Client, "go('/one')", `["load ","load one"]`)
	w.want(d.Client, `new Promise(done => { onmessage = e => done([e.data, e.source === f.contentWindow]);
		f.contentWindow.postMessage({n: 1}, '*') })`, `[[{"n":1},"http://localhost"],true]`)
	w.want(d.Client, "go('/two').then(s => s.at(-1))", `"load two"`)
	w.until("the first frame's client goes", func() bool { return len(w.clients()) == 2 })
	w.want(d.Client, "go('/broken').then(s => s.length)", "4")
	w.want(d.Client, "f.remove(); document.querySelectorAll('iframe').length", "0")
	w.until("the frame's client goes", func() bool { return len(w.clients()) == 1 })
}

// Frames by index and name and elements by id are properties of the window, unless
// something else has the name.
func TestNamedProperties(t *testing.T) {
	w := newWorld(t, nil, map[string]string{
		"/":   "<p id=late></p><iframe src=/in></iframe><iframe name=second></iframe><form name=f></form><p id=f name=p></p><p id=location></p><p id=own></p><script>var own = 1</script>",
		"/in": "<title>in</title>",
	})
	c := w.open("/").Client
	w.want(c, "[length, window[0] === document.querySelector('iframe').contentWindow, window[0].document.title, window[1] === second, window[2]]", `[2,true,"in",true,null]`)
	w.want(c, "[late.id, f.tagName, typeof p, own, typeof location.href, 'late' in self, 'nothing' in self, 'ownn' in self]", `["late","FORM","undefined",1,"string",true,false,false]`)
	w.want(c, "late.remove(); [typeof late, 'late' in self]", `["undefined",false]`)
	w.want(c, "document.querySelector('iframe').remove(); [length, window[0] === second]", `[1,true]`)
	w.want(c, "late = 5; late", `5`)
	for _, call := range []string{"postMessage(1, 'example.org')", "postMessage(1, 'http://foo bar')", "postMessage(1, '*', null)"} {
		w.want(c, "try { "+call+"; 'fine' } catch (e) { e.name }", map[bool]string{true: `"TypeError"`, false: `"SyntaxError"`}[strings.HasSuffix(call, "null)")])
	}
}

func TestErrorsDoNotStopThePage(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": `<script>undefined.x</script><script>if (</script>
		<script src=/none.js onerror="failed = true"></script><script src=/broken></script>
		<script>Promise.reject(new RangeError('nobody'))</script>
		<script>function f() { f() } f()</script><script>ok = true</script>
		<button onclick="]">x</button>`})
	d := w.open("/")
	if l := w.line("TypeError"); l.Level != "error" || l.Client != d.Client || !strings.HasPrefix(l.Text, "Uncaught TypeError") {
		t.Errorf("line %+v", l)
	}
	w.line("SyntaxError")
	w.line("404")
	w.line("upstream is down")
	w.line("Uncaught (in promise) RangeError: nobody")
	w.line("call stack")
	w.line("onclick")
	w.want(d.Client, "ok && failed", "true")
}

func TestEndlessScript(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.TurnTimeout = 500 * time.Millisecond }, map[string]string{
		"/": "<script>for (;;);</script>", "/fine": "<title>fine</title>"})
	_, err := bus.Open.Do(t.Context(), w.conn, nil, schemas.OpenDocument{URL: "http://localhost/", Console: "c"})
	if !errors.Is(err, &schemas.Error{Code: schemas.CodeLimit}) {
		t.Errorf("open: %v", err)
	}
	w.line("SCRIPTHOST_TURN_TIMEOUT")
	fine := func() schemas.OpenedDocument {
		for {
			d, err := bus.Open.Do(t.Context(), w.conn, nil, schemas.OpenDocument{URL: "http://localhost/fine"})
			if err == nil {
				return d
			}
			if !errors.Is(err, &schemas.Error{Code: schemas.CodeLimit}) { // a machine with much to do breaks the limit, too
				t.Fatal(err)
			}
		}
	}
	for _, script := range []string{
		"for (;;) { const s = document.createElement('script'); s.textContent = 'for (;;);'; document.documentElement.append(s) }",
		"document.onclick = () => { for (;;); }; for (;;) document.body.click()",
		"addEventListener('error', () => { for (;;); }); for (;;) reportError(1)",
		"document.body.setAttribute('onclick', '1}); for (;;); ({'); for (;;);",
		"Promise.resolve().then(function f() { return Promise.resolve().then(f) }); 1",
		"new Promise(() => setTimeout(() => { for (;;); }))",
		"new Promise(() => fetch('/fine').then(() => { for (;;); }))",
	} {
		d := fine()
		if got := w.eval(d.Client, script); !strings.Contains(got, "without returning to the event loop") {
			t.Errorf("%s: %s", script, got)
		}
	}
	d := fine()
	if got := w.eval(d.Client, "for (;;);"); !strings.Contains(got, "SCRIPTHOST_TURN_TIMEOUT") {
		t.Errorf("eval: %s", got)
	}
	w.until("the clients go", func() bool { return len(w.clients()) == 0 })
}

func TestBadInput(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.LoadTimeout = 300 * time.Millisecond; c.MaxDocuments = 1 }, map[string]string{
		"/slow": "<script src=/never></script>", "/ok": "fine"})
	for url, code := range map[string]schemas.Code{
		"nonsense": schemas.CodeBadMessage, "file:///etc/passwd": schemas.CodeBadMessage,
		"http://localhost/broken": schemas.CodeNetwork, "http://localhost/slow": schemas.CodeTimeout,
	} {
		_, err := bus.Open.Do(t.Context(), w.conn, nil, schemas.OpenDocument{URL: url})
		if !errors.Is(err, &schemas.Error{Code: code}) {
			t.Errorf("%s: %v, want %s", url, err, code)
		}
		w.until("it is gone", func() bool { return w.host.documents.Load() == 0 })
	}
	d := w.open("/ok")
	_, err := bus.Open.Do(t.Context(), w.conn, nil, schemas.OpenDocument{URL: "http://localhost/ok"})
	if !errors.Is(err, &schemas.Error{Code: schemas.CodeBusy}) {
		t.Errorf("one document too many: %v", err)
	}
	if _, err := bus.CloseDocument.Do(t.Context(), w.conn, bus.Params{"client": d.Client}, schemas.CloseDocument{Client: d.Client}); err != nil {
		t.Error(err)
	}
	w.until("the client goes", func() bool { return len(w.clients()) == 0 })
	w.until("nobody answers", func() bool {
		_, err := bus.Eval.Do(t.Context(), w.conn, bus.Params{"client": d.Client}, schemas.EvalDocument{Client: d.Client, Script: "1"})
		return errors.Is(err, bus.ErrNoResponders)
	})
}

func TestNavigation(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": "<title>a</title><a id=l href=/b>b</a>", "/b": "<title>b</title><p>referred by <script>document.write(document.referrer)</script>",
		"/x.txt": "a < b"})
	d := w.open("/")
	w.want(d.Client, "document.getElementById('l').click(); 1", "1")
	w.until("the page is b", func() bool { return w.eval(d.Client, "document.title + document.readyState") == `"bcomplete"` })
	w.want(d.Client, "document.querySelector('p').textContent", `"referred by document.write(document.referrer)http://localhost/"`)
	w.until("one client is left", func() bool { return len(w.clients()) == 1 })
	if c := w.clients()[0]; c.ID == d.Client || c.URL != "http://localhost/b" {
		t.Errorf("client %+v", c)
	}
	w.want(d.Client, "location.hash = 'frag'; location.href", `"http://localhost/b#frag"`)
	text := w.open("/x.txt")
	w.want(text.Client, "document.body.textContent", `"a < b"`)
}

func TestShutdown(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": "<iframe src=/in></iframe><iframe></iframe><iframe srcdoc='<script>x = 1</script>'></iframe>", "/in": "",
		"/slow": "<script src=/never></script>"})
	w.open("/")
	w.open("/")
	opening := make(chan error, 1)
	go func() {
		_, err := bus.Open.Do(t.Context(), w.conn, nil, schemas.OpenDocument{URL: "http://localhost/slow"})
		opening <- err
	}()
	w.until("the third is on its way", func() bool { _, ok := w.requested("/never"); return ok })
	if n := len(w.clients()); n != 9 { // blank and srcdoc ones too
		t.Errorf("%d clients", n)
	}
	w.stop()
	if left := w.clients(); len(left) != 0 {
		t.Errorf("left behind: %+v", left)
	}
	if n := w.host.documents.Load(); n != 0 {
		t.Errorf("%d documents are still counted", n)
	}
	if err := <-opening; !errors.Is(err, &schemas.Error{Code: schemas.CodeAborted}) {
		t.Errorf("open: %v", err)
	}
}

func TestConfig(t *testing.T) {
	good := Config{TurnTimeout: time.Second, LoadTimeout: time.Second, MaxDocuments: 1, Windows: "always", MaxBody: 1, Stack: 1000}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	bad := Config{ID: "a.b", Stack: 1}
	err := bad.Validate()
	for _, name := range []string{"ID", "TURN_TIMEOUT", "LOAD_TIMEOUT", "MAX_DOCUMENTS", "MAX_BODY", "STACK"} {
		if err == nil || !strings.Contains(err.Error(), "SCRIPTHOST_"+name) {
			t.Errorf("SCRIPTHOST_%s is not named in %v", name, err)
		}
	}
}
