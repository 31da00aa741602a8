package routes

import (
	"testing"

	"asterism/schemas"
	"asterism/webapi/urlpattern"
	"asterism/webapi/weburl"
)

// path is a condition for a pathname's pattern.
func path(pattern string) schemas.RouteCondition {
	p := everything()
	p.Pathname = pattern
	return schemas.RouteCondition{URL: &p}
}

func everything() schemas.URLPattern {
	return schemas.URLPattern{Protocol: "*", Username: "*", Password: "*", Hostname: "*", Port: "*", Pathname: "*", Search: "*", Hash: "*"}
}

func table(t testing.TB, conditions ...schemas.RouteCondition) *Table {
	t.Helper()
	var all []schemas.Route
	for i, c := range conditions {
		all = append(all, schemas.Route{Condition: c, Source: schemas.RouteSource{Kind: []schemas.RouteKind{schemas.RouteNetwork, schemas.RouteCache, schemas.RouteRace}[i]}})
	}
	out, err := Compile(all)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestConditions(t *testing.T) {
	q := Query{URL: "https://shop.example/static/a.png?v=1", Method: "GET", Destination: "image", Running: true}
	insensitive := everything()
	insensitive.Pathname, insensitive.IgnoreCase = "/STATIC/*", true
	for name, c := range map[string]struct {
		condition schemas.RouteCondition
		want      bool
	}{
		"method":                {schemas.RouteCondition{Method: "GET"}, true},
		"another method":        {schemas.RouteCondition{Method: "POST"}, false},
		"mode":                  {schemas.RouteCondition{Mode: "no-cors"}, true},
		"another mode":          {schemas.RouteCondition{Mode: "navigate"}, false},
		"destination":           {schemas.RouteCondition{Destination: new("image")}, true},
		"no destination":        {schemas.RouteCondition{Destination: new("")}, false},
		"running":               {schemas.RouteCondition{Running: "running"}, true},
		"not running":           {schemas.RouteCondition{Running: "not-running"}, false},
		"all of it":             {schemas.RouteCondition{Method: "GET", Mode: "no-cors", Running: "running"}, true},
		"nearly all of it":      {schemas.RouteCondition{Method: "GET", Mode: "no-cors", Running: "not-running"}, false},
		"a path":                {path("/static/a.png"), true},
		"a folder":              {path("/static/*"), true},
		"another folder":        {path("/dynamic/*"), false},
		"a suffix":              {path("*.png"), true},
		"another suffix":        {path("*.jpg"), false},
		"a named part":          {path("/static/:name.png"), true},
		"one without case":      {schemas.RouteCondition{URL: &insensitive}, true},
		"or":                    {schemas.RouteCondition{Or: []schemas.RouteCondition{{Method: "POST"}, path("/static/*")}}, true},
		"neither":               {schemas.RouteCondition{Or: []schemas.RouteCondition{{Method: "POST"}, path("/x")}}, false},
		"or of nothing":         {schemas.RouteCondition{Or: []schemas.RouteCondition{}}, false},
		"not":                   {schemas.RouteCondition{Not: &schemas.RouteCondition{Method: "POST"}}, true},
		"not what it is":        {schemas.RouteCondition{Not: &schemas.RouteCondition{Method: "GET"}}, false},
		"not the empty or":      {schemas.RouteCondition{Not: &schemas.RouteCondition{Or: []schemas.RouteCondition{}}}, true},
		"a pattern and another": {schemas.RouteCondition{URL: path("/static/*").URL, Method: "POST"}, false},
	} {
		q := q
		if source, ok := table(t, c.condition).Match(&q); ok != c.want || ok && source.Kind != schemas.RouteNetwork {
			t.Errorf("%s: %v %v, want %v", name, source, ok, c.want)
		}
	}
}

func TestFirstMatch(t *testing.T) {
	rules := table(t, path("/a"), schemas.RouteCondition{Method: "GET"}, path("/*"))
	if source, ok := rules.Match(&Query{URL: "https://a.example/b", Method: "GET"}); !ok || source.Kind != schemas.RouteCache {
		t.Errorf("%v %v", source, ok)
	}
	var none *Table
	if _, ok := none.Match(&Query{}); ok {
		t.Error("a nil table has routes")
	}
	if none, err := Compile(nil); none != nil || err != nil {
		t.Error(none, err)
	}
	bad := everything()
	bad.Pathname = "/(a)"
	if _, err := Compile([]schemas.Route{{Condition: schemas.RouteCondition{URL: &bad}}}); err == nil {
		t.Error("a regular expression is taken")
	}
}

// Comparing strings gives what the whole pattern gives.
func FuzzPattern(f *testing.F) {
	f.Add("/static/*", "*", "https://u:p@shop.example:8443/static/x?y#z")
	f.Add("/a\\*", "shop.example", "http://[::1]:80/a*")
	f.Add("*", "[\\:\\:1]", "http://[::1]:81/")
	f.Add("/:a", ":x.example", "http://shop.example/b")
	f.Fuzz(func(t *testing.T, pathname, hostname, url string) {
		u, err := weburl.Parse(url)
		if err != nil || !u.HTTP() {
			return
		}
		from := everything()
		from.Pathname, from.Hostname, from.Protocol = pathname, hostname, "http{s}?"
		first, err := urlpattern.Strings(from).Pattern()
		if err != nil {
			return
		}
		from = schemas.URLPattern(first.Strings()) // what a worker sends
		p, err := newPattern(&from)
		if err != nil {
			t.Fatalf("%+v: %v", from, err)
		}
		if got, want := p.match(&Query{URL: u.Href()}), p.whole.MatchURL(u) != nil; got != want {
			t.Errorf("%+v, %s: %v, want %v", from, u.Href(), got, want)
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	rules := table(b, schemas.RouteCondition{Method: "POST"}, path("/static/*"))
	b.ReportAllocs()
	for b.Loop() {
		q := Query{URL: "https://shop.example/static/a.png", Method: "GET"}
		rules.Match(&q)
	}
}
