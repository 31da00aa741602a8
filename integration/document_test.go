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
			"--for", "1h")
		page.waitFor(t, `"seen=1; script=3"`)
		page.waitFor(t, `"PUT seen=1; hidden=2; script=3"`)
		page.waitFor(t, `"POST cors same-origin  body b"`)
		page.stop(t)
	})
}
