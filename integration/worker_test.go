package integration

import (
	"context"
	"net/http"
	"strings"
	"testing"
)

// Every way a worker can be bad gives an error that says what to do, and
// harms nobody else.
func TestBadWorkers(t *testing.T) {
	files := map[string]string{
		"good.js":       `addEventListener('fetch', (e) => e.respondWith(new Response('good')));`,
		"loop.js":       `addEventListener('fetch', () => { for (;;); });`,
		"recurse.js":    `addEventListener('fetch', function again() { again(); });`,
		"used.js":       `addEventListener('fetch', (e) => e.respondWith((async () => { const r = new Response('x'); await r.text(); return r; })()));`,
		"error.js":      `addEventListener('fetch', (e) => e.respondWith(Response.error()));`,
		"reject.js":     `addEventListener('fetch', (e) => e.respondWith(Promise.reject(new Error('out of milk'))));`,
		"notaresp.js":   `addEventListener('fetch', (e) => e.respondWith('just a string'));`,
		"never.js":      `addEventListener('fetch', (e) => e.respondWith(new Promise(() => {})));`,
		"late.js":       `addEventListener('fetch', (e) => e.respondWith(new Promise((r) => setTimeout(() => r(new Response('late')), 3600e3))));`,
		"parse.js":      "\n\nvar = 3;\n",
		"throws.js":     `throw new TypeError('not today');`,
		"noinstall.js":  `addEventListener('install', (e) => e.waitUntil(new Promise(() => {})));`,
		"rejinstall.js": `addEventListener('install', (e) => e.waitUntil(Promise.reject(new Error('no disk'))));`,
		"engine.js":     `var s = "\u{10FFFF}"; addEventListener('fetch', (e) => e.respondWith(new Response('astral')));`,
		"page.html":     `<!DOCTYPE html>`,
	}
	limits := []string{"MANAGER_EVENT_TIMEOUT=2s", "MANAGER_TURN_TIMEOUT=200ms", "MANAGER_LIFECYCLE_TIMEOUT=3s"}
	each(t, setup{files: files, env: limits}, func(t *testing.T, s *system) {
		s.register("/good.js", "/good/")
		for script, says := range map[string]string{
			"loop": "200ms", "recurse": "recursed too deep", "used": "used", "error": "Response.error", "reject": "out of milk",
			"notaresp": "Response", "never": "2s", "late": "2s",
		} {
			s.register("/"+script+".js", "/"+script+"/")
			status, body, header := s.get("/" + script + "/")
			if status != http.StatusBadGateway && status != http.StatusGatewayTimeout {
				t.Errorf("%s: status %d, want 502 or 504: %q", script, status, body)
			}
			if !strings.Contains(strings.ToLower(body), strings.ToLower(says)) || header.Get("Asterism-Error") == "" {
				t.Errorf("%s: the reason %q (Asterism-Error %q) does not say %q", script, body, header.Get("Asterism-Error"), says)
			}
		}
		for script, says := range map[string]string{
			"parse.js": "parse.js:3", "throws.js": "not today", "noinstall.js": "install", "rejinstall.js": "no disk",
			"page.html": "text/html", "missing.js": "404",
		} {
			out, err := s.asterism("register", s.origin+"/"+script, "--scope", "/"+script+"/")
			if err == nil || !strings.Contains(strings.ToLower(out), strings.ToLower(says)) {
				t.Errorf("registering %s: error %v, output %q does not say %q", script, err, out, says)
			}
		}
		if out, err := s.asterism("register", s.origin+"/good/good.js", "--scope", "/"); err == nil {
			t.Errorf("a scope outside the script's path was taken:\n%s", out)
		}
		if status, body, _ := s.get("/good/"); status != 200 || body != "good" {
			t.Errorf("the good worker suffered: %d %q", status, body)
		}
	})
}

// A client that hangs up aborts event.request.signal.
func TestHangUpReachesTheSignal(t *testing.T) {
	files := map[string]string{"sw.js": `
addEventListener('fetch', (e) => {
  console.log('waiting');
  e.respondWith(new Promise((resolve) => {
    e.request.signal.addEventListener('abort', () => {
      console.log('aborted: ' + e.request.signal.reason.name);
      resolve(new Response('too late'));
    });
  }));
});`}
	each(t, setup{files: files}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		logs := s.subscribe("sw.log.>")
		ctx, hangUp := context.WithCancel(t.Context())
		defer hangUp()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.origin+"/slow", nil)
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() {
			res, err := http.DefaultClient.Do(req)
			if err == nil {
				res.Body.Close()
			}
			ended <- err
		}()
		for !strings.Contains(string(next(t, logs).Data), "waiting") {
		}
		hangUp()
		if err := <-ended; err == nil {
			t.Error("the request was answered before the client hung up")
		}
		for !strings.Contains(string(next(t, logs).Data), "aborted: AbortError") {
		}
	})
}
