package origin

import (
	"bytes"
	"crypto/tls"
	_ "embed"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"asterism/services/loader"
	"asterism/wpt/suite"
)

//go:embed report.js
var report []byte

// Configure makes a loader's network the suite's server, whose files are below
// root.
func (s *Server) Configure(c *loader.Config, root string) {
	c.Resolve = []string{"*." + Host + "=127.0.0.1", Host + "=127.0.0.1", "nonexistent." + Host + "=", "*.nonexistent." + Host + "=",
		"*." + Alternate + "=127.0.0.1", Alternate + "=127.0.0.1", "nonexistent." + Alternate + "="}
	c.EgressAllow = []string{"127.0.0.1"}
	c.CAFile = s.CA
	c.Cookies, c.CacheHeuristics = "all", true
	c.Network = func(t *http.Transport) http.RoundTripper {
		if s.CA == "" { // a test server of the user's, on this machine: it need not prove who it is
			t.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
		}
		return &network{next: t, root: root}
	}
}

// network is the way to the server, with what a runner replaces: the file that
// reports results, wrappers in globals the server does not offer, and what older
// wrappers lack.
type network struct {
	next http.RoundTripper
	root string
}

// RoundTrip implements http.RoundTripper.
func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	path := r.URL.Path
	if path == "/resources/testharnessreport.js" {
		return answer(r, "text/javascript", report), nil
	}
	resp, err := n.next.RoundTrip(r)
	if err != nil || !strings.Contains(path, ".any.") {
		return resp, err
	}
	stem, wrapped := strings.CutSuffix(path, ".any.serviceworker.html")
	switch {
	case wrapped && resp.StatusCode == http.StatusNotFound:
		return n.wrapper(resp, stem)
	case resp.StatusCode == http.StatusOK && (strings.HasSuffix(path, ".any.html") || strings.HasSuffix(path, ".any.worker.js") || strings.HasSuffix(path, ".any.worker-module.js")):
		return complete(resp)
	}
	return resp, nil
}

// complete gives a wrapper's GLOBAL the function that newer tests ask for.
func complete(resp *http.Response) (*http.Response, error) {
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		return nil, err
	}
	if !bytes.Contains(body, []byte("isShadowRealm")) {
		body = bytes.Replace(body, []byte("self.GLOBAL = {"), []byte("self.GLOBAL = {\n  isShadowRealm: function() { return false; },"), 1)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
	resp.Header.Del("Content-Length")
	return resp, nil
}

// wrapper is the page that runs a .any.js in a service worker although its META
// does not name that global, for which the server has no page.
func (n *network) wrapper(resp *http.Response, stem string) (*http.Response, error) {
	src, err := os.ReadFile(filepath.Join(n.root, filepath.FromSlash(filepath.Clean("/"+stem)+".any.js")))
	if err != nil {
		return resp, nil
	}
	resp.Body.Close()
	timeout := ""
	if suite.ScriptMeta(src).Long {
		timeout = `<meta name="timeout" content="long">`
	}
	query := ""
	if q := resp.Request.URL.RawQuery; q != "" {
		query = "?" + q
	}
	worker := strconv.Quote(stem + ".any.worker.js" + query)
	page := `<!DOCTYPE html>
<meta charset="utf-8">` + timeout + `
<script src="/resources/testharness.js"></script>
<script src="/resources/testharnessreport.js"></script>
<div id="log"></div>
<script>
navigator.serviceWorker.register(` + worker + `, {scope: 'no/such/page'})
  .then((registration) => fetch_tests_from_worker(registration.installing));
</script>
`
	return answer(resp.Request, "text/html; charset=utf-8", []byte(page)), nil
}

func answer(r *http.Request, contentType string, body []byte) *http.Response {
	if r.Body != nil {
		r.Body.Close()
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header:        http.Header{"Content-Type": {contentType}, "Cache-Control": {"no-store"}},
		Body:          io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)),
	}
}
