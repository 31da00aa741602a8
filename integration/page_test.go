package integration

import (
	"fmt"
	"strings"
	"testing"
)

// demo is a page after Servo's demo of 2016: it registers a worker for its
// frame, and has buttons that register others and post messages.
var demo = map[string]string{
	"index.html": `<!DOCTYPE html>
<title>Demo</title>
<iframe id="frame" width="" height="200"></iframe>
<button id="root" onclick="registerRoot()">Root</button>
<button id="dashboard" onclick="register('dashboard_sw.js', '/dashboard')">Dashboard</button>
<button id="profile" onclick="register('profile_sw.js', '/profile')">Profile</button>
<button id="post" onclick="postMany()">Post</button>
<script>
  const seen = [];
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    seen.push('controllerchange');
    console.log('controller changed');
  });
  navigator.serviceWorker.register('frame_sw.js', {scope: '/frame.html'}).then(async (registration) => {
    const worker = registration.installing || registration.waiting || registration.active;
    while (worker.state !== 'activated') {
      await new Promise((changed) => worker.addEventListener('statechange', changed, {once: true}));
    }
    console.log('registered ' + registration.scope);
    document.getElementById('frame').src = 'frame.html';
  }).catch((error) => console.log('failed: ' + error));
  function register(script, scope) {
    return navigator.serviceWorker.register(script, {scope})
      .then((registration) => console.log('registered ' + registration.scope));
  }
  function registerRoot() { return register('root_sw.js', '/'); }
  function postMany() {
    for (let i = 0; i < 100; i++) navigator.serviceWorker.controller.postMessage({num: i});
  }
</script>`,
	"frame.html":      `<!DOCTYPE html><title>Frame</title><p>framed</p>`,
	"frame_sw.js":     `addEventListener('fetch', () => console.log('frame worker saw a fetch'));`,
	"dashboard_sw.js": `addEventListener('fetch', () => console.log('dashboard worker saw a fetch'));`,
	"profile_sw.js":   `addEventListener('fetch', () => console.log('profile worker saw a fetch'));`,
	"root_sw.js": `
addEventListener('activate', (e) => e.waitUntil(clients.claim()));
addEventListener('message', (e) => {
  console.log('message ' + e.data.num);
  e.source.postMessage({echo: e.data.num});
});`,
}

func TestDemoPage(t *testing.T) {
	each(t, setup{files: demo}, func(t *testing.T, s *system) {
		logs := s.subscribe("sw.log.>")
		logged := func(text string) {
			t.Helper()
			for {
				if m := next(t, logs); strings.Contains(string(m.Data), text) {
					return
				}
			}
		}
		page := launch(t, s.env, "open", s.origin+"/index.html",
			"--eval", `new Promise((loaded) => document.getElementById('frame').addEventListener('load', () => loaded('frame loaded')))`,
			"--eval", `(document.getElementById('root').click(), new Promise((changed) => navigator.serviceWorker.addEventListener('controllerchange', () => changed(navigator.serviceWorker.controller.scriptURL))))`,
			"--eval", `new Promise((all) => {
				const echoes = [];
				navigator.serviceWorker.onmessage = (e) => { if (echoes.push(e.data.echo) === 100) all(echoes); };
				document.getElementById('post').click();
			})`,
			"--eval", `(document.getElementById('dashboard').click(), document.getElementById('profile').click(), 'clicked')`,
			"--for", "1h")
		page.waitFor(t, "registered "+s.origin+"/frame.html")
		logged("frame worker saw a fetch")
		page.waitFor(t, `"frame loaded"`)
		page.waitFor(t, `"`+s.origin+`/root_sw.js"`)

		// A hundred messages arrive a hundred times, in order, and so do the answers.
		var want []string
		for i := range 100 {
			want = append(want, fmt.Sprint(i))
			logged(fmt.Sprintf("message %d\"", i))
		}
		page.waitFor(t, "["+strings.Join(want, ",")+"]")

		page.waitFor(t, "registered "+s.origin+"/dashboard")
		page.waitFor(t, "registered "+s.origin+"/profile")
		eventually(t, "the dashboard's worker is active", func() bool {
			return strings.Count(s.must("ls"), "activated") == 4
		})
		s.get("/dashboard")
		logged("dashboard worker saw a fetch")
	})
}

// Documents are clients: listed, controlled, claimed, discarded.
func TestDocumentsAreClients(t *testing.T) {
	files := map[string]string{
		"index.html": `<!DOCTYPE html><title>Client</title>`,
		"sw.js": `
addEventListener('install', () => skipWaiting());
addEventListener('activate', (e) => e.waitUntil(clients.claim()));
addEventListener('fetch', (e) => {
  if (new URL(e.request.url).pathname !== '/clients') return;
  e.respondWith(clients.matchAll({includeUncontrolled: true}).then((all) => Response.json(all.map((c) => c.url))));
});`,
	}
	each(t, setup{files: files}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		if _, body, _ := s.get("/clients"); body != "[]" {
			t.Fatalf("before any document: %s", body)
		}
		page := launch(t, s.env, "open", s.origin+"/index.html", "--eval", "navigator.serviceWorker.controller.state", "--for", "1h")
		page.waitFor(t, `"activated"`)
		if _, body, _ := s.get("/clients"); body != `["`+s.origin+`/index.html"]` {
			t.Errorf("with one document: %s", body)
		}
		page.stop(t)
		eventually(t, "the discarded document is not listed any more", func() bool {
			_, body, _ := s.get("/clients")
			return body == "[]"
		})
	})
}
