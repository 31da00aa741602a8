package weburl

import "testing"

func TestForm(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"a=b&c=d", "a=b&c=d"},
		{"&&a&=b&c=d=e", "a=&=b&c=d%3De"},
		{"a+b=%20c%", "a+b=+c%25"},
		{"%f0%9f%98%80=%ff", "%F0%9F%98%80=%EF%BF%BD"},
		{"x=%e2%82", "x=%EF%BF%BD"},
		{"é=*-._~", "%C3%A9=*-._%7E"},
	} {
		if got := SerializeForm(ParseForm(c.in)); got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}

func TestParams(t *testing.T) {
	p := NewParams("?a=1&b=2&a=3&c=4&a=5")
	two := "2"
	if v, ok := p.Get("a"); v != "1" || !ok {
		t.Error("get", v, ok)
	}
	if len(p.GetAll("a")) != 3 || !p.Has("b", &two) || p.Has("c", &two) {
		t.Error("getAll, has")
	}
	p.Set("a", "9")
	if p.String() != "a=9&b=2&c=4" {
		t.Errorf("set: %s", p)
	}
	p.Delete("b", &two)
	p.Delete("c", &two)
	p.Append("0", "x")
	p.Sort()
	if p.String() != "0=x&a=9&c=4" {
		t.Errorf("sort: %s", p)
	}
	if _, ok := p.At(3); ok || p.Len() != 3 {
		t.Error("len")
	}
}

func TestSortByCodeUnits(t *testing.T) {
	p := NewParams("\uFFFD=1&\U0001F600=2&z=3&za=4")
	p.Sort()
	var names string
	for i := range p.Len() {
		q, _ := p.At(i)
		names += q.Name + ","
	}
	if names != "z,za,\U0001F600,\uFFFD," {
		t.Errorf("got %q", names)
	}
}

func TestLiveParams(t *testing.T) {
	u := must(t, "https://a.b/?x=1#h")
	p := ParamsOf(u)
	p.Append("y", "ü")
	if u.Href() != "https://a.b/?x=1&y=%C3%BC#h" {
		t.Error(u)
	}
	p.Delete("x", nil)
	p.Delete("y", nil)
	if u.Href() != "https://a.b/#h" {
		t.Error(u)
	}
	u.SetSearch("?z=2")
	p.Reload()
	if v, _ := p.Get("z"); v != "2" {
		t.Error(p)
	}
	opaque := must(t, "data:x  ?a=1")
	q := ParamsOf(opaque)
	q.Delete("a", nil)
	if opaque.HasQuery() {
		t.Error(opaque)
	}
}

func FuzzForm(f *testing.F) {
	f.Add("a=b&c")
	f.Fuzz(func(t *testing.T, s string) {
		once := SerializeForm(ParseForm(s))
		if twice := SerializeForm(ParseForm(once)); twice != once {
			t.Fatalf("%q, then %q", once, twice)
		}
	})
}
