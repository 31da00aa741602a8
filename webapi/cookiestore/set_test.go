package cookiestore

import (
	"strings"
	"testing"

	"asterism/schemas"
)

func TestLine(t *testing.T) {
	text := func(s string) *string { return &s }
	ms := func(f float64) *float64 { return &f }
	for _, c := range []struct {
		k    cookie
		want string // "": refused
	}{
		{cookie{name: "a", value: "b", path: "/", sameSite: "strict"}, "a=b; Secure; SameSite=strict; Path=/"},
		{cookie{name: " a\t", value: " b=c ", path: "/x", sameSite: "lax"}, "a=b=c; Secure; SameSite=lax; Path=/x/"},
		{cookie{value: "b", sameSite: "none", partitioned: true}, "=b; Secure; SameSite=none; Partitioned"},
		{cookie{name: "a", domain: text("Example.com"), path: "/"}, "a=; Secure; SameSite=; Domain=example.com; Path=/"},
		{cookie{name: "a", expires: ms(0), path: "/"}, "a=; Secure; SameSite=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/"},
		{cookie{name: "a", expires: ms(1e300)}, "a=; Secure; SameSite=; Expires=Fri, 31 Dec 9999 23:59:59 GMT"},
		{cookie{name: "__Host-a", path: "/"}, "__Host-a=; Secure; SameSite=; Path=/"},
		{k: cookie{}},
		{k: cookie{name: "a=b"}},
		{k: cookie{name: "a;b"}},
		{k: cookie{name: "a", value: "b\x01"}},
		{k: cookie{value: "a=b"}},
		{k: cookie{value: "__host-x"}},
		{k: cookie{name: strings.Repeat("n", 4097)}},
		{k: cookie{name: "a", domain: text(".example.com")}},
		{k: cookie{name: "a", domain: text("sub.www.example.com")}},
		{k: cookie{name: "a", domain: text("ample.com")}},
		{k: cookie{name: "__host-a", domain: text("www.example.com"), path: "/"}},
		{k: cookie{name: "__Host-a", path: "/x"}},
		{k: cookie{name: "a", path: "x"}},
	} {
		line, wrong := c.k.line("www.example.com")
		if (wrong != "") != (c.want == "") || wrong == "" && line != c.want {
			t.Errorf("%+v: %q, %q; want %q", c.k, line, wrong, c.want)
		}
	}
}

func TestVisible(t *testing.T) {
	change := schemas.CookieChange{Domain: "a.example", Partition: "https://a.example", Cookie: schemas.Cookie{Name: "n", Path: "/x"}}
	only := change
	only.HostOnly = true
	for _, c := range []struct {
		change   schemas.CookieChange
		url, top string
		want     bool
	}{
		{change, "https://a.example/x", "https://a.example", true},
		{change, "https://www.a.example/x/y", "https://www.a.example", true},
		{only, "https://www.a.example/x/y", "https://a.example", false},
		{change, "https://a.example/xy", "https://a.example", false},
		{change, "https://a.example/", "https://a.example", false},
		{change, "https://b.example/x", "https://a.example", false},
		{change, "https://a.example/x", "https://b.example", false},
		{change, "https://a.example/x", "", false},
	} {
		if got := Visible(c.change, c.url, c.top); got != c.want {
			t.Errorf("%s in %s: %v", c.url, c.top, got)
		}
	}
}
