package scopeindex_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"asterism/schemas"
	"asterism/services/loader/scopeindex"

	"pgregory.net/rapid"
)

func active(scope string, events ...string) schemas.Registration {
	return schemas.Registration{Scope: scope, Active: &schemas.Worker{
		Version: "v1", State: schemas.StateActivated, Events: events,
	}}
}

func scopeOf(e *scopeindex.Entry) string {
	if e == nil {
		return ""
	}
	return e.Scope
}

func TestMatch(t *testing.T) {
	var x scopeindex.Index
	for _, s := range []string{
		"https://a.example/", "https://a.example/pro", "https://a.example/profile/", "https://a.example/q?x=1",
		"https://a.example:8443/only/", "http://b.example/x/", "https://a.example/zz/",
	} {
		x.Set(active(s))
	}
	for url, want := range map[string]string{
		"https://a.example/":             "https://a.example/",
		"https://a.example/index.html":   "https://a.example/",
		"https://a.example/pro":          "https://a.example/pro",
		"https://a.example/profile":      "https://a.example/pro", // a string prefix, not a path prefix
		"https://a.example/profile/me":   "https://a.example/profile/",
		"https://a.example/prof":         "https://a.example/pro",
		"https://a.example/pr":           "https://a.example/",
		"https://a.example/q?x=1&y=2":    "https://a.example/q?x=1",
		"https://a.example/q?x=2":        "https://a.example/",
		"https://a.example/zzz":          "https://a.example/",
		"https://a.example:8443/":        "",
		"https://a.example:8443/only/it": "https://a.example:8443/only/",
		"http://a.example/":              "",
		"http://b.example/":              "",
		"http://b.example/x/y":           "http://b.example/x/",
		"https://a.example.evil/":        "",
		"about:blank":                    "",
		"":                               "",
	} {
		if got := scopeOf(x.Match(url)); got != want {
			t.Errorf("Match(%q) = %q, want %q", url, got, want)
		}
	}
}

func TestOnlyActiveWorkersCount(t *testing.T) {
	var x scopeindex.Index
	x.Set(active("https://a.example/"))
	x.Set(schemas.Registration{Scope: "https://a.example/new/", Installing: &schemas.Worker{Version: "v2"}})
	if got := scopeOf(x.Match("https://a.example/new/x")); got != "https://a.example/" {
		t.Fatalf("matched %q", got)
	}
}

func TestFetchListener(t *testing.T) {
	var x scopeindex.Index
	x.Load([]schemas.Registration{active("https://a.example/", "message"), active("https://b.example/", "message", "fetch"), active("https://c.example/")})
	for origin, want := range map[string]bool{"https://a.example": false, "https://b.example": true, "https://c.example": true} {
		if e := x.Match(origin + "/"); e == nil || e.Fetches != want {
			t.Errorf("%s: %+v, want Fetches %v", origin, e, want)
		}
	}
}

func TestSubject(t *testing.T) {
	var x scopeindex.Index
	x.Set(active("https://shop.example:8443/profile/"))
	e := x.Match("https://shop.example:8443/profile/me")
	if want := "sw.fetch.https.shop_example.8443./profile/.v1"; e.Subject != want {
		t.Fatalf("subject %q, want %q", e.Subject, want)
	}
}

func TestChanged(t *testing.T) {
	var x scopeindex.Index
	reg := active("https://a.example/")
	reg.Active.State = schemas.StateActivating
	x.Set(reg)
	first := x.Match("https://a.example/")
	if !first.Activating {
		t.Fatal("not activating")
	}
	x.Set(active("https://a.example/")) // a new worker value
	<-first.Changed()
	second := x.Match("https://a.example/")
	if second.Activating {
		t.Fatal("still activating")
	}
	x.Delete("https://a.example/")
	<-second.Changed()
	if x.Match("https://a.example/") != nil || x.Len() != 0 || x.HasOrigin("https://a.example") {
		t.Fatal("still there")
	}
	x.Set(active("https://a.example/"))
	third := x.Match("https://a.example/")
	x.Load(nil)
	<-third.Changed()
	if x.Match("https://a.example/") != nil {
		t.Fatal("still there after Load")
	}
}

// The index agrees with the definition, whatever is put in and taken out.
func TestAgainstDefinition(t *testing.T) {
	path := rapid.StringMatching(`[ab/?]{0,6}`)
	origin := rapid.SampledFrom([]string{"https://a.example", "https://a.example:81", "http://a.example"})
	rapid.Check(t, func(t *rapid.T) {
		var x scopeindex.Index
		var scopes []string
		for range rapid.IntRange(0, 30).Draw(t, "writes") {
			s := origin.Draw(t, "origin") + "/" + path.Draw(t, "path")
			switch i := slices.Index(scopes, s); {
			case i < 0:
				scopes = append(scopes, s)
				x.Set(active(s))
			case rapid.Bool().Draw(t, "delete"):
				scopes = slices.Delete(scopes, i, i+1)
				x.Delete(s)
			default:
				x.Set(active(s))
			}
		}
		if rapid.Bool().Draw(t, "reload") {
			var regs []schemas.Registration
			for _, s := range scopes {
				regs = append(regs, active(s))
			}
			x.Load(regs)
		}
		if x.Len() != len(scopes) {
			t.Fatalf("Len %d, want %d", x.Len(), len(scopes))
		}
		for range 20 {
			url := origin.Draw(t, "url origin") + "/" + path.Draw(t, "url path")
			want := ""
			for _, s := range scopes {
				if strings.HasPrefix(url, s) && len(s) > len(want) {
					want = s
				}
			}
			if got := scopeOf(x.Match(url)); got != want {
				t.Fatalf("Match(%q) = %q, want %q, of %q", url, got, want, scopes)
			}
			if got := x.Get(url); (got != nil) != slices.Contains(scopes, url) {
				t.Fatalf("Get(%q) = %v", url, got)
			}
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	var regs []schemas.Registration
	for i := range 10000 { // 100 origins of 100 scopes
		regs = append(regs, active(fmt.Sprintf("https://tenant-%d.example/app-%d/", i%100, i/100)))
	}
	var many, one scopeindex.Index
	many.Load(regs)
	for i := range regs { // one origin of 10,000
		regs[i] = active(fmt.Sprintf("https://tenant.example/app-%d/", i))
	}
	one.Load(regs)
	for name, c := range map[string]struct {
		x   *scopeindex.Index
		url string
	}{
		"100x100":  {&many, "https://tenant-37.example/app-42/index.html?q=1"},
		"1x10000":  {&one, "https://tenant.example/app-4242/index.html?q=1"},
		"no-scope": {&one, "https://nobody.example/app-4242/index.html?q=1"},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.x.Match(c.url)
			}
		})
	}
}
