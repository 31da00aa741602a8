package formdata

import (
	"bytes"
	"testing"

	"asterism/webapi/blob"
)

func TestRoundTrip(t *testing.T) {
	d := &Data{Entries: []Entry{
		{Name: "te\"xt\r", Value: "a\nb"},
		{Name: "é", File: &blob.File{Blob: blob.Blob{Bytes: []byte("\x00\r\n--x\xff"), Type: "a/b"}, Name: "n\"\n.bin"}},
		{Name: "", Value: ""},
	}}
	body, boundary := d.Encode()
	got, err := ParseMultipart(body, boundary)
	if err != nil || len(got.Entries) != 3 {
		t.Fatalf("ParseMultipart: %+v, %v", got, err)
	}
	if e := got.Entries[0]; e.Name != "te\"xt\r\n" || e.Value != "a\r\nb" {
		t.Errorf("text entry: %+v", e)
	}
	if e := got.Entries[1]; e.Name != "é" || e.File == nil || e.File.Name != "n\"\n.bin" || e.File.Type != "a/b" ||
		!bytes.Equal(e.File.Bytes, d.Entries[1].File.Bytes) {
		t.Errorf("file entry: %+v", e)
	}
}

func TestParseMultipart(t *testing.T) {
	for body, want := range map[string]int{
		"--b\r\nContent-Disposition: form-data; name=a\r\n\r\nv\r\n--b--\r\n":                          1,
		"--b\r\ncontent-disposition: Form-Data; name=\"a\"; x=y\r\nX: y\r\n\r\n\r\n--b--":              1,
		"pre\r\n--b\r\nContent-Disposition: form-data; filename=\"f;g\"; name=\"a\"\r\n\r\nv\r\n--b--": 1,
		"--b--":                    0,
		"--b--\r\n":                0,
		"":                         -1,
		"--b":                      -1,
		"--b\r\n":                  -1,
		"--b\r\n\r\nv\r\n--b--":    -1,
		"--b\r\nX: y\r\n\r\n--b--": -1,
		"--c\r\n\r\n":              -1,
		"--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\nv\r\n--b--":    -1,
		"--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nv\r\n--b--": -1,
		"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv":           -1,
	} {
		got, err := ParseMultipart([]byte(body), "b")
		n := -1
		if err == nil {
			n = len(got.Entries)
		}
		if n != want {
			t.Errorf("ParseMultipart(%q): %d entries, %v; want %d", body, n, err, want)
		}
	}
	if _, err := ParseMultipart([]byte("--"), ""); err == nil {
		t.Error("an empty boundary was taken")
	}
}

func FuzzParseMultipart(f *testing.F) {
	f.Add([]byte("--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x\"\r\nContent-Type: y\r\n\r\nv\r\n--b--"), "b")
	f.Add([]byte("--b\r\nContent-Disposition: form-data; name=a;\r\n\r\n--b--"), "b")
	f.Fuzz(func(t *testing.T, body []byte, boundary string) {
		d, err := ParseMultipart(body, boundary)
		if err != nil {
			return
		}
		encoded, used := d.Encode()
		again, err := ParseMultipart(encoded, used)
		if err != nil || len(again.Entries) != len(d.Entries) {
			t.Fatalf("what was parsed does not survive encoding: %v", err)
		}
	})
}

func FuzzParseURLEncoded(f *testing.F) {
	f.Add([]byte("a=1&b=%C3%A9+x&&=&%"))
	f.Fuzz(func(t *testing.T, body []byte) {
		d := ParseURLEncoded(body)
		if len(d.Entries) > bytes.Count(body, []byte("&"))+1 {
			t.Fatal("more entries than parts")
		}
	})
}
