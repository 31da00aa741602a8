package hygiene_test

import (
	"testing"

	"asterism/services/loader/hygiene"
)

func TestTarget(t *testing.T) {
	for raw, ok := range map[string]bool{
		"/": true, "/a/b.html?q=1&r=%20": true, "/a%20b": true, "//x": true, "/a?b?c/../d": true, "/a..b/c.": true, "/~u/(1)'*;,": true,
		"": false, "*": false, "http://x/": false, "/a b": false, "/a\\b": false, "/./a": false, "/a/..": false, "/%2e%2E/a": false,
		"/.well-known/x": false, "/a#b": false, "/a?'": false, "/\x80": false, "/{a}": false, "/a?\"": false,
	} {
		got, gotOK := hygiene.Target(raw)
		if gotOK != ok || ok && got != raw {
			t.Errorf("Target(%q) = %q, %v", raw, got, gotOK)
		}
	}
}

func TestHost(t *testing.T) {
	for _, c := range []struct {
		raw, want string
		tls, ok   bool
	}{
		{"a.example", "a.example", false, true},
		{"A.Example:80", "a.example", false, true},
		{"a.example:80", "a.example:80", true, true},
		{"a.example:443", "a.example", true, true},
		{"localhost:8080", "localhost:8080", false, true},
		{"[::1]:8080", "[::1]:8080", false, true},
		{"[::1]", "[::1]", false, true},
		{"[::1", "", false, false},
		{"::1", "", false, false},
		{"a.example:", "", false, false},
		{"a.example:x", "", false, false},
		{"a.example:080", "", false, false},
		{"a/b", "", false, false},
		{"a@b", "", false, false},
		{":80", "", false, false},
		{"", "", false, false},
	} {
		if got, ok := hygiene.Host(c.raw, c.tls); got != c.want || ok != c.ok {
			t.Errorf("Host(%q, %v) = %q, %v", c.raw, c.tls, got, ok)
		}
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "localhost:8080": true, "app.localhost": true, "127.0.0.1:80": true, "127.9.9.9": true, "[::1]:80": true, "[::1]": true,
		"localhost.example": false, "10.0.0.1": false, "[fe80::1]": false, "a.example:80": false, "": false,
	} {
		if got := hygiene.Loopback(host); got != want {
			t.Errorf("Loopback(%q) = %v", host, got)
		}
	}
}

func FuzzTargetAndHost(f *testing.F) {
	f.Add("/a?b", "a.example:80")
	f.Fuzz(func(t *testing.T, raw, host string) {
		if got, ok := hygiene.Target(raw); ok && got != raw {
			t.Errorf("Target(%q) = %q", raw, got)
		}
		if got, ok := hygiene.Host(host, false); ok {
			if again, ok := hygiene.Host(got, false); got == "" || !ok || again != got {
				t.Errorf("Host(%q) = %q, then %q", host, got, again)
			}
		}
	})
}
