package integration

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

// Scripts of a document and the network share one cookie store, and requests of
// every kind pass through the controller.
func TestDocumentRequests(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			w.Header().Add("Set-Cookie", "seen=1")
			w.Header().Add("Set-Cookie", "hidden=2; HttpOnly")
			fmt.Fprint(w, `<!DOCTYPE html><title>Requests</title>`)
		case "/sw.js":
			w.Header().Set("Content-Type", "text/javascript")
			fmt.Fprint(w, `
addEventListener('install', () => skipWaiting());
addEventListener('activate', (e) => e.waitUntil(clients.claim()));
addEventListener('fetch', (e) => {
  const url = new URL(e.request.url);
  if (url.pathname !== '/worker') return;
  e.respondWith((async () => new Response([e.request.method, e.request.mode, e.request.credentials, e.request.destination, await e.request.text()].join(' '), {headers: {'x-a': 'b'}}))());
});`)
		case "/who":
			user, password, ok := r.BasicAuth()
			if !ok || password != "right" {
				w.WriteHeader(http.StatusUnauthorized)
			}
			fmt.Fprintf(w, "user %s", user)
		default:
			fmt.Fprintf(w, "%s %s", r.Method, r.Header.Get("Cookie"))
		}
	}))
	t.Cleanup(upstream.Close)
	each(t, setup{upstream: upstream.URL}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		page := launch(t, s.env, "open", s.origin+"/",
			"--eval", `(document.cookie = 'script=3; path=/', document.cookie)`,
			"--eval", `(() => { const x = new XMLHttpRequest(); x.open('PUT', '/net', false); x.send('body'); return x.responseText })()`,
			"--eval", `new Promise((done) => { const x = new XMLHttpRequest(); x.open('POST', '/worker'); x.onload = () => done(x.responseText + ' ' + x.getResponseHeader('x-a')); x.send('body'); })`,
			"--eval", `(async () => {
				await new Promise((r) => document.readyState === 'complete' ? r() : addEventListener('load', r));
				const [nav] = performance.getEntriesByType('navigation'), all = performance.getEntriesByType('resource');
				return [nav.type, nav.startTime, nav.loadEventEnd >= nav.domInteractive && nav.domInteractive >= nav.responseEnd && nav.responseEnd > 0,
					...all.map((e) => e.initiatorType + ' ' + new URL(e.name).pathname + ' ' + (e.responseEnd >= e.responseStart && e.responseStart >= e.fetchStart && e.duration > 0) + ' ' + e.decodedBodySize)].join();
			})()`,
			"--eval", `(async () => {
				const x = new XMLHttpRequest();
				x.open('GET', '/who', false, 'ada', 'right');
				x.send();
				return x.responseText + ' ' + await (await fetch('/who')).text() + ' ' + await (await fetch('/who', {credentials: 'omit'})).text() + '.';
			})()`,
			"--for", "1h")
		page.waitFor(t, `"seen=1; script=3"`)
		page.waitFor(t, `"PUT seen=1; hidden=2; script=3"`)
		page.waitFor(t, `"POST cors same-origin  body b"`)
		page.waitFor(t, `"navigate,0,true,xmlhttprequest /net true 30,xmlhttprequest /worker true 27"`)
		page.waitFor(t, `"user ada user ada user ."`)
		page.stop(t)
	})
}

// Elements ask for what they show as browsers do, and the policies of a document
// hold.
func TestDocumentElements(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			fmt.Fprint(w, `<!DOCTYPE html><title>Elements</title><link rel=stylesheet href=style.css crossorigin>
<script src="lib.js" integrity="sha256-wrong" onerror="failed = true"></script>
<img src="dot.svg" alt="" onload="shown = this.naturalWidth"><img src="text" onerror="broken = true">
<script type="module" src="module.js"></script>`)
		case "/policy":
			w.Header().Set("Content-Security-Policy", "default-src 'self' 'unsafe-inline'; connect-src 'none'; img-src data:")
			fmt.Fprint(w, `<!DOCTYPE html><title>Policy</title><script>
const seen = [];
addEventListener('securitypolicyviolation', (e) => seen.push(e.effectiveDirective));
const tried = Promise.all([
  fetch('/x').catch((e) => e.name),
  new Promise((done) => { const i = new Image(); i.onload = i.onerror = (e) => done(e.type); i.src = '/dot.svg'; }),
  new Promise((done) => { const i = new Image(); i.onload = i.onerror = (e) => done(e.type); i.src = 'data:image/svg+xml,<svg/>'; }),
  (async () => { try { return eval('1') } catch (e) { return e.name } })(),
]);
</script>`)
		case "/sw.js":
			w.Header().Set("Content-Type", "text/javascript")
			fmt.Fprint(w, `
const seen = {};
addEventListener('install', () => skipWaiting());
addEventListener('activate', (e) => e.waitUntil(clients.claim()));
addEventListener('fetch', (e) => {
  const r = e.request, path = new URL(r.url).pathname;
  if (path === '/seen') return e.respondWith(Response.json(seen));
  seen[path] = [r.destination, r.mode, r.credentials, r.integrity].join(' ').trim();
});`)
		case "/style.css":
			w.Header().Set("Content-Type", "text/css")
		case "/lib.js", "/module.js":
			w.Header().Set("Content-Type", "text/javascript")
		case "/dot.svg":
			w.Header().Set("Content-Type", "image/svg+xml")
			fmt.Fprint(w, `<svg xmlns="http://www.w3.org/2000/svg" width="7" height="5"/>`)
		default:
			fmt.Fprint(w, "text")
		}
	}))
	t.Cleanup(upstream.Close)
	each(t, setup{upstream: upstream.URL}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		page := launch(t, s.env, "open", s.origin+"/",
			"--eval", `[failed, shown, broken].join()`,
			"--eval", `fetch('/seen').then((r) => r.text())`,
			"--eval", `new Promise((done) => { const v = document.createElement('video'); v.onerror = () => done(v.networkState); v.src = '/film' })`,
			"--for", "1h")
		page.waitFor(t, `"true,7,true"`)
		for _, want := range []string{
			`/style.css\":\"style cors same-origin`, `/lib.js\":\"script no-cors include sha256-wrong`, `/dot.svg\":\"image no-cors include`,
			`/module.js\":\"script cors same-origin`,
		} {
			page.waitFor(t, want)
		}
		page.waitFor(t, "3")
		page.stop(t)

		page = launch(t, s.env, "open", s.origin+"/policy", "--eval", `tried.then((all) => all.concat(seen.sort()).join())`, "--for", "1h")
		page.waitFor(t, `"TypeError,error,load,EvalError,connect-src,img-src,script-src"`)
		page.stop(t)
	})
}

// A worker keeps to the policies of its script's response, also after a restart.
func TestWorkerPolicies(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/sw.js":
			w.Header().Set("Content-Type", "text/javascript")
			w.Header().Set("Content-Security-Policy", "default-src 'self'")
			w.Header().Set("Referrer-Policy", "no-referrer")
			fmt.Fprint(w, `
const seen = [];
addEventListener('securitypolicyviolation', (e) => seen.push(e.effectiveDirective));
addEventListener('fetch', (e) => {
  if (new URL(e.request.url).pathname !== '/try') return;
  const attempt = async (f) => { try { return await f() } catch (error) { return error.name } };
  e.respondWith((async () => new Response([
    await attempt(() => fetch('http://other.example/')),
    await attempt(() => eval('1')),
    await attempt(() => importScripts('http://other.example/x.js')),
    await attempt(async () => (await fetch('/referrer')).text()),
    seen.sort(),
  ].join()))());
});`)
		default:
			fmt.Fprintf(w, "[%s]", r.Referer())
		}
	}))
	t.Cleanup(upstream.Close)
	each(t, setup{upstream: upstream.URL}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		if _, body, _ := s.get("/try"); body != "TypeError,EvalError,NetworkError,[],connect-src,script-src" {
			t.Error(body)
		}
	})
}

// Forms navigate what they name, through the worker.
func TestForms(t *testing.T) {
	files := map[string]string{
		"index.html": `<!DOCTYPE html><title>Forms</title><iframe name="here"></iframe>
<form action="/answer?old#part" target="here"><input name="q" value="a b"><button name="go" value="1">Go</button></form>
<script>
const next = () => new Promise((done) => document.querySelector('iframe').addEventListener('load', () => done(frames.here.document.body.textContent), {once: true}));
const form = document.querySelector('form');
</script>`,
		"sw.js": `
addEventListener('install', () => skipWaiting());
addEventListener('activate', (e) => e.waitUntil(clients.claim()));
addEventListener('fetch', (e) => {
  const r = e.request, url = new URL(r.url);
  if (url.pathname !== '/answer') return;
  e.respondWith((async () => new Response([r.method, r.mode, r.destination, url.search, (r.headers.get('content-type') ?? '').split(';')[0], await r.text()].join('|'), {headers: {'content-type': 'text/html'}}))());
});`,
	}
	each(t, setup{files: files}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		page := launch(t, s.env, "open", s.origin+"/index.html",
			"--eval", `(form.querySelector('button').click(), next())`,
			"--eval", `(form.method = 'post', form.requestSubmit(), next())`,
			"--eval", `(form.enctype = 'text/plain', form.submit(), next())`,
			"--for", "1h")
		page.waitFor(t, `"GET|navigate|iframe|?q=a+b&go=1||"`)
		page.waitFor(t, `"POST|navigate|iframe|?old|application/x-www-form-urlencoded|q=a+b"`)
		page.waitFor(t, `"POST|navigate|iframe|?old|text/plain|q=a b\n"`)
		page.stop(t)
	})
}
