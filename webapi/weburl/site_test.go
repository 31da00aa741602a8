package weburl

import "testing"

func TestSite(t *testing.T) {
	for url, want := range map[string]string{
		"https://www.shop.example:8443/a": "https://shop.example",
		"https://a.b.co.uk/":              "https://b.co.uk",
		"http://[::1]:80/":                "http://[::1]",
		"http://10.0.0.1/":                "http://10.0.0.1",
		"https://localhost/":              "https://localhost",
	} {
		u, err := Parse(url)
		if err != nil || Site(u) != want {
			t.Errorf("%s: %s %v, want %s", url, Site(u), err, want)
		}
	}
}
