package cors_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"asterism/services/loader/cors"
)

func header(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Add(pairs[i], pairs[i+1])
	}
	return h
}

func TestCheck(t *testing.T) {
	const a, o, c = "https://a.example", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"
	for _, x := range []struct {
		mode string
		h    http.Header
		ok   bool
	}{
		{"same-origin", header(), false},
		{"same-origin", header(o, "*"), true},
		{"same-origin", header(o, a), true},
		{"same-origin", header(o, a, o, a), false},
		{"same-origin", header(o, "https://A.example"), false},
		{"same-origin", header(o, a+"/"), false},
		{"omit", header(o, "null"), false},
		{"include", header(o, "*"), false},
		{"include", header(o, a), false},
		{"include", header(o, a, c, "TRUE"), false},
		{"include", header(o, a, c, "true"), true},
	} {
		if err := cors.Check(a, x.mode, x.h); (err == nil) != x.ok {
			t.Errorf("%s %v: %v", x.mode, x.h, err)
		}
	}
}

func TestUnsafeNames(t *testing.T) {
	pairs := func(list ...string) func(func(string, string) bool) {
		return func(yield func(string, string) bool) {
			for i := 0; i < len(list); i += 2 {
				if !yield(list[i], list[i+1]) {
					return
				}
			}
		}
	}
	got := cors.UnsafeNames(pairs("X-b", "1", "Accept", "*/*", "x-A", "1", "X-B", "2", "Content-Type", "application/json"))
	if want := []string{"content-type", "x-a", "x-b"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	var many []string
	for range 9 {
		many = append(many, "Accept", strings.Repeat("a", 120))
	}
	if got := cors.UnsafeNames(pairs(many...)); !slices.Equal(got, []string{"accept"}) {
		t.Errorf("values of more than 1024 bytes: %q", got)
	}
}

func TestExpose(t *testing.T) {
	h := func(expose string) http.Header {
		return header("Content-Type", "a/b", "X-One", "1", "X-Two", "2", "Set-Cookie", "a=b", "Access-Control-Expose-Headers", expose)
	}
	for _, x := range []struct{ mode, expose, want string }{
		{"omit", "", "Content-Type"},
		{"omit", "x-one", "Content-Type X-One"},
		{"omit", "x-one, x-two, set-cookie", "Content-Type X-One X-Two"},
		{"omit", "x-one x-two", "Content-Type"},
		{"omit", "*", "Access-Control-Expose-Headers Content-Type X-One X-Two"},
		{"include", "*", "Content-Type"},
	} {
		left := h(x.expose)
		cors.Expose(x.mode, left)
		var names []string
		for name := range left {
			names = append(names, name)
		}
		slices.Sort(names)
		if got := strings.Join(names, " "); got != x.want {
			t.Errorf("%s %q: %s, want %s", x.mode, x.expose, got, x.want)
		}
	}
}

func TestPreflight(t *testing.T) {
	q := cors.Question{Origin: "https://a.example", URL: "https://b.example/", Method: "PUT", Names: []string{"authorization", "x-a"}, Credentials: "same-origin"}
	ask := q.Header()
	if ask.Get("Access-Control-Request-Headers") != "authorization,x-a" || ask.Get("Access-Control-Request-Method") != "PUT" {
		t.Errorf("%v", ask)
	}
	const o, m, n = "Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers"
	for _, x := range []struct {
		status int
		h      http.Header
		ok     bool
	}{
		{200, header(o, "*", m, "PUT", n, "X-A, Authorization"), true},
		{204, header(o, "*", m, "*", n, "*, authorization"), true},
		{200, header(o, "*", m, "*", n, "*"), false}, // * is not for Authorization
		{200, header(o, "*", m, "put", n, "x-a, authorization"), false},
		{200, header(o, "*", m, "PUT", n, "x-a"), false},
		{200, header(o, "*", m, "PUT x", n, "x-a, authorization"), false},
		{301, header(o, "*", m, "PUT", n, "x-a, authorization"), false},
		{200, header(m, "PUT", n, "x-a, authorization"), false},
	} {
		if _, err := q.Answer(x.status, x.h); (err == nil) != x.ok {
			t.Errorf("%d %v: %v", x.status, x.h, err)
		}
	}
}

func TestCache(t *testing.T) {
	var c cors.Cache
	now := time.Now()
	q := cors.Question{Origin: "https://a.example", URL: "https://b.example/", Method: "PUT"}
	g, err := q.Answer(200, header("Access-Control-Allow-Origin", "*", "Access-Control-Allow-Methods", "PUT", "Access-Control-Max-Age", "60"))
	if err != nil || g.MaxAge != time.Minute {
		t.Fatal(g, err)
	}
	c.Keep("p", &q, g, now)
	other := q
	other.Method = "DELETE"
	switch {
	case !c.Knows("p", &q, now.Add(59*time.Second)):
		t.Error("not remembered")
	case c.Knows("p", &q, now.Add(61*time.Second)):
		t.Error("remembered for too long")
	case c.Knows("other", &q, now), c.Knows("p", &other, now):
		t.Error("knows too much")
	}
	c.Forget("p", q.Origin, q.URL)
	if c.Knows("p", &q, now) {
		t.Error("not forgotten")
	}
}

func FuzzAnswer(f *testing.F) {
	f.Add("*", "GET, PUT", "x, *", "5", "expose, *")
	f.Fuzz(func(t *testing.T, origin, methods, names, age, expose string) {
		h := http.Header{
			"Access-Control-Allow-Origin": {origin}, "Access-Control-Allow-Methods": {methods},
			"Access-Control-Allow-Headers": {names}, "Access-Control-Max-Age": {age}, "Access-Control-Expose-Headers": {expose}, "X": {"1"},
		}
		q := cors.Question{Origin: "https://a.example", Method: "PUT", Names: []string{"x"}, Credentials: "include"}
		if g, err := q.Answer(200, h); err == nil && (!slices.Contains(g.Methods, "PUT") || !slices.Contains(g.Names, "x") || g.MaxAge < 0) {
			t.Errorf("%+v", g)
		}
		cors.Expose("include", h)
		if _, there := h["X"]; there && !strings.Contains(strings.ToLower(expose), "x") {
			t.Error("exposed what was not asked for")
		}
	})
}
