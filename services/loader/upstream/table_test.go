package upstream_test

import (
	"strings"
	"testing"

	"asterism/services/loader/upstream"
)

func TestParse(t *testing.T) {
	table, err := upstream.Parse([]string{" HTTPS://Shop.example:443/ = http://10.0.0.5:3000/base/ ", "http://[::1]:80=./site", "*=./a=b", ""})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		origin, source string
		own            bool
	}{
		{"https://shop.example", "http://10.0.0.5:3000/base/", true},
		{"http://[::1]", "./site", true},
		{"http://other.example", "./a=b", false},
	} {
		s, own, ok := table.Lookup(c.origin)
		if !ok || own != c.own || s.String() != c.source {
			t.Errorf("%s: %s, %v, %v", c.origin, s, own, ok)
		}
	}
	if d, ok := table.Default(); !ok || d.Folder != "./a=b" || len(table.Own()) != 2 {
		t.Errorf("%v %v", d, table.Own())
	}
	empty, err := upstream.Parse(nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, ok := empty.Lookup("http://a"); ok {
		t.Error("a source from nothing")
	}
	if _, ok := empty.Default(); ok {
		t.Error("a default from nothing")
	}
}

func TestParseErrors(t *testing.T) {
	for entries, part := range map[string]string{
		"./site":                        "*=./site",
		"=./site":                       "origin=URL",
		"*=":                            "origin=URL",
		"shop.example=./site":           "where an origin",
		"https://shop.example/x=./site": "where an origin",
		"ftp://shop.example=./site":     "where an origin",
		"https://a:99999999=./x":        "host or port",
		"*=ftp://x/":                    "not http",
		"*=http:///x":                   "without a host",
		"*=http://u:p@x/":               "user name",
		"*=http://x/?q":                 "query",
		"*=http://x/#f":                 "query",
		"*=http://x:y/":                 "does not parse",
		"*=./a;*=./b":                   "second default",
		"http://a=./a;http://A:80=./b":  "a second time",
	} {
		_, err := upstream.Parse(strings.Split(entries, ";"))
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q: %v", entries, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("https://shop.example=http://10.0.0.5:3000")
	f.Add("*=./site")
	f.Fuzz(func(t *testing.T, s string) {
		table, err := upstream.Parse([]string{s})
		if err != nil {
			return
		}
		for origin, source := range table.Own() {
			again, err := upstream.Origin(origin)
			if err != nil || again != origin {
				t.Errorf("%q: origin %q becomes %q, %v", s, origin, again, err)
			}
			if (source.URL == nil) == (source.Folder == "") {
				t.Errorf("%q: source %+v", s, source)
			}
		}
	})
}
