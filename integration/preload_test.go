package integration

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// The example's pages are fetched while the worker is asked; what it passes on
// untouched does not cross the bus.
func TestNavigationPreload(t *testing.T) {
	t.Parallel()
	for name, start := range deployments {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var mu sync.Mutex
			var seen []string // of the pages asked for: the field
			site := http.FileServer(http.Dir("../examples/navigation-preload"))
			large := strings.Repeat("asterism ", 100_000)
			upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if !strings.HasPrefix(r.URL.Path, "/page/") {
					site.ServeHTTP(w, r)
					return
				}
				mu.Lock()
				seen = append(seen, r.URL.Path+" "+r.Header.Get("Service-Worker-Navigation-Preload"))
				mu.Unlock()
				w.Header().Set("Content-Type", "text/html")
				fmt.Fprintf(w, "cookie %s\n", r.Header.Get("Cookie"))
				if r.URL.Path == "/page/large" {
					_, _ = io.WriteString(w, large)
				}
			}))
			t.Cleanup(upstream.Close)
			s := start(t, setup{upstream: upstream.URL})
			s.register("/sw.js", "")
			bodies := s.subscribe("sw.body.>")
			navigate := func(path string) (body, served string) {
				t.Helper()
				req, err := http.NewRequest(http.MethodGet, s.origin+path, nil)
				if err != nil {
					t.Fatal(err)
				}
				req.Header = http.Header{"Accept": {"text/html"}, "Cookie": {"user=one"}}
				res, err := http.DefaultClient.Do(req)
				if err != nil {
					t.Fatal(err)
				}
				defer res.Body.Close()
				data, err := io.ReadAll(res.Body)
				if err != nil {
					t.Fatal(err)
				}
				return string(data), res.Header.Get("X-Served-By")
			}
			eventually(t, "preloads are enabled", func() bool {
				_, served := navigate("/page/small")
				return served == "preload"
			})
			if body, served := navigate("/page/small"); body != "cookie user=one\n" || served != "preload" {
				t.Errorf("got %q by %q", body, served)
			}
			if body, _ := navigate("/page/large?raw"); body != "cookie user=one\n"+large {
				t.Errorf("a large page: %d bytes", len(body))
			}
			select {
			case m := <-bodies:
				t.Errorf("the page's body crossed the bus on %s", m.Subject)
			default:
			}
			if body, served := navigate("/page/unused?own"); body != "the worker's own\n" || served != "" {
				t.Errorf("without the preload: %q by %q", body, served)
			}
			s.get("/page/plain") // no navigation
			mu.Lock()
			defer mu.Unlock()
			last := seen[len(seen)-1]
			if last != "/page/plain " {
				t.Errorf("what is no navigation: %q", last)
			}
			for _, page := range seen[1 : len(seen)-1] {
				if !strings.HasSuffix(page, " example-1") && !strings.HasSuffix(page, " ") {
					t.Errorf("the field of %q", page)
				}
			}
		})
	}
}
