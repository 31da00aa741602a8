package coding_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"asterism/services/loader/coding"
)

var text = []byte(strings.Repeat("every byte to and from HTTP. ", 200))

func encode(t testing.TB, name string, data []byte) []byte {
	var b bytes.Buffer
	var w io.WriteCloser
	switch name {
	case "gzip", "x-gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "raw":
		w, _ = flate.NewWriter(&b, 6)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, _ = zstd.NewWriter(&b)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func decode(value string, data []byte) ([]byte, error) {
	r := coding.Decode(value, io.NopCloser(bytes.NewReader(data)))
	defer r.Close()
	return io.ReadAll(r)
}

func TestDecode(t *testing.T) {
	for _, name := range []string{"gzip", "x-gzip", "deflate", "br", "zstd"} {
		coded := encode(t, name, text)
		if got, err := decode(strings.ToUpper(name)+" ", coded); err != nil || !bytes.Equal(got, text) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
		if got, err := decode(name, nil); err != nil || len(got) != 0 {
			t.Errorf("%s of nothing: %q, %v", name, got, err)
		}
		if _, err := decode(name, coded[:len(coded)/2]); err == nil {
			t.Errorf("%s cut short: no error", name)
		}
		if _, err := decode(name, []byte("not coded at all, you see")); err == nil && name != "br" {
			t.Errorf("%s of something else: no error", name)
		}
	}
	if got, err := decode("deflate", encode(t, "raw", text)); err != nil || !bytes.Equal(got, text) {
		t.Errorf("deflate without zlib's header: %v", err)
	}
	if got, err := decode("br, gzip", encode(t, "gzip", encode(t, "br", text))); err != nil || !bytes.Equal(got, text) {
		t.Errorf("two: %v", err)
	}
}

func TestKnown(t *testing.T) {
	for value, want := range map[string]bool{
		"gzip": true, "GZip , br": true, "identity, gzip": true, "": false, "identity": false, "compress": false, "gzip, x": false,
		"gzip,gzip,gzip,gzip,gzip": false,
	} {
		if got := coding.Known(value); got != want {
			t.Errorf("Known(%q) = %v", value, got)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, name := range []string{"gzip", "deflate", "br", "zstd"} {
		f.Add(name, encode(f, name, []byte("hello")))
	}
	f.Fuzz(func(t *testing.T, value string, data []byte) {
		if !coding.Known(value) {
			return
		}
		r := coding.Decode(value, io.NopCloser(bytes.NewReader(data)))
		_, _ = io.CopyN(io.Discard, r, 1<<20)
		r.Close()
	})
}
