package loader

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"asterism/schemas"
)

// A request of unusual size works, by h2 as well, or is refused clearly.
func TestLargeRequests(t *testing.T) {
	up := upstreamServer(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%d headers, URL of %d", len(r.Header), len(r.RequestURI))
	})
	w := start(t, func(c *Config) { c.Upstreams = []string{"*=" + up} })
	w.register("/worker", "v1", nil)
	w.manage("m", func(e *event) {
		e.text(200, fmt.Sprintf("%d headers, URL of %d", e.Request.Headers.Len(), len(e.Request.URL)))
	})
	many := http.Header{}
	for i := range 10000 {
		many.Set(fmt.Sprintf("X-%d", i), "value")
	}
	long := "/" + strings.Repeat("a", 64<<10)
	plain := w.client
	for name, client := range map[string]*http.Client{"HTTP/1.1": plain, "h2c": h2c(t)} {
		w.client = client
		for path, want := range map[string]string{"/": "100", "/worker": "100"} {
			resp, body := w.do("GET", path, nil, many)
			if resp.StatusCode != 200 || !strings.HasPrefix(body, want) {
				t.Errorf("%s %s: %d %.100q", name, path, resp.StatusCode, body)
			}
		}
		if resp, body := w.get(long); resp.StatusCode != 200 || !strings.HasSuffix(body, fmt.Sprint(len(long))) {
			t.Errorf("%s: %d %.100q", name, resp.StatusCode, body)
		}
		if resp, body := w.get("/worker" + long); resp.StatusCode != 200 || !strings.HasSuffix(body, fmt.Sprint(len(w.origin+"/worker"+long))) {
			t.Errorf("%s: %d %.100q", name, resp.StatusCode, body)
		}
	}
	w.client = plain
	if resp, _ := w.do("GET", "/", nil, http.Header{"X": {strings.Repeat("x", 2<<20)}}); resp.StatusCode != 431 {
		t.Errorf("2 MiB of header: %d", resp.StatusCode)
	}
	// What the server takes but a message cannot carry.
	almost := strings.Repeat("x", 1<<20-1000)
	if resp, body := w.do("GET", "/worker", nil, http.Header{"X": {almost}, "Y": {"z"}}); resp.StatusCode != 431 && resp.StatusCode != 200 {
		t.Errorf("%d %q", resp.StatusCode, body)
	}
	f := &workers{conn: w.conn}
	for field, want := range map[string]int{"url": 414, "header": 431} {
		x := &exchange{}
		if field == "url" {
			x.event.Request.URL = strings.Repeat("x", 2<<20)
		} else {
			x.event.Request.Headers.Append("X", strings.Repeat("x", 2<<20))
		}
		if status, reason := f.frame(x); status != want || reason == "" {
			t.Errorf("%s: %d %q", field, status, reason)
		}
	}
	x := &exchange{}
	for i := range schemas.MaxHeaders + 1 {
		x.event.Request.Headers.Append(fmt.Sprintf("X-%d", i), "v")
	}
	if status, _ := f.frame(x); status != 431 {
		t.Errorf("%d", status)
	}
}

// h2c is a client that speaks h2 without TLS.
func h2c(t testing.TB) *http.Client {
	protocols := &http.Protocols{}
	protocols.SetUnencryptedHTTP2(true)
	transport := &http.Transport{Protocols: protocols}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func TestH2C(t *testing.T) {
	w := start(t, nil)
	w.register("/", "v1", nil)
	w.manage("m", func(e *event) { e.stream(-1, e.open(t), nil) })
	w.client = h2c(t)
	resp, body := w.do("POST", "/", &pattern{1 << 20}, nil)
	if resp.ProtoMajor != 2 || len(body) != 1<<20 {
		t.Fatalf("%s, %d bytes", resp.Proto, len(body))
	}
}

func TestTLS(t *testing.T) {
	cert, key := certificate(t)
	w := start(t, func(c *Config) { c.TLSCert, c.TLSKey = cert, key })
	w.register("/", "v1", nil)
	w.manage("m", func(e *event) { e.text(200, e.Request.URL) })
	for _, h2 := range []bool{false, true} {
		transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: h2}
		w.client = &http.Client{Transport: transport}
		resp, body := w.get("/x")
		if (resp.ProtoMajor == 2) != h2 || body != w.origin+"/x" || !strings.HasPrefix(body, "https://") {
			t.Errorf("h2 %v: %s %q", h2, resp.Proto, body)
		}
		transport.CloseIdleConnections()
	}
}

func certificate(t *testing.T) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: keyDER}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile
}

// A stop lets requests finish, and tells the others.
func TestDrain(t *testing.T) {
	w := start(t, nil)
	w.register("/", "v1", nil)
	m := w.manage("m", nil)
	l, err := New(config(), w.conn, w.loader.log)
	if err != nil {
		t.Fatal(err)
	}
	stop := run(t, l.Run)
	<-l.Ready()
	w.put(schemas.Registration{ID: "r", Scope: "http://" + l.Addr().String() + "/", UpdateViaCache: "imports", Active: &schemas.Worker{Version: "v1", State: schemas.StateActivated, ScriptURL: "http://x/", Type: "classic", Script: "x", Program: "x"}})
	until(t, "the second loader has the registration", func() bool { return l.index.Len() == 2 })
	got := make(chan string, 1)
	go func() {
		resp, err := w.client.Get("http://" + l.Addr().String() + "/")
		if err != nil {
			got <- err.Error()
			return
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		got <- string(b)
	}()
	e := <-m.events
	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }()
	until(t, "it drains", func() bool { return l.draining.Load() })
	if l.healthy() == nil {
		t.Error("ready while it drains")
	}
	e.text(200, "finished")
	if body := <-got; body != "finished" {
		t.Errorf("%q", body)
	}
	<-stopped
	if _, there := w.loader.roster.Get(l.ID()); there {
		until(t, "the loader is withdrawn", func() bool { _, there := w.loader.roster.Get(l.ID()); return !there })
	}
}

func TestValidate(t *testing.T) {
	if err := config().Validate(); err != nil {
		t.Error(err)
	}
	for part, change := range map[string]func(*Config){
		"LOADER_LISTEN":           func(c *Config) { c.Listen = "8080" },
		"set both or neither":     func(c *Config) { c.TLSCert = "x" },
		"LOADER_ORIGIN":           func(c *Config) { c.Origin = "shop.example" },
		"LOADER_UPSTREAMS":        func(c *Config) { c.Upstreams = []string{"x"} },
		"LOADER_EGRESS_ALLOW":     func(c *Config) { c.EgressAllow = []string{"http://x/"} },
		"LOADER_RESOLVE":          func(c *Config) { c.Resolve = []string{"x=y"} },
		"LOADER_MAX_BODY":         func(c *Config) { c.MaxBody = -1 },
		"LOADER_MAX_HEADER_BYTES": func(c *Config) { c.MaxHeaderBytes = 1 },
		"LOADER_WORKER_TIMEOUT":   func(c *Config) { c.WorkerTimeout = 0 },
	} {
		c := config()
		change(&c)
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %v", part, err)
		}
	}
	for what, change := range map[string]func(*Config){
		"none": func(c *Config) { c.Upstreams = []string{"*=/none/at/all"} },
		"cert": func(c *Config) { c.TLSCert, c.TLSKey = "/none/cert", "/none/key" },
		"taken": func(c *Config) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { l.Close() })
			c.Listen = l.Addr().String()
		},
	} {
		c := config()
		change(&c)
		s, err := New(c, nil, slog.New(slog.DiscardHandler))
		if err == nil {
			err = s.Run(t.Context())
		}
		if err == nil || !strings.Contains(err.Error(), "LOADER_") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
