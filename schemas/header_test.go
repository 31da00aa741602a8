package schemas

import (
	"slices"
	"strings"
	"testing"
)

func TestHeaderBlock(t *testing.T) {
	long := strings.Repeat("x", 300)
	var h HeaderBlock
	if h.Len() != 0 || h.Check() != nil {
		t.Error("the nil block is empty and well-formed")
	}
	want := []string{"Accept: */*", "set-cookie: a=1", "Set-Cookie: b=2", "X-Long: " + long, "X-Empty: "}
	for _, f := range want {
		n, v, _ := strings.Cut(f, ": ")
		h.Append(n, v)
	}
	var got []string
	for n, v := range h.All() {
		got = append(got, n+": "+v)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if v, ok := h.Get("SET-COOKIE"); v != "a=1" || !ok {
		t.Errorf("Get: %q, %v", v, ok)
	}
	if _, ok := h.Get("x-none"); ok {
		t.Error("Get found a field that is not there")
	}
	if h.Len() != len(want) || h.Check() != nil {
		t.Errorf("Len %d, Check %v", h.Len(), h.Check())
	}
	for n := range h {
		if h[:n].Len() > h.Len() {
			t.Fatal("a cut block has more fields than the whole")
		}
	}
}

func TestHeaderBlockCheck(t *testing.T) {
	var many HeaderBlock
	for range MaxHeaders {
		many.Append("a", "")
	}
	if err := many.Check(); err != nil {
		t.Error(err)
	}
	many.Append("a", "")
	for name, h := range map[string]HeaderBlock{
		"too many":      many,
		"no value":      HeaderBlock("\x01a"),
		"value cut":     HeaderBlock("\x01a\x05b"),
		"empty name":    HeaderBlock("\x00\x01b"),
		"endless count": HeaderBlock("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
		"huge count":    HeaderBlock("\xff\xff\xff\xff\xff\xff\xff\xff\x7f"),
	} {
		if h.Check() == nil {
			t.Errorf("%s: no error", name)
		}
		for range h.All() { // must end
		}
	}
}
