package imagesize

import (
	"bytes"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"
)

func TestSizes(t *testing.T) {
	picture := image.NewGray(image.Rect(0, 0, 7, 5))
	encoded := func(encode func(*bytes.Buffer) error) string {
		var b bytes.Buffer
		if err := encode(&b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		data, mime    string
		width, height int
		ok            bool
	}{
		"png":      {encoded(func(b *bytes.Buffer) error { return png.Encode(b, picture) }), "text/html", 7, 5, true},
		"gif":      {encoded(func(b *bytes.Buffer) error { return gif.Encode(b, picture, nil) }), "", 7, 5, true},
		"jpeg":     {encoded(func(b *bytes.Buffer) error { return jpeg.Encode(b, picture, nil) }), "", 7, 5, true},
		"bmp":      {"BM" + string(make([]byte, 16)) + "\x07\x00\x00\x00\xfb\xff\xff\xff", "", 7, 5, true},
		"webp":     {"RIFF\x00\x00\x00\x00WEBPVP8X\x00\x00\x00\x00\x00\x00\x00\x00\x06\x00\x00\x04\x00\x00", "", 7, 5, true},
		"lossless": {"RIFF\x00\x00\x00\x00WEBPVP8L\x00\x00\x00\x00\x2f\x06\x00\x01\x00\x00\x00\x00\x00\x00", "", 7, 5, true},
		"lossy":    {"RIFF\x00\x00\x00\x00WEBPVP8 \x00\x00\x00\x00\x00\x00\x00\x9d\x01\x2a\x07\x00\x05\x00", "", 7, 5, true},
		"icon":     {"\x00\x00\x01\x00\x01\x00\x07\x00" + string(make([]byte, 16)), "", 7, 256, true},
		"svg":      {`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="7px" viewBox="0 0 9 5"/>`, "image/svg+xml", 7, 5, true},
		"plain":    {`<svg/>`, "image/svg+xml", 300, 150, true},
		"html":     {"<html><svg/>", "image/svg+xml", 0, 0, false},
		"text":     {"hello", "image/png", 0, 0, false},
		"empty":    {"", "image/svg+xml", 0, 0, false},
		"cut":      {"\x89PNG\r\n\x1a\n", "", 0, 0, false},
	} {
		width, height, ok := Of([]byte(c.data), c.mime)
		if ok != c.ok || ok && (width != c.width || height != c.height) {
			t.Errorf("%s: %d×%d %v", name, width, height, ok)
		}
	}
}

// FuzzOf: any bytes have a size or none.
func FuzzOf(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe0\x00\x02\xff\xc0\x00\x02\x00\x00\x00\x00\x00\x00\x00"), "")
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x00\x00\x00\x00\x00\x00\x00\x00\x06\x00\x00\x04\x00\x00"), "")
	f.Add([]byte(`<svg width="1" viewBox="0,0,1,1">`), "image/svg+xml")
	f.Fuzz(func(t *testing.T, data []byte, mime string) {
		if width, height, ok := Of(data, mime); ok && (width < 0 || height < 0) {
			t.Fatal(width, height)
		}
	})
}
