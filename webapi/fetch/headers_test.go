package fetch

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func lazy(g Guard, filled *int, fields ...string) *Headers {
	return LazyHeaders(g, func(yield func(name, value string) bool) {
		*filled++
		for i := 0; i < len(fields); i += 2 {
			if !yield(fields[i], fields[i+1]) {
				return
			}
		}
	})
}

func list(h *Headers) string {
	var b strings.Builder
	for name, value := range h.All() {
		fmt.Fprintf(&b, "%s=%s;", name, value)
	}
	return b.String()
}

func TestLazyHeaders(t *testing.T) {
	filled := 0
	h := lazy(GuardNone, &filled, "A", "1", "b", "2", "a", "3")
	if got := list(h); got != "A=1;b=2;a=3;" || filled != 1 {
		t.Errorf("All = %s, filled %d", got, filled)
	}
	copied := h.Clone(GuardRequest)
	if value, ok := h.Get("a"); !ok || value != "1, 3" {
		t.Errorf("Get = %q, %v", value, ok)
	}
	h.Add("B", "4") // takes the casing that is there
	h.Put("a", "5")
	if got := list(h); got != "A=5;b=2;b=4;" || filled != 2 {
		t.Errorf("changed = %s, filled %d", got, filled)
	}
	h.Remove("B")
	if got := list(h); got != "A=5;" {
		t.Errorf("removed = %s", got)
	}
	if got := list(copied); got != "A=1;b=2;a=3;" {
		t.Errorf("the copy changed: %s", got)
	}
	if h.Clear(); h.Len() != 0 {
		t.Error("Clear left something")
	}
}

func TestNilHeaders(t *testing.T) {
	var h *Headers
	if _, ok := h.Get("a"); ok || h.Has("a") || h.Len() != 0 || list(h) != "" || h.Sorted() != nil {
		t.Error("a nil list is not empty")
	}
	if h.Clone(GuardNone).Append("a", "b") != nil {
		t.Error("the clone of a nil list takes nothing")
	}
}

func TestSorted(t *testing.T) {
	h := NewHeaders(GuardNone)
	for _, f := range []string{"b=1", "Set-Cookie=x", "A=2", "B=3", "set-cookie=y"} {
		name, value, _ := strings.Cut(f, "=")
		h.Add(name, value)
	}
	want := []Field{{"a", "2"}, {"b", "1, 3"}, {"set-cookie", "x"}, {"set-cookie", "y"}}
	if got := h.Sorted(); !slices.Equal(got, want) {
		t.Errorf("Sorted = %v", got)
	}
	h.Remove("a")
	if got := h.Sorted(); !slices.Equal(got, want[1:]) {
		t.Errorf("Sorted after a change = %v", got)
	}
}

func TestGuards(t *testing.T) {
	for _, c := range []struct {
		guard       Guard
		name, value string
		kept, fails bool
	}{
		{GuardNone, "Cookie", "a", true, false},
		{GuardImmutable, "a", "b", false, true},
		{GuardRequest, "Cookie", "a", false, false},
		{GuardRequest, "SEC-x", "a", false, false},
		{GuardRequest, "x-method-override", `GET, "a,b", trace`, false, false},
		{GuardRequest, "x-method-override", `"TRACE"`, true, false},
		{GuardRequest, "Authorization", "a", true, false},
		{GuardResponse, "SET-cookie", "a", false, false},
		{GuardServerResponse, "Set-Cookie", "a", true, false},
		{GuardRequestNoCORS, "Accept", "a/b", true, false},
		{GuardRequestNoCORS, "Accept", strings.Repeat("a", 129), false, false},
		{GuardRequestNoCORS, "Range", "bytes=0-", false, false},
		{GuardRequestNoCORS, "Content-Language", "en;q=1", true, false},
		{GuardRequestNoCORS, "Content-Language", "en_", false, false},
		{GuardNone, "a", "\n b\t", true, false},
		{GuardNone, "a", "b\x00", false, true},
		{GuardNone, "a\x7f", "b", false, true},
		{GuardNone, "", "b", false, true},
	} {
		for op, change := range map[string]func(*Headers) error{
			"append": func(h *Headers) error { return h.Append(c.name, c.value) },
			"set":    func(h *Headers) error { return h.Set(c.name, c.value) },
		} {
			h := NewHeaders(c.guard)
			err := change(h)
			if (err != nil) != c.fails || h.Has(c.name) != c.kept {
				t.Errorf("%s under guard %d of %q: %q: error %v, kept %v", op, c.guard, c.name, c.value, err, h.Has(c.name))
			}
		}
	}
}

func TestSafelistedRange(t *testing.T) {
	for value, want := range map[string]bool{
		"bytes=0-": true, "bytes=1-2": true, "bytes=2-1": false, "bytes=-5": false, "bytes=a-": false,
		"bytes 0-": false, "bytes=0": false, "bytes=0-1,2-3": false, "bytes=99999999999999999999-": true,
	} {
		if got := SafelistedRequestHeader("range", value); got != want {
			t.Errorf("range %q safelisted: %v", value, got)
		}
	}
}

func TestSplitValue(t *testing.T) {
	// The table of https://fetch.spec.whatwg.org/#example-getting-decoding-and-splitting
	for value, want := range map[string][]string{
		"nosniff,":          {"nosniff", ""},
		"":                  {""},
		`text/html;", x/x`:  {`text/html;", x/x`},
		`x/x;test="hi",y/y`: {`x/x;test="hi"`, "y/y"},
		"x / x,,,1":         {"x / x", "", "", "1"},
		`"1,2", 3`:          {`"1,2"`, "3"},
		`"a\",b"c , d`:      {`"a\",b"c`, "d"},
		`a"b`:               {`a"b`},
		`a"b"`:              {`a"b"`},
		`a"b\`:              {`a"b\`},
	} {
		if got := splitValue(value); !slices.Equal(got, want) {
			t.Errorf("splitValue(%q) = %q, want %q", value, got, want)
		}
	}
}

func TestMIMEType(t *testing.T) {
	for joined, want := range map[string]string{
		"text/html|": "text/html", "a/b;charset=x|a/b": "a/b;charset=x", "a/b;charset=x|c/d": "c/d",
		"a/b;charset=x|c/d|c/d;charset=y": "c/d;charset=y", "*/*": "", "bad": "", "a/b|*/*": "a/b",
	} {
		h := NewHeaders(GuardNone)
		for value := range strings.SplitSeq(joined, "|") {
			h.Add("Content-Type", value)
		}
		got, ok := MIMEType(h)
		if ok != (want != "") || ok && got.String() != want {
			t.Errorf("MIMEType(%q) = %v, %v", joined, got, ok)
		}
	}
	if _, ok := MIMEType(NewHeaders(GuardNone)); ok {
		t.Error("a type of nothing")
	}
}

func FuzzHeaders(f *testing.F) {
	f.Add("Content-Type", "text/plain", uint8(0))
	f.Add("X-Method-Override", `GET,"T\"RACE",TRACE`, uint8(2))
	f.Add("range", "bytes=0-", uint8(3))
	f.Add("é", "\xff\x00", uint8(4))
	f.Fuzz(func(t *testing.T, name, value string, guard uint8) {
		h := NewHeaders(Guard(guard % 6))
		err := h.Append(name, value)
		if h.Len() > 0 {
			if err != nil {
				t.Fatalf("kept with the error %v", err)
			}
			for n, v := range h.All() {
				if !ValidHeader(n, v) {
					t.Fatalf("an invalid header was kept: %q: %q", n, v)
				}
			}
		}
		if h.guard == GuardRequest && h.Has("host") {
			t.Fatal("a forbidden header was kept")
		}
		_ = h.Append(name, value)
		h.Sorted()
		_ = h.Delete(name)
		if h.guard == GuardNone && h.Has(name) && ValidHeader(name, "") {
			t.Fatal("a deleted header is there")
		}
		if strings.Join(splitValue(value), "") == "" && strings.Trim(value, ", \t") != "" {
			t.Fatalf("splitting %q lost everything", value)
		}
		SafelistedRequestHeader(name, value)
	})
}

// TestLongHeaders compares a list that keeps an index with a plain one.
func TestLongHeaders(t *testing.T) {
	h := NewHeaders(GuardNone)
	want := map[string]string{}
	for i := range 10_000 {
		name := fmt.Sprintf("X-%d", i%9000)
		h.Add(strings.ToLower(name), fmt.Sprint(i))
		if old, ok := want[name]; ok {
			want[name] = old + ", " + fmt.Sprint(i)
		} else {
			want[name] = fmt.Sprint(i)
		}
		switch {
		case i%100 == 50:
			h.Remove(name)
			delete(want, name)
		case i%100 == 60:
			h.Put(name, "put")
			want[name] = "put"
		}
	}
	for i := range 9000 {
		name := fmt.Sprintf("X-%d", i)
		got, ok := h.Get(name)
		if wanted, there := want[name]; ok != there || got != wanted {
			t.Fatalf("%s = %q, %v; want %q, %v", name, got, ok, wanted, there)
		}
	}
}
