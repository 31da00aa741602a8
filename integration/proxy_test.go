package integration

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Without a worker in scope a request is proxied byte for byte, both ways.
func TestProxiedByteForByte(t *testing.T) {
	payload := make([]byte, 3<<20)
	_, _ = rand.Read(payload)
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.New()
		if _, err := io.Copy(sum, r.Body); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("X-Request-Sum", fmt.Sprintf("%x", sum.Sum(nil)))
		w.Header().Set("X-Method-And-Path", r.Method+" "+r.RequestURI)
		w.Header().Add("Set-Cookie", "a=1")
		w.Header().Add("Set-Cookie", "b=2")
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write(payload)
	}))
	t.Cleanup(upstream.Close)
	each(t, setup{upstream: upstream.URL}, func(t *testing.T, s *system) {
		res, err := http.Post(s.origin+"/a%2Fb?c=d&e", "application/octet-stream", bytes.NewReader(payload))
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode != http.StatusTeapot || !bytes.Equal(body, payload) {
			t.Errorf("status %d, %d bytes (equal: %t)", res.StatusCode, len(body), bytes.Equal(body, payload))
		}
		if got, want := res.Header.Get("X-Request-Sum"), fmt.Sprintf("%x", sha256.Sum256(payload)); got != want {
			t.Errorf("the upstream got other bytes: %s", got)
		}
		if got := res.Header.Get("X-Method-And-Path"); got != "POST /a%2Fb?c=d&e" {
			t.Errorf("the upstream was asked %q", got)
		}
		if got := res.Header.Values("Set-Cookie"); len(got) != 2 {
			t.Errorf("Set-Cookie %q", got)
		}
	})
}

// Bodies stream through a worker, both ways, whether it looks at them or not.
func TestBodiesThroughWorkers(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/pass.js":
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = io.WriteString(w, `addEventListener('fetch', (e) => e.respondWith(fetch(e.request)));`)
		case "/touch.js":
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = io.WriteString(w, `addEventListener('fetch', (e) => e.respondWith((async () => {
				const sent = await e.request.arrayBuffer();
				const got = await fetch(e.request.url, {method: 'POST', body: sent});
				return new Response(await got.arrayBuffer(), {status: got.status});
			})()));`)
		default:
			_ = http.NewResponseController(w).EnableFullDuplex() // or Go throws the rest of the body away
			_, _ = io.Copy(w, r.Body)                            // an echo
		}
	}))
	t.Cleanup(upstream.Close)
	payload := make([]byte, 8<<20)
	_, _ = rand.Read(payload)
	each(t, setup{upstream: upstream.URL}, func(t *testing.T, s *system) {
		s.register("/pass.js", "/pass/")
		s.register("/touch.js", "/touch/")
		for _, path := range []string{"/pass/", "/touch/"} {
			for _, size := range []int{0, 1, 128 << 10, 1 << 20, len(payload)} {
				res, err := http.Post(s.origin+path, "application/octet-stream", bytes.NewReader(payload[:size]))
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(res.Body)
				res.Body.Close()
				if err != nil || res.StatusCode != 200 || !bytes.Equal(body, payload[:size]) {
					t.Errorf("%s with %d bytes: %s, %d bytes back, error %v; %.600s", path, size, res.Status, len(body), err, body)
				}
			}
		}
	})
}

// A body cut short upstream reaches the client as an error, not as an end.
func TestUpstreamCutsShort(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/sw.js" {
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = io.WriteString(w, `addEventListener('fetch', (e) => e.respondWith(fetch(e.request)));`)
			return
		}
		w.Header().Set("Content-Length", fmt.Sprint(4<<20))
		_, _ = w.Write(make([]byte, 2<<20))
		panic(http.ErrAbortHandler)
	}))
	t.Cleanup(upstream.Close)
	each(t, setup{upstream: upstream.URL}, func(t *testing.T, s *system) {
		s.register("/sw.js", "/through/")
		for _, path := range []string{"/plain", "/through/"} {
			res, err := http.Get(s.origin + path)
			if err != nil {
				continue // cut before the headers: an error as well
			}
			_, err = io.Copy(io.Discard, res.Body)
			res.Body.Close()
			if err == nil {
				t.Errorf("%s: the short body looked complete", path)
			}
		}
	})
}

// An upstream that is down gives a reason a person can act on.
func TestUpstreamDown(t *testing.T) {
	each(t, setup{upstream: "http://127.0.0.1:1"}, func(t *testing.T, s *system) {
		status, body, _ := s.get("/")
		if status != http.StatusBadGateway || !strings.Contains(body, "cannot be reached") {
			t.Errorf("%d %q", status, body)
		}
	})
}

// The front door speaks HTTP/2 in clear text to those who know.
func TestHTTP2(t *testing.T) {
	each(t, setup{site: "../examples/hello"}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		var h2 http.Protocols
		h2.SetUnencryptedHTTP2(true)
		client := &http.Client{Transport: &http.Transport{Protocols: &h2}}
		t.Cleanup(client.CloseIdleConnections)
		res, err := client.Get(s.origin + "/h2")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil || res.ProtoMajor != 2 || string(body) != "hello /h2\n" {
			t.Errorf("%s: %q, %v", res.Proto, body, err)
		}
	})
}

// Large heads are served or refused, never dropped.
func TestLargeHeads(t *testing.T) {
	files := map[string]string{"sw.js": `addEventListener('fetch', (e) => e.respondWith(new Response(
		[...e.request.headers].filter(([name]) => name.startsWith('x-many-')).length + ' ' + e.request.url.length)));`}
	// Ten thousand fields take a busy machine their time.
	each(t, setup{files: files, env: []string{"MANAGER_TURN_TIMEOUT=15s"}}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		req, err := http.NewRequest(http.MethodGet, s.origin+"/"+strings.Repeat("u", 64<<10), nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 10_000 {
			req.Header.Set(fmt.Sprintf("X-Many-%d", i), "v")
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		want := fmt.Sprintf("10000 %d", len(s.origin)+1+64<<10)
		if err != nil || res.StatusCode != 200 || string(body) != want {
			t.Errorf("%s: %.200q, want %q (%v)", res.Status, body, want, err)
		}
	})
}
