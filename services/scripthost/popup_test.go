package scripthost

import "testing"

func TestPopups(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": helpers + "<body><a id=named href=/two target=pop>a</a><a id=blank href=/two target=_blank>a</a>",
		"/in": "<title>in</title><script>if (opener) opener.told = document.title</script>", "/two": "<title>two</title>"})
	d := w.open("/")
	w.want(d.Client, "var p = window.open('/in', 'pop'); [p.closed, p.opener === window, p.document.URL, p.parent === p, p.name, p.frameElement].join()", `"false,true,about:blank,true,pop,"`)
	w.until("it is there", func() bool { return w.eval(d.Client, "window.told") == `"in"` })
	w.want(d.Client, "window.open('', 'pop') === p", "true")
	w.want(d.Client, "p.eval('opener.location.pathname') + p.document.title", `"/in"`)
	w.want(d.Client, "document.getElementById('named').click(); 1", "1")
	w.until("the link went there", func() bool { return w.eval(d.Client, "p.document.title") == `"two"` })
	kinds := map[string]string{}
	for _, c := range w.clients() {
		kinds[c.URL] = c.FrameType
	}
	if kinds["http://localhost/two"] != "auxiliary" || kinds["http://localhost/"] != "top-level" {
		t.Errorf("frame types: %v", kinds)
	}
	w.want(d.Client, "p.close(); p.closed", "true")
	w.until("it is no client", func() bool { return len(w.clients()) == 1 })
	w.want(d.Client, "var q = window.open('./'), s = q.navigator.serviceWorker; q.close(); s.register('x.js').then(() => 'registered', (e) => e.name)", `"TypeError"`)
	w.want(d.Client, "[window.open('/in', '', 'noopener'), window.open('/two', '_self') === window].join()", `",true"`)
	w.until("the first one went away, another stays", func() bool { return w.eval(d.Client, "document.title") == `"two"` && len(w.clients()) == 2 })
}

func TestHistory(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": helpers + "<body>", "/in": "<title>in</title>", "/two": "<title>two</title>"})
	d := w.open("/")
	w.want(d.Client, `frame({src: '/in'}).then((f) => { window.f = f; window.h = f.contentWindow.history; window.log = [];
		f.contentWindow.onpopstate = (e) => log.push(e.state && e.state.n, f.contentWindow.location.hash);
		f.contentWindow.onhashchange = (e) => log.push('hash');
		return [h.length, h.state].join() })`, `"1,"`)
	w.want(d.Client, "h.pushState({n: 1}, '', '/in?one'); h.pushState({n: 2}, '', '#two'); h.replaceState({n: 3}, ''); [h.length, h.state.n, f.contentWindow.location.href].join()",
		`"3,3,http://localhost/in?one#two"`)
	w.want(d.Client, "h.back(); new Promise((done) => f.contentWindow.addEventListener('hashchange', () => done([log, h.state.n].join())))", `"1,,hash,1"`)
	w.want(d.Client, "var l = loaded(f); f.contentWindow.location.assign('/two'); l.then(() => [f.contentDocument.title, f.contentWindow.history.length].join())", `"two,3"`)
	w.want(d.Client, "var l = loaded(f); f.contentWindow.history.go(-2); l.then(() => [f.contentDocument.title, f.contentWindow.location.search, f.contentWindow.history.length].join())", `"in,,3"`)
	w.want(d.Client, "thrown(() => h.pushState(null, '', 'http://elsewhere.localhost/'))", `"SecurityError"`)
}

func TestFocus(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": helpers + "<body>", "/in": ""})
	d := w.open("/")
	w.want(d.Client, "Promise.all([frame({src: '/in'}), frame({src: '/in?2'})]).then(([a, b]) => { b.focus(); return [document.hasFocus(), a.contentDocument.hasFocus(), b.contentDocument.hasFocus()].join() })", `"true,false,true"`)
	focused := map[string]bool{}
	for _, c := range w.clients() {
		focused[c.URL] = c.Focused
	}
	if !focused["http://localhost/"] || focused["http://localhost/in"] || !focused["http://localhost/in?2"] {
		t.Errorf("focused: %v", focused)
	}
}
