package dataurl_test

import (
	"testing"

	"asterism/webapi/dataurl"
)

func TestProcess(t *testing.T) {
	for _, c := range []struct {
		url, kind, body string
		ok              bool
	}{
		{"data:,x%20y#f", "text/plain;charset=US-ASCII", "x y", true},
		{"data:,", "text/plain;charset=US-ASCII", "", true},
		{"data:text/html;charset=x,<p>", "text/html;charset=x", "<p>", true},
		{"data:;charset=x,%", "text/plain;charset=x", "%", true},
		{"data:;x=y;base64,WA", "text/plain;x=y", "X", true},
		{"data: ; Base64 ,WA==", "text/plain;charset=US-ASCII", "X", true},
		{"data:a/b; base64,W%20A%3D=", "a/b", "X", true},
		{"data:base64,WA", "text/plain;charset=US-ASCII", "WA", true},
		{"data:;base64,W", "", "", false},
		{"data:;base64,WA=", "", "", false},
		{"data:;base64,W*", "", "", false},
		{"data:text/plain", "", "", false},
		{"blob:,", "", "", false},
	} {
		kind, body, ok := dataurl.Process(c.url)
		if ok != c.ok || ok && (kind.String() != c.kind || string(body) != c.body) {
			t.Errorf("%s: %s %q %v", c.url, kind, body, ok)
		}
	}
}

func FuzzProcess(f *testing.F) {
	f.Add("data:text/plain;base64,WA==")
	f.Fuzz(func(t *testing.T, url string) {
		if _, body, ok := dataurl.Process(url); ok && len(body) > len(url) {
			t.Error("more than there was")
		}
	})
}
