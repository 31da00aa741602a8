package weburl

import "testing"

// parts is every component, in the order of the URL class.
type parts struct{ href, origin, protocol, user, pass, host, hostname, port, path, search, hash string }

func partsOf(u *URL) parts {
	return parts{
		u.Href(), u.Origin(), u.Protocol(), u.Username(), u.Password(), u.Host(), u.Hostname(), u.Port(),
		u.Pathname(), u.Search(), u.Hash(),
	}
}

func TestComponents(t *testing.T) {
	for _, c := range []struct {
		in, base string
		want     parts
	}{
		{"https://shop.example/a/b?c=d#e", "", parts{
			"https://shop.example/a/b?c=d#e", "https://shop.example", "https:", "", "", "shop.example", "shop.example", "", "/a/b", "?c=d", "#e"}},
		{"http://127.0.0.1:8080", "", parts{
			"http://127.0.0.1:8080/", "http://127.0.0.1:8080", "http:", "", "", "127.0.0.1:8080", "127.0.0.1", "8080", "/", "", ""}},
		{"HTTP://User:Pa%20ss@EXAMPLE.com:80/%7Efoo/../a^b?#", "", parts{
			"http://User:Pa%20ss@example.com/a%5Eb?#", "http://example.com", "http:", "User", "Pa%20ss", "example.com", "example.com", "", "/a%5Eb", "", ""}},
		{"https://u@h/", "", parts{"https://u@h/", "https://h", "https:", "u", "", "h", "h", "", "/", "", ""}},
		{"https://:p@h:1/", "", parts{"https://:p@h:1/", "https://h:1", "https:", "", "p", "h:1", "h", "1", "/", "", ""}},
		{"http://[::1]:3000/x", "", parts{
			"http://[::1]:3000/x", "http://[::1]:3000", "http:", "", "", "[::1]:3000", "[::1]", "3000", "/x", "", ""}},
		{"data:text/plain,a?b#c", "", parts{"data:text/plain,a?b#c", "null", "data:", "", "", "", "", "", "text/plain,a", "?b", "#c"}},
		{"web+demo:/.//not-a-host/", "", parts{
			"web+demo:/.//not-a-host/", "null", "web+demo:", "", "", "", "", "", "//not-a-host/", "", ""}},
		{"blob:https://a.example:1/uuid", "", parts{
			"blob:https://a.example:1/uuid", "https://a.example:1", "blob:", "", "", "", "", "", "https://a.example:1/uuid", "", ""}},
		{"file:///etc/x", "", parts{"file:///etc/x", "null", "file:", "", "", "", "", "", "/etc/x", "", ""}},
		{"./", "https://a.b/js/sw.js?x", parts{"https://a.b/js/", "https://a.b", "https:", "", "", "a.b", "a.b", "", "/js/", "", ""}},
		{"x/y.js", "https://a.b/js/sw.js?x", parts{"https://a.b/js/x/y.js", "https://a.b", "https:", "", "", "a.b", "a.b", "", "/js/x/y.js", "", ""}},
		{"/y?z", "https://a.b:9/js/", parts{"https://a.b:9/y?z", "https://a.b:9", "https:", "", "", "a.b:9", "a.b", "9", "/y", "?z", ""}},
		{"data:x  ?y", "", parts{"data:x %20?y", "null", "data:", "", "", "", "", "", "x %20", "?y", ""}},
	} {
		var base *URL
		if c.base != "" {
			base = must(t, c.base)
		}
		u, err := ParseRef(c.in, base)
		if err != nil {
			t.Errorf("%q: %v", c.in, err)
			continue
		}
		if got := partsOf(u); got != c.want {
			t.Errorf("%q against %q:\n got %q\nwant %q", c.in, c.base, got, c.want)
		}
		again, err := Parse(u.Href())
		if err != nil || partsOf(again) != partsOf(u) {
			t.Errorf("%q does not parse to itself: %v, %v", u.Href(), again, err)
		}
	}
}

func TestInvalid(t *testing.T) {
	for _, in := range []string{"", "/x", "http://", "https://a b/", "http://a:99999/", "http://[::1/", "http://1.2.3.256/"} {
		if u, err := Parse(in); err == nil {
			t.Errorf("%q parsed as %q", in, u)
		}
	}
}

func TestSetters(t *testing.T) {
	const start = "https://user:pw@a.example:8443/x/y?q=1#f"
	for _, c := range []struct {
		name string
		set  func(*URL)
		want string
	}{
		{"protocol", func(u *URL) { u.SetProtocol("http:") }, "http://user:pw@a.example:8443/x/y?q=1#f"},
		{"protocol, not special", func(u *URL) { u.SetProtocol("data") }, start},
		{"username", func(u *URL) { u.SetUsername("a b") }, "https://a%20b:pw@a.example:8443/x/y?q=1#f"},
		{"password", func(u *URL) { u.SetPassword("") }, "https://user@a.example:8443/x/y?q=1#f"},
		{"host", func(u *URL) { u.SetHost("b.example:1") }, "https://user:pw@b.example:1/x/y?q=1#f"},
		{"hostname", func(u *URL) { u.SetHostname("B.example") }, "https://user:pw@b.example:8443/x/y?q=1#f"},
		{"port", func(u *URL) { u.SetPort("443") }, "https://user:pw@a.example/x/y?q=1#f"},
		{"pathname", func(u *URL) { u.SetPathname("z z") }, "https://user:pw@a.example:8443/z%20z?q=1#f"},
		{"search", func(u *URL) { u.SetSearch("a=b c") }, "https://user:pw@a.example:8443/x/y?a=b%20c#f"},
		{"search, none", func(u *URL) { u.SetSearch("") }, "https://user:pw@a.example:8443/x/y#f"},
		{"hash", func(u *URL) { u.SetHash("#g h") }, "https://user:pw@a.example:8443/x/y?q=1#g%20h"},
		{"hash, none", func(u *URL) { u.SetHash("") }, "https://user:pw@a.example:8443/x/y?q=1"},
	} {
		u := must(t, start)
		c.set(u)
		if u.Href() != c.want {
			t.Errorf("%s: got %q, want %q", c.name, u, c.want)
		}
	}
	u := must(t, start)
	if err := u.SetHref("nonsense"); err == nil || u.Href() != start {
		t.Errorf("a bad href: error %v, left %q", err, u)
	}
	if err := u.SetHref("http://b/"); err != nil || u.Href() != "http://b/" {
		t.Errorf("href: error %v, left %q", err, u)
	}
}

func TestSameOrigin(t *testing.T) {
	a, b := must(t, "https://a.b/x"), must(t, "https://a.b:443/y")
	if !SameOrigin(a, b) || SameOrigin(a, must(t, "http://a.b/")) || SameOrigin(must(t, "data:a"), must(t, "data:a")) {
		t.Error("same origin is wrong")
	}
}

func must(t testing.TB, s string) *URL {
	t.Helper()
	u, err := Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
