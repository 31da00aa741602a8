package integration

import (
	"encoding/json"
	"strings"
	"testing"
)

// `asterism open` tells of a page what happened, in every deployment alike.
func TestOpenTells(t *testing.T) {
	files := map[string]string{
		"index.html": `<title>Told</title><script src=app.js></script>`,
		"app.js": `navigator.serviceWorker.register('sw.js');
navigator.serviceWorker.oncontrollerchange = () => fetch('/answer').then((r) => r.text()).then(console.log);`,
		"sw.js": `addEventListener('install', () => skipWaiting());
addEventListener('activate', (e) => e.waitUntil(clients.claim()));
addEventListener('fetch', (e) => { console.info('asked'); e.respondWith(new Response('answered')) });`,
		"bad.html": "<script>\nfunction f() { nothing.there }\nsetTimeout(f)</script>",
	}
	each(t, setup{files: files}, func(t *testing.T, s *system) {
		out, err := s.asterism("open", s.origin+"/bad.html", "--wait", "IDLE")
		if err == nil || !strings.Contains(out, "Uncaught ReferenceError: nothing is not defined") || !strings.Contains(out, "1 uncaught error") {
			t.Errorf("a page with an error: %v\n%s", err, out)
		}
		var r struct {
			OK         bool
			Title      string
			Controller *struct{ Scope, Script string }
			Console    []struct{ In, Text, Level string }
			Requests   []struct{ URL, By string }
			Workers    []struct{ State string }
		}
		out = s.must("open", s.origin+"/", "--wait", "IDLE", "--json")
		if err := json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatalf("%v in\n%s", err, out)
		}
		by := map[string]string{}
		for _, q := range r.Requests {
			by[strings.TrimPrefix(q.URL, s.origin)] = q.By
		}
		var console []string
		for _, l := range r.Console {
			console = append(console, l.In+" "+l.Level+" "+l.Text)
		}
		var states []string
		for _, w := range r.Workers {
			states = append(states, w.State)
		}
		if !r.OK || r.Title != "Told" || r.Controller == nil || r.Controller.Script != s.origin+"/sw.js" || by["/app.js"] != "network" || by["/answer"] != "worker" ||
			strings.Join(console, ", ") != "worker info asked, document log answered" || strings.Join(states, " ") != "installing installed activating activated" {
			t.Errorf("told:\n%s", out)
		}
	})
}
