package asterismtest_test

import (
	"net/http"
	"strings"
	"testing"

	"asterism/asterismtest"
)

// shop is a site whose page registers a worker that keeps a copy of it.
var shop = map[string]string{
	"index.html": `<title>Shop</title><link rel=stylesheet href=style.css><script src=app.js></script>`,
	"style.css":  `p { color: teal }`,
	"app.js": `navigator.serviceWorker.register('sw.js').then((r) => console.log('registered', r.scope));
		navigator.serviceWorker.oncontrollerchange = () => { document.body.id = 'controlled' };`,
	"sw.js": `addEventListener('install', (e) => { skipWaiting(); e.waitUntil(caches.open('v1').then((c) => c.addAll(['/', '/style.css']))) });
		addEventListener('activate', (e) => e.waitUntil(clients.claim()));
		addEventListener('fetch', (e) => {
			console.log('asked for', e.request.url);
			e.respondWith(fetch(e.request).catch(async () => await caches.match(e.request) ?? Response.error()));
		});`,
}

func TestSite(t *testing.T) {
	t.Parallel()
	s := asterismtest.New(t, asterismtest.NewFiles(shop))
	if r := s.Get("/style.css"); r.Status != 200 || r.Body != shop["style.css"] || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/css") {
		t.Fatalf("before any worker: %+v", r)
	}
	page := s.Open("/")
	page.Wait("#controlled")
	page.WaitIdle()
	if c := page.Controller(); c == nil || c.State != asterismtest.Activated || c.Script != "https://site.test/sw.js" {
		t.Errorf("controller: %+v", c)
	}
	if lines := page.Console(); len(lines) != 1 || lines[0].Text != "registered https://site.test/" || lines[0].Source == "" {
		t.Errorf("console: %+v", lines)
	}
	if got := s.Caches()["v1"]; strings.Join(got, " ") != "https://site.test/ https://site.test/style.css" {
		t.Errorf("caches: %q", got)
	}
	page.Eval("fetch('/style.css')")
	if all := page.Requests(); all[len(all)-1].By != "worker" || all[len(all)-1].Scope != "https://site.test/" || all[0].By != "network" {
		t.Errorf("requests: %+v", all)
	}
	if lines := s.Console(); len(lines) == 0 || !lines[0].Worker || lines[0].Text != "asked for https://site.test/style.css" {
		t.Errorf("the worker's console: %+v", lines)
	}

	s.Offline(true)
	received := len(s.Received())
	if r := s.Get("/style.css"); r.Status != 200 || r.Body != shop["style.css"] {
		t.Errorf("offline: %+v", r)
	}
	if r := s.Get("/other"); r.Status != http.StatusBadGateway {
		t.Errorf("offline, not cached: %+v", r)
	}
	page.Reload()
	var title string
	if page.EvalTo(&title, "document.title"); title != "Shop" {
		t.Errorf("reloaded offline: %q", title)
	}
	if n := len(s.Received()); n != received {
		t.Errorf("%d requests reached the site offline", n-received)
	}
	s.Offline(false)
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	answer := func(version string) string {
		return `let n = 0; addEventListener('fetch', (e) => e.respondWith(new Response('` + version + ` ' + ++n)));`
	}
	site := asterismtest.NewFiles(map[string]string{"index.html": "<title>x</title>", "sw.js": answer("one")})
	s := asterismtest.New(t, site)
	if r := s.Registration("/").Active(); r != nil {
		t.Errorf("before: %+v", r)
	}
	reg := s.Register("/sw.js")
	if r := s.Get("/any"); r.Body != "one 1" {
		t.Errorf("registered: %+v", r)
	}
	s.RestartWorkers()
	if r := s.Get("/any"); r.Body != "one 1" {
		t.Errorf("restarted: %+v", r)
	}
	first := reg.Active()
	page := s.Open("/page")
	site.Set("sw.js", answer("two"))
	reg.Update()
	if w := reg.Wait(asterismtest.Installed); reg.Waiting() == nil || *reg.Waiting() != w || *reg.Active() != *first {
		t.Errorf("waiting: %+v", w)
	}
	if r := s.Get("/any"); !strings.HasPrefix(r.Body, "one") {
		t.Errorf("while it waits: %+v", r)
	}
	second := reg.Waiting()
	page.Close()
	second.Wait(asterismtest.Activated)
	first.Wait(asterismtest.Redundant)
	if r := s.Get("/any"); r.Body != "two 1" {
		t.Errorf("afterwards: %+v", r)
	}
	if !reg.Unregister() || reg.Active() != nil || reg.Unregister() {
		t.Error("not unregistered")
	}
}

// Other origins are other sites; what is no site cannot be reached.
func TestOrigins(t *testing.T) {
	t.Parallel()
	s := asterismtest.New(t, asterismtest.NewFiles(map[string]string{"index.html": ""}))
	s.Serve("https://cdn.test", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
		_, _ = w.Write([]byte("cdn " + r.URL.Path))
	}))
	page := s.Open("/")
	if got := page.Eval("fetch('https://cdn.test/lib.js').then((r) => r.text())"); got != `"cdn /lib.js"` {
		t.Errorf("another origin: %s", got)
	}
	if got := page.Eval("fetch('https://example.com/').catch((e) => e.name)"); got != `"TypeError"` {
		t.Errorf("the internet: %s", got)
	}
	if r := s.Get("https://cdn.test/x"); r.Body != "cdn /x" {
		t.Errorf("as a client: %+v", r)
	}
	var origins []string
	for _, r := range s.Received() {
		origins = append(origins, r.Method+" "+r.URL)
	}
	if got := strings.Join(origins, ", "); got != "GET https://site.test/, GET https://cdn.test/lib.js, GET https://cdn.test/x" {
		t.Errorf("received %s", got)
	}
}

func TestErrorsAreAskedFor(t *testing.T) {
	t.Parallel()
	s := asterismtest.New(t, asterismtest.NewFiles(map[string]string{
		"index.html": "<script>\nnull.x\n</script>",
		"sw.js":      "// a line\naddEventListener('fetch', (e) => { throw new Error('no') })",
	}))
	s.Register("/sw.js", "/x/")
	page := s.Open("/")
	if e := page.Errors(); len(e) != 1 || !strings.HasPrefix(e[0].Text, "Uncaught TypeError") || e[0].Source == "" {
		t.Errorf("the page's: %+v", e)
	}
	s.Get("/x/1")
	if e := s.Errors(); len(e) != 1 || !e[0].Worker || !strings.Contains(e[0].Text, "no") || !strings.Contains(e[0].Source, "sw.js:2:") {
		t.Errorf("the worker's: %+v", e)
	}
}
