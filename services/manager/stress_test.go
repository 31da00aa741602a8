package manager

import (
	"sync"
	"testing"

	"asterism/schemas"
)

// Workers stop the moment they are idle, while requests come: every one is
// answered, whatever stage of stopping or starting it meets.
func TestStopsLoseNothing(t *testing.T) {
	s := newSite(t, func(c *Config) { c.IdleTimeout = 1 })
	w := s.register(hello)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 150 {
				reply := s.ask(get(w, "/app/x"))
				if reply.Outcome != schemas.FetchResponse {
					t.Errorf("outcome %d: %v", reply.Outcome, &reply.Error)
					return
				}
				for _, running := range s.manager.table.all() {
					running.tick(s.manager.now())
				}
			}
		})
	}
	wg.Wait()
}

// Many events that start one version at once share one realm.
func TestConcurrentStarts(t *testing.T) {
	s := newSite(t, nil)
	w := s.register(`const id = Math.random(); addEventListener('fetch', (e) => e.respondWith(new Response(String(id))));`)
	got := make([]string, 50)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			reply, err := s.send(s.manager.subjects.fetch, get(w, "/app/"))
			if err != nil {
				t.Error(err)
			}
			got[i] = string(reply.Response.Body.Inline)
		})
	}
	wg.Wait()
	for _, id := range got {
		if id != got[0] || id == "" {
			t.Fatalf("answers of different realms: %q", got)
		}
	}
}
