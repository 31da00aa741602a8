package integration

import (
	"net/http"
	"strings"
	"testing"
)

// The example's routed requests never reach the bus.
func TestStaticRoutes(t *testing.T) {
	each(t, setup{site: "../examples/static-routes/site"}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		eventually(t, "the worker answers", func() bool {
			_, body, _ := s.get("/anything")
			return body == "the worker answers GET /anything\n"
		})
		fetches := s.subscribe("sw.fetch.>")
		if _, body, _ := s.get("/assets/style.css"); body != "static\n" {
			t.Errorf("route network: %q", body)
		}
		if status, body, header := s.get("/offline/hours"); status != 200 || body != "open all night\n" || header.Get("X-From") != "cache" {
			t.Errorf("route cache: %d %q", status, body)
		}
		if status, _, _ := s.get("/offline/never-cached"); status != http.StatusNotFound {
			t.Errorf("route cache without an entry: %d, want the network's 404", status)
		}
		req, err := http.NewRequest(http.MethodDelete, s.origin+"/anything", nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode == http.StatusOK {
			t.Errorf("DELETE, which is routed to the network: %s", res.Status)
		}
		select {
		case m := <-fetches:
			t.Errorf("a routed request crossed the bus: %s", m.Subject)
		default:
		}
		if _, body, _ := s.get("/news"); body != "news from the network\n" {
			t.Errorf("route race: %q", body)
		}
		next(t, fetches) // the worker's side of the race
		// A document's requests as well.
		out := s.must("open", s.origin+"/assets/style.css", "--eval",
			"Promise.all(['/assets/style.css', '/offline/hours', '/news', '/x'].map((u) => fetch(u).then((r) => r.text()))).then((all) => all.join(''))")
		if want := `static\nopen all night\nnews from the network\nthe worker answers GET /x\n`; !strings.Contains(out, want) {
			t.Errorf("from a document:\n%s\nwant %s", out, want)
		}
	})
}

// A worker can be first, and a rule can ask whether it runs.
func TestRaceAndRunningStatus(t *testing.T) {
	files := map[string]string{
		"slow.txt": "network\n",
		"sw.js": `
			addEventListener('install', (e) => e.addRoutes([
				{condition: {urlPattern: '/missing'}, source: 'race-network-and-fetch-handler'},
				{condition: {urlPattern: '/slow.txt', runningStatus: 'not-running'}, source: 'network'},
			]));
			addEventListener('fetch', (e) => e.respondWith(new Response('worker\n')));`,
	}
	each(t, setup{files: files, env: []string{"MANAGER_IDLE_TIMEOUT=300ms"}}, func(t *testing.T, s *system) {
		stopped := s.subscribe("sw.advisory.worker-stopped")
		s.register("/sw.js", "")
		eventually(t, "the worker wins where the network has nothing", func() bool {
			_, body, _ := s.get("/missing")
			return body == "worker\n"
		})
		eventually(t, "a running worker answers", func() bool {
			s.get("/other") // starts it
			_, body, _ := s.get("/slow.txt")
			return body == "worker\n"
		})
		// By its idle timeout. A request that comes before the loader knows starts it again.
		for body := ""; body != "network\n"; {
			next(t, stopped)
			_, body, _ = s.get("/slow.txt")
		}
	})
}
