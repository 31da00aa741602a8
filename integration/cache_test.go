package integration

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// offlineWorker does what generated workers do: it precaches at install, deletes
// the caches of older versions at activation, answers from the precache, and keeps
// what else is asked for in a runtime cache of three entries at most.
const offlineWorker = `
const PRECACHE = 'precache-v2', RUNTIME = 'runtime', MAX = 3;
const precached = ['/', '/app.css', '/big.bin'];
addEventListener('install', (e) => e.waitUntil((async () => {
	await caches.open('precache-v1');
	await (await caches.open(PRECACHE)).addAll(precached.map((url) => new Request(url, {cache: 'reload'})));
	await skipWaiting();
})()));
addEventListener('activate', (e) => e.waitUntil((async () => {
	for (const name of await caches.keys()) if (name !== PRECACHE && name !== RUNTIME) await caches.delete(name);
	await clients.claim();
})()));
async function runtime(request) {
	const cache = await caches.open(RUNTIME);
	const hit = await cache.match(request);
	if (hit) return hit;
	const response = await fetch(request);
	if (response.ok) {
		await cache.put(request, response.clone());
		const keys = await cache.keys();
		for (const old of keys.slice(0, Math.max(0, keys.length - MAX))) await cache.delete(old);
	}
	return response;
}
addEventListener('fetch', (e) => {
	const path = new URL(e.request.url).pathname;
	if (path === '/state') {
		e.respondWith((async () => Response.json({
			names: await caches.keys(), runtime: (await (await caches.open(RUNTIME)).keys()).map((q) => new URL(q.url).pathname),
			usage: (await navigator.storage.estimate()).usage,
		}))());
		return;
	}
	e.respondWith(caches.open(PRECACHE).then((c) => c.match(e.request, {ignoreSearch: true})).then((r) => r || runtime(e.request)));
});
`

// A worker that precaches and caches at run time goes on without its upstream, also
// when the manager that ran it is gone.
func TestOffline(t *testing.T) {
	big := strings.Repeat("0123456789", 30_000)
	for name, start := range map[string]func(*testing.T, setup) *system{"one-process": oneProcess, "processes": processes} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case "/sw.js":
					w.Header().Set("Content-Type", "text/javascript")
					fmt.Fprint(w, offlineWorker)
				case "/big.bin":
					fmt.Fprint(w, big)
				default:
					fmt.Fprint(w, "network ", r.URL.Path)
				}
			}))
			t.Cleanup(upstream.Close)
			s := start(t, setup{upstream: upstream.URL, managers: 2})
			s.register("/sw.js", "")
			want := func(path, body string) {
				t.Helper()
				if status, got, _ := s.get(path); status != 200 || got != body {
					t.Errorf("%s: %d %.100q; want %.100q", path, status, got, body)
				}
			}
			for _, path := range []string{"/one", "/two", "/three", "/four"} {
				want(path, "network "+path)
			}
			upstream.Close()
			check := func() {
				t.Helper()
				want("/", "network /")
				want("/?utm_source=x", "network /")
				want("/app.css", "network /app.css")
				want("/big.bin", big)
				for _, path := range []string{"/two", "/three", "/four"} {
					want(path, "network "+path)
				}
				if status, body, _ := s.get("/one"); status == 200 {
					t.Errorf("/one expired, and yet: %q", body)
				}
				_, state, _ := s.get("/state")
				if !strings.HasPrefix(state, `{"names":["precache-v2","runtime"],"runtime":["/two","/three","/four"],"usage":30`) {
					t.Errorf("state: %s", state)
				}
			}
			check()
			if out := s.must("cache", "ls", s.origin); !strings.Contains(out, `"precache-v2"   3`) {
				t.Errorf("cache ls: %s", out)
			}
			if name == "processes" {
				s.runsWorker("").kill()
				check()
			}
		})
	}
}

// A store that is gone is a rejection in time, and what was in memory is still
// served.
func TestStoreGone(t *testing.T) {
	t.Parallel()
	s := processes(t, setup{env: []string{"CACHE_TIMEOUT=2s"}, files: map[string]string{"sw.js": `
addEventListener('fetch', (e) => e.respondWith((async () => {
	const path = new URL(e.request.url).pathname;
	try {
		const c = await caches.open('a');
		if (path === '/put') await c.put('/x', new Response('kept'));
		if (path === '/new') await c.put('/y', new Response('kept'));
		const r = await c.match('/x');
		return r || new Response('miss');
	} catch (e) { return new Response(e.name); }
})()));`}})
	s.register("/sw.js", "")
	s.get("/put")
	if _, body, _ := s.get("/match"); body != "kept" {
		t.Fatalf("%q", body)
	}
	js := s.stranger()
	for _, stream := range []string{"KV_sw_cache_entries", "OBJ_sw_bodies"} {
		if _, err := js.Request("$JS.API.STREAM.DELETE."+stream, nil, 5*time.Second); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now()
	_, body, _ := s.get("/new")
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("%q after %v", body, took)
	}
	if body != "UnknownError" && body != "kept" { // it may have been made again
		t.Errorf("a put without a store: %q", body)
	}
}
