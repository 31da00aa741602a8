package cli

import (
	"log/slog"
	"strings"
	"testing"

	"asterism/bus/bustest"
	"asterism/bus/caches"
	"asterism/schemas"
)

// What people see and do with the caches of an origin.
func TestCache(t *testing.T) {
	server := bustest.Server(t)
	t.Setenv("NATS_URL", server.ClientURL())
	const origin = "https://shop.example"
	s := caches.New(bustest.Connect(t, server, "writer"), caches.Config{}, 0, slog.New(slog.DiscardHandler)).Origin(origin)
	k, err := s.Open(t.Context(), "v1")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, body string }{{"/a", "hello"}, {"/long", strings.Repeat("x", caches.Inline+1)}} {
		e := schemas.CacheEntry{Request: schemas.Request{Method: "GET", URL: origin + c.path}, Response: schemas.Response{Type: "basic", Status: 200}}
		if err := s.Keep(t.Context(), &e, strings.NewReader(c.body)); err != nil {
			t.Fatal(err)
		}
		if err := s.Change(t.Context(), k.ID, []string{e.Request.URL}, false, func([]schemas.CacheEntry) []schemas.CacheEntry { return []schemas.CacheEntry{e} }); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"ls"}, 0, origin + "   2"},
		{[]string{"ls", "--json"}, 0, `"origin":"https://shop.example","entries":2`},
		{[]string{"ls", origin}, 0, `"v1"`},
		{[]string{"ls", origin, "v1"}, 0, "https://shop.example/long   200"},
		{[]string{"ls", origin, "v2"}, 1, "no cache called"},
		{[]string{"get", origin, "v1", "/a"}, 0, "hello"},
		{[]string{"get", origin, "v1", origin + "/long"}, 0, "xxx"},
		{[]string{"get", origin, "v1", "/a", "--json"}, 0, `"status":200`},
		{[]string{"get", origin, "v1", "/b"}, 1, "no entry"},
		{[]string{"rm", origin, "v1", "/a"}, 0, ""},
		{[]string{"rm", origin, "v1", "/a"}, 1, "no entry"},
		{[]string{"ls", origin}, 0, `"v1"    1`},
		{[]string{"purge", origin}, 0, "bytes removed"},
		{[]string{"ls", origin, "v1"}, 1, "no cache called"},
		{[]string{"rm", origin, "v1"}, 1, "no cache called"},
	} {
		code, stdout, stderr := command(t, append([]string{"cache"}, test.args...)...)
		if code != test.code || !strings.Contains(stdout+stderr, test.says) {
			t.Errorf("asterism cache %v: exit %d, want %d, saying %q:\n%s%s", test.args, code, test.code, test.says, stdout, stderr)
		}
	}
}
