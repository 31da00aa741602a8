package integration

import (
	"strings"
	"testing"
)

// A page and its worker share the origin's cookies, and both hear of changes:
// the page by change, the worker, once it subscribed, by cookiechange.
func TestCookieStore(t *testing.T) {
	files := map[string]string{
		"index.html": `<!DOCTYPE html><title>Cookies</title>`,
		"sw.js": `
const seen = [];
addEventListener('cookiechange', (e) => seen.push(...e.changed.map((c) => c.name + '=' + c.value), ...e.deleted.map((c) => 'no ' + c.name + c.value)));
addEventListener('message', (e) => e.waitUntil((async () => {
  await registration.cookies.subscribe([{name: 'a'}]);
  await cookieStore.set('w', 'worker');
  e.source.postMessage([(await registration.cookies.getSubscriptions())[0].url, (await cookieStore.get('p')).value]);
})()));
addEventListener('fetch', (e) => { if (e.request.url.endsWith('/seen')) e.respondWith(Response.json(seen)); });`,
	}
	each(t, setup{files: files}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		out := s.must("open", s.origin+"/index.html", "--eval", `(async () => {
			const out = [], change = new Promise((done) => { cookieStore.onchange = (e) => done(e.changed[0].name); });
			await cookieStore.set({name: 'p', value: 'page', sameSite: 'lax'});
			out.push(await change, document.cookie);
			cookieStore.onchange = null;
			const r = await navigator.serviceWorker.ready;
			const answer = new Promise((done) => { navigator.serviceWorker.onmessage = (e) => done(e.data); });
			r.active.postMessage(0);
			out.push(...await answer, (await cookieStore.get('w')).value);
			document.cookie = 'a=1';
			document.cookie = 'a=2';
			await cookieStore.delete({name: 'a', path: ''});
			out.push((await cookieStore.getAll()).map((c) => c.name).sort().join());
			return out;
		})()`)
		want := `["p","p=page","` + s.origin + `/","page","worker","p,w"]`
		if got := evaluated(out); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		eventually(t, "the worker hears of all changes", func() bool {
			_, body, _ := s.get("/seen")
			return strings.Contains(body, `"a=1"`) && strings.Contains(body, `"a=2"`) && strings.Contains(body, `"no aundefined"`)
		})
	})
}
