package integration

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// book is an upstream that has a service worker's script, and takes entries
// unless it is down.
type book struct {
	mu      sync.Mutex
	down    bool
	tries   int
	entries []string
	files   http.Handler
}

func (b *book) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		b.files.ServeHTTP(w, r)
		return
	}
	text, _ := io.ReadAll(r.Body)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tries++
	if b.down {
		http.Error(w, "down", http.StatusServiceUnavailable)
		return
	}
	b.entries = append(b.entries, string(text))
}

// open opens the book again, and tells how often somebody tried.
func (b *book) open() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.down = false
	return b.tries
}

func (b *book) tried() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.tries
}

func (b *book) has() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	got := slices.Clone(b.entries)
	slices.Sort(got)
	return got
}

// The worker keeps entries while the server is down; a sync delivers them.
func TestOutboxExample(t *testing.T) {
	t.Parallel()
	for name, start := range deployments {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := &book{down: true, files: http.FileServer(http.Dir("../examples/outbox/site"))}
			upstream := httptest.NewServer(b)
			t.Cleanup(upstream.Close)
			s := start(t, setup{upstream: upstream.URL, env: []string{"CONSTELLATION_SYNC_RETRY=200ms", "CONSTELLATION_SYNC_ATTEMPTS=10"}})
			s.register("/sw.js", "")
			for i := range 3 {
				res, err := http.Post(s.origin+"/guests", "text/plain", strings.NewReader(fmt.Sprint("entry ", i)))
				if err != nil {
					t.Fatal(err)
				}
				res.Body.Close()
				if res.StatusCode != http.StatusAccepted {
					t.Fatalf("posted: %s", res.Status)
				}
			}
			eventually(t, "delivery is tried twice", func() bool { return b.tried() >= 2 })
			if b.open() < 2 || len(b.has()) != 0 {
				t.Fatalf("the book was down, and has %q", b.has())
			}
			eventually(t, "the entries are delivered", func() bool {
				return slices.Equal(b.has(), []string{"entry 0", "entry 1", "entry 2"})
			})
		})
	}
}

// Periodic syncs and their tags survive a restart of everything.
func TestPeriodicSyncRestart(t *testing.T) {
	files := map[string]string{
		"index.html": `<!DOCTYPE html><title>Sync</title>`,
		"sw.js": `
addEventListener('periodicsync', (e) => e.waitUntil((async () => {
  const c = await caches.open('seen');
  const n = Number(await (await c.match('/n'))?.text() ?? 0);
  await c.put('/n', new Response(String(n + 1)));
})()));
addEventListener('fetch', (e) => { if (e.request.url.endsWith('/n')) e.respondWith(caches.match('/n').then((r) => r ?? new Response('0'))); });`,
	}
	t.Parallel()
	data := t.TempDir()
	env := []string{"CONSTELLATION_PERIODIC_SYNC_MIN=300ms"}
	listen := freeAddr(t)
	t.Run("before", func(t *testing.T) {
		s := oneProcess(t, setup{files: files, data: data, listen: listen, env: env})
		s.register("/sw.js", "")
		out := s.must("open", s.origin+"/index.html", "--eval", `(async () => {
			const r = await navigator.serviceWorker.ready;
			await r.periodicSync.register('news', {minInterval: 1});
			return r.periodicSync.getTags();
		})()`)
		if got := evaluated(out); got != `["news"]` {
			t.Fatalf("tags %s", got)
		}
		eventually(t, "it was fired", func() bool { _, n, _ := s.get("/n"); return n != "0" })
	})
	t.Run("after", func(t *testing.T) {
		s := oneProcess(t, setup{files: files, data: data, listen: listen, env: env})
		_, before, _ := s.get("/n")
		eventually(t, "it is fired again", func() bool { _, n, _ := s.get("/n"); return n != before })
		out := s.must("open", s.origin+"/index.html", "--eval", `(async () => {
			const r = await navigator.serviceWorker.ready;
			await r.periodicSync.unregister('news');
			return r.periodicSync.getTags();
		})()`)
		if got := evaluated(out); got != `[]` {
			t.Errorf("tags %s", got)
		}
	})
}
