package fetch

import (
	"testing"

	"asterism/webapi/blob"
)

func TestFetchBlob(t *testing.T) {
	b := &blob.Blob{Bytes: []byte("0123456789"), Type: "text/plain"}
	for _, c := range []struct{ method, header, body, contentRange string }{
		{"", "", "0123456789", ""},
		{"GET", "bytes=2-4", "234", "bytes 2-4/10"},
		{"GET", "bytes =\t7-", "789", "bytes 7-9/10"},
		{"GET", "bytes=-3", "789", "bytes 7-9/10"},
		{"GET", "bytes=-30", "0123456789", "bytes 0-9/10"},
		{"GET", "bytes=8-30", "89", "bytes 8-9/10"},
		{"GET", "bytes=10-", "error", ""},
		{"GET", "bytes=5-4", "error", ""},
		{"GET", "bytes=-", "error", ""},
		{"GET", "bytes=1-2,4-5", "error", ""},
		{"GET", "bits=1-2", "error", ""},
		{"GET", "bytes=+1-2", "error", ""},
		{"HEAD", "", "error", ""},
		{"POST", "", "error", ""},
	} {
		q := &Request{Method: c.method, URL: "blob:https://a.example/x#f", Blob: b, Headers: NewHeaders(GuardNone)}
		if c.header != "" {
			q.Headers.Add("range", c.header)
		}
		r, err := fetchBlob(q)
		if err != nil {
			if c.body != "error" {
				t.Errorf("%s %q: %v", c.method, c.header, err)
			}
			continue
		}
		contentRange, _ := r.Headers.Get("content-range")
		if string(r.Body.Bytes) != c.body || contentRange != c.contentRange || r.URLs[0] != "blob:https://a.example/x" {
			t.Errorf("%s %q: %q, %q, %v", c.method, c.header, r.Body.Bytes, contentRange, r.URLs)
		}
	}
	if _, err := fetchBlob(&Request{URL: "blob:https://a.example/gone"}); err == nil {
		t.Error("a blob nobody knows was fetched")
	}
}
