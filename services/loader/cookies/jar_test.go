package cookies_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"asterism/schemas"
	"asterism/services/loader/cookies"
	"asterism/webapi/weburl"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func request(t testing.TB, url string) *cookies.Request {
	u, err := weburl.Parse(url)
	if err != nil {
		t.Fatal(err)
	}
	return &cookies.Request{Partition: "p", URL: u, SameSite: true, Now: now}
}

func TestJar(t *testing.T) {
	for _, c := range []struct{ from, line, to, want string }{
		{"https://a.example/x/y", "k=v", "https://a.example/x/z", "k=v"},
		{"https://a.example/x/y", "k=v", "https://a.example/xz", ""},
		{"https://a.example/x/y", "k=v; Path=/", "https://a.example/", "k=v"},
		{"https://a.example/", " k = v =w ; path=/", "https://a.example/", "k=v =w"},
		{"https://a.example/", "v", "https://a.example/", "v"},
		{"https://a.example/", "=v", "https://a.example/", "v"},
		{"https://a.example/", "=", "https://a.example/", ""},
		{"https://a.example/", "k=v", "https://b.a.example/", ""},
		{"https://a.example/", "k=v; domain=.A.example", "https://b.a.example/", "k=v"},
		{"https://b.a.example/", "k=v; domain=a.example", "https://a.example/", "k=v"},
		{"https://b.a.example/", "k=v; domain=c.a.example", "https://c.a.example/", ""},
		{"https://a.co.uk/", "k=v; domain=co.uk", "https://b.co.uk/", ""},
		{"http://127.0.0.1/", "k=v; domain=0.0.1", "http://127.0.0.1/", ""},
		{"https://a.example/", "k=v; Max-Age=0", "https://a.example/", ""},
		{"https://a.example/", "k=v; Max-Age=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://a.example/", "k=v"},
		{"https://a.example/", "k=v; Expires=Thu, 01-Jan-70 00:00:00 GMT", "https://a.example/", ""},
		{"https://a.example/", "k=v; Expires=bad", "https://a.example/", "k=v"},
		{"http://a.example/", "k=v; Secure", "https://a.example/", ""},
		{"https://a.example/", "k=v; Secure", "http://a.example/", ""},
		{"http://localhost/", "k=v; Secure", "http://localhost/", "k=v"},
		{"https://a.example/", "__Host-k=v; Secure; Path=/", "https://a.example/", "__Host-k=v"},
		{"https://a.example/", "__host-k=v; Secure", "https://a.example/", ""},
		{"https://a.example/", "__Host-k=v; Secure; Path=/; Domain=a.example", "https://a.example/", ""},
		{"https://a.example/", "__Secure-k=v", "https://a.example/", ""},
		{"https://a.example/", "=__Secure-k=v", "https://a.example/", ""},
		{"https://a.example/", "k=v; SameSite=None", "https://a.example/", ""},
		{"https://a.example/", "k=\x01", "https://a.example/", ""},
		{"https://a.example/", "k=" + strings.Repeat("v", 4096), "https://a.example/", ""},
	} {
		var j cookies.Jar
		j.Set(request(t, c.from), c.line)
		if got := j.Header(request(t, c.to)); got != c.want {
			t.Errorf("%s %q → %s: %q, want %q", c.from, c.line, c.to, got, c.want)
		}
	}
}

func TestSameSite(t *testing.T) {
	var j cookies.Jar
	r := request(t, "https://a.example/")
	for _, line := range []string{"s=1; SameSite=Strict", "l=1; SameSite=lax", "d=1", "n=1; SameSite=None; Secure", "h=1; HttpOnly"} {
		j.Set(r, line)
	}
	for _, c := range []struct {
		change func(*cookies.Request)
		want   string
	}{
		{func(*cookies.Request) {}, "s=1; l=1; d=1; n=1; h=1"},
		{func(r *cookies.Request) { r.Script = true }, "s=1; l=1; d=1; n=1"},
		{func(r *cookies.Request) { r.SameSite = false }, "n=1"},
		{func(r *cookies.Request) { r.SameSite, r.Navigation = false, true }, "l=1; d=1; n=1; h=1"},
		{func(r *cookies.Request) { r.Partition = "q" }, ""},
	} {
		r := request(t, "https://a.example/")
		c.change(r)
		if got := j.Header(r); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestOrderAndReplacement(t *testing.T) {
	var j cookies.Jar
	at := func(seconds int) *cookies.Request {
		r := request(t, "https://a.example/x/y")
		r.Now = now.Add(time.Duration(seconds) * time.Second)
		return r
	}
	j.Set(at(0), "a=1; Path=/")
	j.Set(at(1), "b=1; Path=/")
	j.Set(at(2), "c=1")
	j.Set(at(3), "a=2; Path=/")
	if got := j.Header(at(4)); got != "c=1; a=2; b=1" {
		t.Error(got)
	}
	j.Set(at(5), "b=; Path=/; Max-Age=-1")
	if got := j.Header(at(6)); got != "c=1; a=2" {
		t.Error(got)
	}
	for i := range 300 {
		j.Set(at(10+i), fmt.Sprintf("k%d=v", i))
	}
	if n := strings.Count(j.Header(at(400)), "="); n != 180 {
		t.Errorf("%d cookies are kept for one host", n)
	}
}

// What scripts see of cookies, and what they hear of changes.
func TestScripts(t *testing.T) {
	var heard []string
	j := cookies.Jar{Changed: func(c cookies.Change) {
		heard = append(heard, fmt.Sprint(c.Partition, " ", c.Domain, " ", c.HostOnly, " ", c.Cookie.Name, "=", c.Cookie.Value, " ", c.Deleted))
	}}
	r := request(t, "https://a.example/x/y")
	r.Script = true
	for _, line := range []string{
		"k=1; Domain=a.example; Path=/; Max-Age=100; SameSite=Strict; Secure", "k=1; Domain=a.example; Path=/; Max-Age=100; SameSite=Strict; Secure",
		"k=2; Domain=a.example; Path=/; Max-Age=100; SameSite=Strict; Secure", "h=1; HttpOnly", "n=1", "n=1; Max-Age=0", "gone=1; Max-Age=0",
	} {
		j.Set(r, line)
	}
	want := []string{"p a.example false k=1 false", "p a.example false k=2 false", "p a.example true n=1 false", "p a.example true n= true"}
	if !slices.Equal(heard, want) {
		t.Errorf("heard %q, want %q", heard, want)
	}
	list := j.List(r)
	if len(list) != 1 || list[0] != (schemas.Cookie{Name: "k", Value: "2", Domain: "a.example", Path: "/",
		Expires: now.Add(100 * time.Second).UnixMilli(), Secure: true, SameSite: "strict"}) {
		t.Errorf("listed %+v", list)
	}
}

func FuzzSet(f *testing.F) {
	f.Add("k=v; Max-Age=5; Domain=.a.example; Path=/; Expires=Wed, 09 Jun 2055 10:18:14 GMT; SameSite=Strict", "https://b.a.example/x")
	f.Fuzz(func(t *testing.T, line, url string) {
		u, err := weburl.Parse(url)
		if err != nil || !u.HTTP() {
			return
		}
		var j cookies.Jar
		r := &cookies.Request{URL: u, SameSite: true, Now: now}
		j.Set(r, line)
		if got := j.Header(r); strings.ContainsAny(got, "\r\n\x00") || len(got) > 4097 {
			t.Errorf("%q", got)
		}
	})
}
