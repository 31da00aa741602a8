package referrer_test

import (
	"net/http"
	"strings"
	"testing"

	"asterism/services/loader/referrer"
	"asterism/webapi/weburl"
)

func TestParse(t *testing.T) {
	for value, want := range map[string]string{
		"": "", "origin": "origin", "Origin , no-referrer": "no-referrer", "origin, x": "origin", "x": "", "origin,": "origin",
	} {
		if got := referrer.Parse(http.Header{"Referrer-Policy": {value}}); got != want {
			t.Errorf("%q: %q, want %q", value, got, want)
		}
	}
}

func TestDetermine(t *testing.T) {
	const a, full, origin = "https://u:p@a.example/x?y#z", "https://a.example/x?y", "https://a.example/"
	for _, c := range []struct{ policy, from, to, want string }{
		{"", a, "https://a.example/b", full},
		{"", a, "https://b.example/", origin},
		{"", a, "http://b.example/", ""},
		{"", a, "http://localhost:80/", origin},
		{"no-referrer", a, "https://a.example/b", ""},
		{"same-origin", a, "https://b.example/", ""},
		{"same-origin", a, "https://a.example/", full},
		{"origin", a, "http://a.example/", origin},
		{"strict-origin", a, "http://a.example/", ""},
		{"origin-when-cross-origin", a, "http://a.example/", origin},
		{"no-referrer-when-downgrade", a, "https://b.example/", full},
		{"no-referrer-when-downgrade", a, "http://b.example/", ""},
		{"unsafe-url", a, "http://b.example/", full},
		{"unsafe-url", "data:,", "http://b.example/", ""},
		{"unsafe-url", "", "http://b.example/", ""},
		{"unsafe-url", origin + strings.Repeat("x", 5000), "http://b.example/", origin},
		{"unsafe-url", "http://a.example/?", "http://b.example/", "http://a.example/?"},
	} {
		to, err := weburl.Parse(c.to)
		if err != nil {
			t.Fatal(err)
		}
		if got := referrer.Determine(c.policy, c.from, to); got != c.want {
			t.Errorf("%s: %s → %s: %q, want %q", c.policy, c.from, c.to, got, c.want)
		}
	}
}
