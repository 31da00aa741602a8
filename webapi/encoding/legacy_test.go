package encoding

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLegacy(t *testing.T) {
	for _, c := range []struct{ label, in, want string }{
		{"gb18030", "\xAA\xA1\xF8\xA1\xFE\xFE\xA1\x40\xA7\xA0", "\uE000\uE234\uE4C5\uE4C6\uE765"},
		{"gb18030", "\xA2\xAB\xA9\xFE\xD7\xFA\xFE\x51\xFE\x91", "\uE766\uE80F\uE810\uE816\uE855"},
		{"gb18030", "\xA8\xBC\x81\x35\xF4\x37\xA3\xA0\xA6\xD9\xFE\xA0", "\u1E3F\uE7C7\u3000\uFE10\u9FBB"},
		{"gb18030", "\x81\x30\x81\x30\x90\x30\x81\x30\xE3\x32\x9A\x35\x84\x31\xA4\x37", "\u0080\U00010000\U0010FFFF\uFFFD"},
		{"gbk", "\x80\xFFa\x81\x30", "\u20AC\uFFFDa\uFFFD"},
		{"gb18030", "\x81\x30\x81z", "\uFFFD0\u4E83"},
		{"big5", "\x88\x62\x88\x64\x88\xA3\x88\xA5\x87\x40", "\u00CA\u0304\u00CA\u030C\u00EA\u0304\u00EA\u030C\u43F0"},
		{"big5", "\x80\xFFa\x81\x41", "\uFFFD\uFFFDa\uFFFDA"},
		{"euc-jp", "\x8E\xB1\x8F\xB0\xA1\xA4\xA2\xA4a\x8Fx", "\uFF71\u4E02\u3042\uFFFDa\uFFFDx"},
		{"shift_jis", "\xB1\x82\xA0\xF0\x40\x81!\x80\xA0", "\uFF71\u3042\uE000\uFFFD!\u0080\uFFFD"},
		{"euc-kr", "\xB0\xA1\x81\x41\xFFa\xC8\x41", "\uAC00\uAC02\uFFFDa\uFFFDA"},
		{"iso-2022-jp", "\x1B$B$\"\x1B(J\\~\x1B(I1\x1B(Ba\x1B", "\u3042\u00A5\u203E\uFF71a\uFFFD"},
		{"iso-2022-jp", "\x0E\x1B(B\x1B(Bx\x1B$Z", "\uFFFD\uFFFDx\uFFFD$Z"},
		{"iso-8859-8-i", "\x80\xE0\xFB", "\u0080\u05D0\uFFFD"},
	} {
		d, err := NewDecoder(c.label, false, false)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := d.Decode([]byte(c.in), false); got != c.want {
			t.Errorf("%s % x: got %+q, want %+q", c.label, c.in, got, c.want)
		}
	}
}

func TestDecodeWithLabel(t *testing.T) {
	for _, c := range []struct{ in, label, want string }{
		{"\x82\xA0", "shift_jis", "\u3042"},
		{"\xEF\xBB\xBFx", "shift_jis", "x"},
		{"\xFF\xFEx\x00", "utf-8", "x"},
		{"\xFE\xFF\x00x", "", "x"},
		{"abc", "hz-gb-2312", "\uFFFD"},
		{"", "replacement", ""},
		{"\xC3\xA9", "no such", "\u00E9"},
	} {
		if got := Decode([]byte(c.in), c.label); got != c.want {
			t.Errorf("%q as %s: got %+q, want %+q", c.in, c.label, got, c.want)
		}
	}
}

// However the input is cut, the text is the same, and it is valid.
func FuzzLegacy(f *testing.F) {
	labels := []string{"gb18030", "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr", "utf-16be", "windows-1253", "replacement"}
	f.Add(uint8(0), []byte("\x81\x30\x81\x30\x90\x30\x81"), 2)
	f.Add(uint8(3), []byte("\x1B$B$\"\x1B(J\\~\x1B(I1\x1B(Ba\x1B"), 4)
	f.Add(uint8(1), []byte("\x88\x62\x80a"), 1)
	f.Fuzz(func(t *testing.T, label uint8, in []byte, cut int) {
		if cut < 0 || cut > len(in) {
			return
		}
		name := labels[int(label)%len(labels)]
		make := func() *Decoder {
			_, enc, _ := lookup(name)
			return &Decoder{Name: name, codec: newCodec(name, enc)}
		}
		want, _ := make().Decode(in, false)
		d := make()
		var got strings.Builder
		for _, part := range [][]byte{in[:cut], in[cut:]} {
			text, _ := d.Decode(part, true)
			got.WriteString(text)
		}
		text, _ := d.Decode(nil, false)
		got.WriteString(text)
		if got.String() != want || !utf8.ValidString(want) {
			t.Fatalf("%s: % x cut at %d: got %+q, want %+q", name, in, cut, got.String(), want)
		}
	})
}
