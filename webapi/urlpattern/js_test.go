package urlpattern

import (
	"embed"
	"testing"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/weburl"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func install(r *js.Realm) {
	weburl.Install(r)
	Install(r)
}

func TestScripts(t *testing.T) { jstest.Run(t, jstest.Config{Install: install}, scripts) }

// refuse stands for an engine: patterns with expressions of their own fail.
func refuse(string, bool) (Matcher, error) { return nil, errMalformed }

// What parses has a text that parses to itself.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"https://*.example.com/:a/:b?/{c-:d}*#*", "/x{/:y}+?z=*", "data\\:foo*", "http{s}?://{[:\\:1]}:80{80}?/", ":a{b}:c", "{:x}y", "*{}**?", "a?b", "/(x)", "::",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := Parse(s, "https://h/d/f?q#h", false, refuse)
		if err != nil {
			return
		}
		for m, c := range p.components {
			o := options{}
			switch member(m) {
			case hostname:
				o.delimiter = "."
			case pathname:
				if p.components[protocol].matchesSpecial() {
					o.delimiter, o.prefix = "/", "/"
				}
			}
			again, err := parse(c.pattern, o, func(s string) (string, error) { return s, nil })
			if err != nil {
				t.Fatalf("%q: %s is %q, which does not parse: %v", s, memberNames[m], c.pattern, err)
			}
			if text(again, o) != c.pattern {
				t.Fatalf("%q: %s is %q, then %q", s, memberNames[m], c.pattern, text(again, o))
			}
		}
		p.MatchURL(must(t, "https://h/d/f?q#h"))
	})
}

func must(tb testing.TB, s string) *weburl.URL {
	tb.Helper()
	u, err := weburl.Parse(s)
	if err != nil {
		tb.Fatal(err)
	}
	return u
}

func BenchmarkMatch(b *testing.B) {
	p, err := Parse("https://*.example/users/:id/posts/:post?", "", false, refuse)
	if err != nil {
		b.Fatal(err)
	}
	u := must(b, "https://www.example/users/17/posts/99")
	for b.Loop() {
		if p.MatchURL(u) == nil {
			b.Fatal("no match")
		}
	}
}
