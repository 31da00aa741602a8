package weburl

import "testing"

// slow parses without the fast paths.
func slow(input string, base *URL) *URL {
	u := new(URL)
	if !u.slow(input, base) {
		return nil
	}
	return u
}

// FuzzFast holds the fast paths to the parser: whenever they take an input,
// the parser must agree on every component.
func FuzzFast(f *testing.F) {
	for _, s := range []string{
		"http://a.b/c?d#e", "https://1.2.3.4:5/", "https://a/./b", "https://a/%2e%2E", "http://a.b:80/", "http://0.0.0/", "http://a.0x1/",
		"http://xn--a/", "http://a_b/", "http://a-/b", "http://a..b/", "http://a./", "https://a/b'c?d'e#f'g", "https://a//..//", "https://a/...",
		"b/c", "b:c", "/b/../c", "/.", "x?y:z#/../w", "https://h/|[]~", "1.2", "_?", "http://09/", "http://a.09/", "http://a.1a/",
	} {
		f.Add(s)
	}
	base := must(f, "https://base.example:8443/dir/sub/file.js?q=/x#h")
	f.Fuzz(func(t *testing.T, s string) {
		var u URL
		if u.fast(s) {
			want := slow(s, nil)
			if want == nil {
				t.Fatalf("fast path took %q, which the parser refuses", s)
			}
			if u != *want {
				t.Fatalf("%q:\nfast    %+v\nparser  %+v", s, u, *want)
			}
		}
		if r := (URL{}); r.fastRef(s, base) {
			want := slow(s, base)
			if want == nil || r != *want {
				t.Fatalf("%q against %s:\nfast    %+v\nparser  %+v", s, base, r, want)
			}
		}
	})
}

// FuzzParse: no input panics, and what parses is stable.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"data:a  #b", "web+x:/.//h", "file:///C|/x", "http://u:p@[::1]:9/?#", "x:", "http://ä.example/ö"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := Parse(s)
		if err != nil {
			return
		}
		partsOf(u)
		if again, err := Parse(u.Href()); err == nil && u.HTTP() && partsOf(again) != partsOf(u) {
			t.Fatalf("%q is %q, then %q", s, partsOf(u), partsOf(again))
		}
		ParamsOf(u).Append("k", "v")
		u.SetHash(s)
		u.SetPathname(s)
		u.SetHost(s)
		partsOf(u)
	})
}

func BenchmarkParsePathname(b *testing.B) {
	for b.Loop() {
		u, err := Parse("https://shop.example:8443/products/42?ref=home")
		if err != nil || u.Pathname() != "/products/42" {
			b.Fatal(u, err)
		}
	}
}
