package upstream_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"asterism/services/loader/upstream"
)

// folder makes a site with files and opens it.
func folder(t *testing.T, files map[string]string) (*upstream.Site, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "site")
	for name, content := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	site, err := upstream.Open(upstream.Source{Folder: dir}, upstream.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { site.Close() })
	return site, dir
}

func TestFolder(t *testing.T) {
	site, dir := folder(t, map[string]string{
		"index.html": "home", "sub/index.html": "sub", "empty/x.txt": "x", "a b.txt": "ab", "app.mjs": "1", "m.wasm": "\x00", "t.ts": "1", "LICENSE": "text",
		".env": "secret", ".git/config": "secret", ".well-known/x.json": "{}", "..odd": "odd", "../outside.txt": "outside",
	})
	for link, to := range map[string]string{"out.txt": "../outside.txt", "in.txt": "a b.txt"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		target string
		status int
		body   string // its beginning
		mime   string
	}{
		{"/", 200, "home", "text/html; charset=utf-8"},
		{"/index.html", 200, "home", "text/html; charset=utf-8"},
		{"/sub/", 200, "sub", "text/html; charset=utf-8"},
		{"/sub?q=1", 301, "301", "text/plain; charset=utf-8"},
		{"/empty/", 404, "404: there is no /empty/ here", "text/plain; charset=utf-8"},
		{"/a%20b.txt", 200, "ab", "text/plain; charset=utf-8"},
		{"/a%20b.txt/", 404, "404", "text/plain; charset=utf-8"},
		{"/app.mjs", 200, "1", "text/javascript; charset=utf-8"},
		{"/m.wasm", 200, "\x00", "application/wasm"},
		{"/t.ts", 200, "1", "text/typescript; charset=utf-8"},
		{"/LICENSE", 200, "text", "text/plain; charset=utf-8"},
		{"/.env", 404, "404", "text/plain; charset=utf-8"},
		{"/.git/config", 404, "404", "text/plain; charset=utf-8"},
		{"/..odd", 404, "404", "text/plain; charset=utf-8"},
		{"/.well-known/x.json", 200, "{}", "application/json"},
		{"/out.txt", 404, "404", "text/plain; charset=utf-8"},
		{"/in.txt", 200, "ab", "text/plain; charset=utf-8"},
		{"/..%2foutside.txt", 404, "404", "text/plain; charset=utf-8"},
		{"/../outside.txt", 404, "404", "text/plain; charset=utf-8"},
		{"/x%00", 404, "404", "text/plain; charset=utf-8"},
		{"/none", 404, "404: there is no /none here", "text/plain; charset=utf-8"},
	} {
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest("GET", "http://a.example"+c.target, nil))
		if w.Code != c.status || !strings.HasPrefix(w.Body.String(), c.body) || w.Header().Get("Content-Type") != c.mime {
			t.Errorf("%s: %d %q %q", c.target, w.Code, w.Body, w.Header()["Content-Type"])
		}
		// The same by fetch.
		resp, err := site.RoundTrip(httptest.NewRequest("GET", "http://a.example"+c.target, nil))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != c.status || string(body) != w.Body.String() {
			t.Errorf("%s by fetch: %d %q %v", c.target, resp.StatusCode, body, err)
		}
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest("GET", "http://a.example//sub?q=1", nil))
	if to := w.Header().Get("Location"); to != "/sub/?q=1" {
		t.Errorf("Location %q", to)
	}
	w = httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest("POST", "http://a.example/", nil))
	if w.Code != 405 || w.Header().Get("Allow") == "" {
		t.Errorf("POST: %d", w.Code)
	}
}

func TestFolderConditionsAndRanges(t *testing.T) {
	site, _ := folder(t, map[string]string{"a.txt": "0123456789"})
	get := func(name, value string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "http://a.example/a.txt", nil)
		r.Header.Set(name, value)
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		return w
	}
	etag := get("X", "").Header().Get("ETag")
	if w := get("If-None-Match", etag); w.Code != 304 || w.Body.Len() != 0 {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	if w := get("Range", "bytes=2-4"); w.Code != 206 || w.Body.String() != "234" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

func TestFolderFetchHeadAndClose(t *testing.T) {
	site, _ := folder(t, map[string]string{"big.bin": strings.Repeat("x", 1<<20)})
	resp, err := site.RoundTrip(httptest.NewRequest("HEAD", "http://a.example/big.bin", nil))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(resp.Body); err != nil || len(b) != 0 || resp.ContentLength != 1<<20 {
		t.Errorf("%d bytes, length %d, %v", len(b), resp.ContentLength, err)
	}
	resp, err = site.RoundTrip(httptest.NewRequest("GET", "http://a.example/big.bin", nil))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close() // goleak would see a handler that went on
}

func TestFolderMissing(t *testing.T) {
	_, err := upstream.Open(upstream.Source{Folder: filepath.Join(t.TempDir(), "none")}, upstream.Options{})
	if err == nil || !strings.Contains(err.Error(), "none") {
		t.Fatal(err)
	}
}

var _ http.RoundTripper = (*upstream.Site)(nil)
