package integration

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The worker precaches its site, and serves it when the upstream is down.
func TestOfflineFirst(t *testing.T) {
	t.Parallel()
	for name, start := range deployments {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			upstream := httptest.NewServer(http.FileServer(http.Dir("../examples/offline-first/site")))
			t.Cleanup(upstream.Close)
			s := start(t, setup{upstream: upstream.URL})
			// The page itself registers the worker.
			out := s.must("open", s.origin+"/", "--eval", "navigator.serviceWorker.ready.then(r => r.active.scriptURL)")
			if !strings.Contains(out, s.origin+"/sw.js") {
				t.Fatalf("opening the page registered nothing:\n%s", out)
			}
			eventually(t, "the worker answers", func() bool {
				return strings.Contains(s.must("ls"), "activated")
			})
			if status, _, header := s.get("/menu.html"); status != 200 || header.Get("X-Served-From") != "" {
				t.Fatalf("online: %d, X-Served-From %q", status, header.Get("X-Served-From"))
			}
			upstream.Close()
			status, body, header := s.get("/menu.html")
			if status != 200 || !strings.Contains(body, "Cardamom bun") || header.Get("X-Served-From") != "cache" {
				t.Errorf("offline: %d, X-Served-From %q, %q", status, header.Get("X-Served-From"), body)
			}
			if status, body, _ := s.get("/never-seen.html"); status != http.StatusBadGateway {
				t.Errorf("offline and never cached: %d %q, want 502", status, body)
			}
		})
	}
}

// A Hono application answers what it knows; the rest is static.
func TestExampleAPI(t *testing.T) {
	each(t, setup{site: "../examples/api/public"}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		if status, body, header := s.get("/api/stars/deneb"); status != 200 || body != `{"name":"Deneb","magnitude":1.25}` || !strings.HasPrefix(header.Get("Content-Type"), "application/json") {
			t.Errorf("GET: %d %q %v", status, body, header)
		}
		res, err := http.Post(s.origin+"/api/stars", "application/json", strings.NewReader(`{"name":"Gienah","magnitude":2.48}`))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusCreated {
			t.Errorf("POST: %s", res.Status)
		}
		if status, _, _ := s.get("/api/stars/sirius"); status != 404 {
			t.Errorf("an unknown star: %d", status)
		}
		if _, body, _ := s.get("/"); !strings.Contains(body, "Northern Cross") {
			t.Errorf("the static page: %q", body)
		}
		page := launch(t, s.env, "open", s.origin+"/")
		page.waitFor(t, "4 stars") // it fetched the API and filled its list
	})
}
