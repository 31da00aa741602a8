//go:build ecosystem

package integration

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"asterism/integration/ecosystem"
)

// A generated worker (precache, runtime caching, expiration by workbox-expiration,
// which keeps times in IndexedDB) goes on with its upstream switched off, also
// when the manager that ran it is killed.
func TestEcosystemWorkboxOffline(t *testing.T) {
	dist, err := ecosystem.Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, start := range deployments {
		t.Run(name, func(t *testing.T) {
			files := http.FileServer(http.Dir(dist))
			upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.Contains(r.URL.Path, "/api/") {
					fmt.Fprint(w, "answer ", r.URL.Path)
					return
				}
				files.ServeHTTP(w, r)
			}))
			t.Cleanup(upstream.Close)
			s := start(t, setup{upstream: upstream.URL, managers: 2})
			s.must("register", s.origin+"/workbox-offline/sw.js")
			for _, n := range []string{"1", "2", "3"} {
				s.visit(t, "/workbox-offline/", visit{path: "api/" + n, status: 200, want: "answer /workbox-offline/api/" + n})
			}
			settled := time.Now().Add(patience) // Workbox stores and expires after the response
			for out := ""; !strings.Contains(out, "/api/3 ") || strings.Contains(out, "/api/1 "); out = s.must("cache", "ls", s.origin, "api") {
				if time.Now().After(settled) {
					t.Fatalf("the runtime cache holds:\n%s", out)
				}
			}
			upstream.Close()
			check := func() {
				t.Helper()
				s.visit(t, "/workbox-offline/", visit{path: "index.html", status: 200, want: "from Workbox's precache"})
				s.visit(t, "/workbox-offline/", visit{path: "app.css", status: 200, want: "teal"})
				for _, n := range []string{"2", "3"} {
					s.visit(t, "/workbox-offline/", visit{path: "api/" + n, status: 200, want: "answer /workbox-offline/api/" + n})
				}
				if status, body, _ := s.get("/workbox-offline/api/1"); status == 200 {
					t.Errorf("the first of three did not expire: %q", body)
				}
			}
			check()
			if name == "processes" {
				s.runsWorker("").kill()
				check()
			}
		})
	}
}
