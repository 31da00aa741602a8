package origin

import (
	"crypto/x509"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"asterism/services/loader"
	"asterism/wpt/suite"
)

// The certificate is good for every name of the suite.
func TestCertificates(t *testing.T) {
	dir := t.TempDir()
	if err := certificates(dir); err != nil {
		t.Fatal(err)
	}
	ca, err := os.ReadFile(filepath.Join(dir, "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	chain, err := os.ReadFile(filepath.Join(dir, "cert.pem"))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(chain)
	leaf, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"web-platform.test", "www1.web-platform.test", "www.www2.not-web-platform.test", "xn--lve-6lad.xn--n8j6ds53lwwkrqhv28a.web-platform.test"} {
		if _, err := leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: name}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParsePorts(t *testing.T) {
	for s, want := range map[string][2]int{
		"http://web-platform.test:8000": {8000, 8443}, "https://x:1": {8000, 1}, "http://x:1,https://x:2": {1, 2}, "http://x": {80, 8443},
	} {
		p, err := parsePorts(s)
		if err != nil || p.HTTP[0] != want[0] || p.HTTPS[0] != want[1] {
			t.Errorf("%s: %+v %v", s, p, err)
		}
	}
	for _, s := range []string{"", "web-platform.test:8000", "ftp://x:1"} {
		if _, err := parsePorts(s); err == nil {
			t.Errorf("%q was taken", s)
		}
	}
}

func TestURL(t *testing.T) {
	s := &Server{Ports: usual}
	for p, want := range map[string]string{
		"/a.html": "http://web-platform.test:8000/a.html", "/a.https.html?x": "https://web-platform.test:8443/a.https.html?x",
		"/a.h2.any.html": "https://web-platform.test:9000/a.h2.any.html", "/a.www.html": "http://www.web-platform.test:8000/a.www.html",
	} {
		if got := s.URL(suite.Test{Path: p}); got != want {
			t.Errorf("%s: %s", p, got)
		}
	}
}

// What the runner stands in for, and what it leaves alone.
func TestNetwork(t *testing.T) {
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "x.any.js"), []byte("// META: timeout=long\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/old.any.worker.js":
			_, _ = io.WriteString(w, "self.GLOBAL = {\n  isWindow: function() {},\n};")
		case "/new.any.worker.js":
			_, _ = io.WriteString(w, "self.GLOBAL = { isShadowRealm: 1 };")
		case "/plain.js":
			_, _ = io.WriteString(w, "self.GLOBAL = {")
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	var c loader.Config
	(&Server{}).Configure(&c, root)
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: c.Network(transport)}
	get := func(path string) (int, string) {
		t.Helper()
		at, err := url.JoinPath(server.URL, path)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.Get(at)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	for path, want := range map[string]string{
		"/resources/testharnessreport.js": "asterism-wpt",
		"/old.any.worker.js":              "self.GLOBAL = {\n  isShadowRealm: function() { return false; },\n  isWindow",
		"/new.any.worker.js":              "self.GLOBAL = { isShadowRealm: 1 };",
		"/plain.js":                       "self.GLOBAL = {",
		"/x.any.serviceworker.html":       `register("/x.any.worker.js"`,
	} {
		if status, body := get(path); status != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	if _, body := get("/x.any.serviceworker.html"); !strings.Contains(body, "long") {
		t.Errorf("the timeout is missing: %s", body)
	}
	for _, path := range []string{"/none.any.serviceworker.html", "/x.any.html"} {
		if status, _ := get(path); status != 404 {
			t.Errorf("%s: %d", path, status)
		}
	}
}
