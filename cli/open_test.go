package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// site writes files into a folder.
func site(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// A visit alone: a folder, a page that registers its worker, and everything told.
func TestOpenAlone(t *testing.T) {
	folder := site(t, map[string]string{
		"index.html": `<title>Shop</title><script src=app.js></script>`,
		"app.js": `navigator.serviceWorker.register('sw.js');
			navigator.serviceWorker.oncontrollerchange = async () => {
				document.body.id = await (await fetch('/answer')).text();
			}`,
		"sw.js": `addEventListener('install', () => skipWaiting());
			addEventListener('activate', (e) => e.waitUntil(clients.claim()));
			addEventListener('fetch', (e) => { console.log('asked'); e.respondWith(new Response('ready')) })`,
		"bad.html":  "<script>\nfunction f() { undefined.x }\nf()</script>",
		"sw-bad.js": `addEventListener('install', (e) => e.waitUntil(Promise.reject(new Error('no'))))`,
		"bad2.html": `<script>navigator.serviceWorker.register('sw-bad.js', {scope: '/x'})</script>`,
	})
	for name, test := range map[string]struct {
		args           []string
		code           int
		stdout, stderr []string // parts of the outputs
	}{
		"for people": {[]string{"/", "--wait", "#ready", "--wait", "IDLE"}, 0, []string{"request  200 GET /app.js", "worker   /sw.js activated", "control  /sw.js", "fetch, from the worker of /", "log      asked"}, nil},
		"values":     {[]string{"/", "--wait", "IDLE", "--eval", "document.body.id", "--eval", "undefined", "--eval", "Promise.resolve({a: 1})"}, 0, []string{"\"ready\"\nundefined\n{\"a\":1}\n"}, []string{"request  200 GET /app.js"}},
		"an error":   {[]string{"/bad.html", "--wait", "IDLE"}, 1, []string{"error    Uncaught TypeError", "at f (/bad.html:"}, []string{"1 uncaught error"}},
		"no install": {[]string{"/bad2.html", "--wait", "IDLE"}, 1, []string{"sw-bad.js redundant"}, []string{"sw-bad.js was not installed", "no"}},
		"not there":  {[]string{"/none", "--wait", "IDLE"}, 1, []string{"request  404 GET /none"}, []string{"the page answered 404"}},
		"too late":   {[]string{"/", "--wait", "#never", "--timeout", "500ms"}, 1, nil, []string{`within 500ms no element matched "#never"`}},
		"bad wait":   {[]string{"/", "--wait", "p["}, 1, nil, []string{"p["}},
		"throws":     {[]string{"/", "--eval", "nothing.there"}, 1, nil, []string{"evaluating", "ReferenceError"}},
		"by name":    {[]string{"https://shop.test/", "--wait", "#ready", "--eval", "location.origin"}, 0, []string{`"https://shop.test"`}, nil},
		"register":   {[]string{"/", "--register", "sw.js", "--wait", "IDLE"}, 0, []string{"document, from the worker of /"}, []string{"activated"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, stdout, stderr := command(t, append([]string{"open", "--up", folder}, test.args...)...)
			if code != test.code {
				t.Errorf("exit %d, want %d", code, test.code)
			}
			for _, want := range test.stdout {
				if !strings.Contains(stdout, want) {
					t.Errorf("stdout lacks %q", want)
				}
			}
			for _, want := range test.stderr {
				if !strings.Contains(stderr, want) {
					t.Errorf("stderr lacks %q", want)
				}
			}
			if t.Failed() {
				t.Logf("stdout:\n%s\nstderr:\n%s", stdout, stderr)
			}
		})
	}
}

func TestOpenJSON(t *testing.T) {
	folder := site(t, map[string]string{"index.html": `<title>T</title><script>console.warn('w'); throw 1</script>`})
	code, stdout, _ := command(t, "open", "--up", folder, "--json", "--eval", "6 * 7")
	var r struct {
		OK       bool
		Failures []string
		Status   int
		Title    string
		Values   []struct{ Value int }
		Console  []struct{ Text, Level, In string }
		Errors   []struct{ Text, Source string }
		Requests []struct {
			URL, By string
			Took    float64 `json:"took_ms"`
		}
	}
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		t.Fatalf("%v in %s", err, stdout)
	}
	if code != 1 || r.OK || len(r.Failures) != 1 || r.Status != 200 || r.Title != "T" || len(r.Values) != 1 || r.Values[0].Value != 42 ||
		len(r.Console) != 1 || r.Console[0].Text != "w" || len(r.Errors) != 1 || !strings.HasPrefix(r.Errors[0].Text, "Uncaught 1") ||
		len(r.Requests) != 1 || r.Requests[0].By != "network" || r.Requests[0].Took <= 0 {
		t.Errorf("exit %d:\n%s", code, stdout)
	}
}

func TestOpenAloneRefuses(t *testing.T) {
	folder := site(t, map[string]string{"page.html": ""})
	for arg, want := range map[string]string{
		filepath.Join(folder, "page.html"): "/page.html",
		"/no/such":                         "no such folder",
		"ftp://x/":                         "full URL",
	} {
		if code, _, stderr := command(t, "open", "--up", arg, "/"); code != 1 || !strings.Contains(stderr, want) {
			t.Errorf("--up %s: exit %d: %s", arg, code, stderr)
		}
	}
}
