package loader

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"asterism/bus"
	"asterism/schemas"
)

// Fetches believe LOADER_CA_FILE, find names in LOADER_RESOLVE, and pass through
// Config.Network.
func TestOwnNetwork(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	t.Cleanup(server.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	var seen []string
	w := start(t, func(c *Config) {
		c.CAFile, c.Resolve, c.EgressAllow = ca, []string{"example.com=127.0.0.1"}, []string{"127.0.0.1"}
		c.Network = func(t *http.Transport) http.RoundTripper {
			return tripper(func(r *http.Request) (*http.Response, error) {
				seen = append(seen, r.URL.Host)
				return t.RoundTrip(r)
			})
		}
	})
	url := "https://example.com:" + portOf(server.URL) + "/"
	reply, err := bus.Net.Do(t.Context(), w.conn, nil, schemas.NetRequest{ID: bus.NewID(), Request: schemas.Request{Method: "GET", URL: url}})
	if err != nil || reply.Response.Status != http.StatusTeapot {
		t.Errorf("%v %v %v", reply.Response.Status, reply.Error, err)
	}
	if len(seen) != 1 {
		t.Errorf("seen %q", seen)
	}
}

type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
