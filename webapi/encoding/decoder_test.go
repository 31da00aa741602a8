package encoding

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

func TestLookup(t *testing.T) {
	for label, want := range map[string]string{
		"utf8": "utf-8", " UTF-8\n": "utf-8", "latin1": "windows-1252", "ascii": "windows-1252", "utf-16": "utf-16le",
		"unicodefffe": "utf-16be", "sjis": "shift_jis", "x-user-defined": "x-user-defined", "csiso88598i": "iso-8859-8-i",
	} {
		if name, _, err := Lookup(label); err != nil || name != want {
			t.Errorf("%q: %q, %v, want %q", label, name, err, want)
		}
	}
	for _, label := range []string{"", "utf-7", "replacement", "iso-2022-kr", "\u00a0utf-8"} {
		if name, _, err := Lookup(label); err == nil {
			t.Errorf("%q is %q, want an error", label, name)
		}
	}
}

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		label, in, want string
		valid           bool
	}{
		{"utf-8", "h\u00e9llo", "h\u00e9llo", true},
		{"utf-8", "\xef\xbb\xbfx\ufeff", "x\ufeff", true},
		{"utf-8", "a\xf0\x90\x8dz", "a\ufffdz", false},
		{"utf-8", "\xed\xa0\x80", "\ufffd\ufffd\ufffd", false},
		{"utf-8", "\xc0\x80\xff", "\ufffd\ufffd\ufffd", false},
		{"utf-8", "\xe2\x82", "\ufffd", false},
		{"utf-16le", "\xff\xfea\x00", "a", true},
		{"utf-16le", "\x3d\xd8\x00\xde", "\U0001f600", true},
		{"utf-16be", "\xd8\x3d\xde\x00\x00", "\U0001f600\ufffd", false},
		{"utf-16le", "\x00\xdc\x00\xd8a\x00", "\ufffd\ufffda", false},
		{"latin1", "\x80\x81\xe9", "\u20ac\u0081\u00e9", true},
		{"windows-1253", "\xaa", "\ufffd", false},
		{"iso-8859-2", "\xb1", "\u0105", true},
		{"koi8-r", "\xd0", "п", true},
		{"shift_jis", "\x82\xa0", "あ", true},
		{"euc-jp", "\xa4\xa2", "あ", true},
		{"gbk", "\xc4\xe3", "你", true},
		{"big5", "\xa7\x41", "你", true},
		{"x-user-defined", "a\x80", "a\uf780", true},
	} {
		d, err := NewDecoder(c.label, false, false)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := d.Decode([]byte(c.in), false); got != c.want || err != nil {
			t.Errorf("%s %q: got %q, %v, want %q", c.label, c.in, got, err, c.want)
		}
		fatal, _ := NewDecoder(c.label, true, false)
		if _, err := fatal.Decode([]byte(c.in), false); errors.Is(err, ErrFatal) == c.valid {
			t.Errorf("%s %q, fatal: %v", c.label, c.in, err)
		}
	}
}

// A chunked stream decodes to what the whole does, one byte at a time.
func TestStream(t *testing.T) {
	for label, in := range map[string]string{
		"utf-8":     "\xef\xbb\xbfa\u00e9\u20ac\U0001f600\xf0\x9f\x98x\xe2",
		"utf-16le":  "\xff\xfea\x00\x3d\xd8\x00\xdeb\x00\x3d\xd8",
		"shift_jis": "\x82\xa0\x82\xa2a\x82",
		"latin1":    "\x80\xe9",
	} {
		whole, _ := NewDecoder(label, false, false)
		want, _ := whole.Decode([]byte(in), false)
		d, _ := NewDecoder(label, false, false)
		for range 2 { // the second round begins a new stream
			var got strings.Builder
			for i := range len(in) {
				s, _ := d.Decode([]byte{in[i]}, true)
				got.WriteString(s)
			}
			s, _ := d.Decode(nil, false)
			got.WriteString(s)
			if got.String() != want {
				t.Errorf("%s: got %q, want %q", label, got.String(), want)
			}
		}
	}
}

func TestIgnoreBOM(t *testing.T) {
	d, _ := NewDecoder("utf-8", true, true)
	if got, err := d.Decode([]byte("\ufeffx"), false); got != "\ufeffx" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

func FuzzUTF8(f *testing.F) {
	f.Add([]byte("a\xf0\x90\x8dz"), 2)
	f.Add([]byte("\xed\xa0\x80\xf4\x90"), 1)
	f.Fuzz(func(t *testing.T, in []byte, cut int) {
		if cut < 0 || cut > len(in) {
			return
		}
		d, _ := NewDecoder("utf-8", false, true)
		a, _ := d.Decode(in[:cut], true)
		b, _ := d.Decode(in[cut:], false)
		want, err := unicode.UTF8.NewDecoder().String(string(in))
		if err == nil && a+b != want || !utf8.ValidString(a+b) {
			t.Fatalf("%q cut at %d: got %q, want %q", in, cut, a+b, want)
		}
	})
}
