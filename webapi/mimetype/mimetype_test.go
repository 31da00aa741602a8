package mimetype

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for input, want := range map[string]string{
		"text/html;charset=gbk":               "text/html;charset=gbk",
		"TEXT/HTML;CHARSET=GBK":               "text/html;charset=GBK",
		" text/html ; charset=\"gbk\" ":       "text/html;charset=gbk",
		"text/html;charset=\"a b\\\"c\"":      "text/html;charset=\"a b\\\"c\"",
		"text/html;charset=\"unfinished":      "text/html;charset=unfinished",
		"text/html;charset=\"a\"junk;x=y":     "text/html;charset=a;x=y",
		"text/html;;;;charset=gbk":            "text/html;charset=gbk",
		"text/html;charset=gbk;charset=utf-8": "text/html;charset=gbk",
		"text/html;charset= ;charset=x":       "text/html;charset=x",
		"text/html;charset=\"\"":              "text/html;charset=\"\"",
		"text/html;cha rset=x;y=z":            "text/html;y=z",
		"text/html;novalue;y=z":               "text/html;y=z",
		"text/html;novalue":                   "text/html",
		"x/x;x=\"\\\\\\\"\"":                  "x/x;x=\"\\\\\\\"\"",
		"":                                    "-",
		"text":                                "-",
		"text/":                               "-",
		"/html":                               "-",
		"te xt/html":                          "-",
		"text/ht ml":                          "-",
		"text/html ;charset=x":                "text/html;charset=x",
	} {
		got, ok := Parse(input)
		text := "-"
		if ok {
			text = got.String()
		}
		if text != want {
			t.Errorf("Parse(%q) = %s, want %s", input, text, want)
		}
	}
}

func TestIsJavaScript(t *testing.T) {
	for input, want := range map[string]bool{
		"text/javascript;charset=utf-8": true, "Application/X-JavaScript": true,
		"text/plain": false, "text/typescript": false,
	} {
		got, _ := Parse(input)
		if got.IsJavaScript() != want {
			t.Errorf("%q is JavaScript: %v", input, !want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("text/html;charset=\"a\\\"b\";x=y")
	f.Add(" a/b ; ; c = d ;")
	f.Fuzz(func(t *testing.T, input string) {
		got, ok := Parse(input)
		if !ok {
			return
		}
		again, ok := Parse(got.String())
		if !ok || again.String() != got.String() {
			t.Fatalf("%q: %q does not parse back", input, got)
		}
		if strings.ContainsAny(got.Essence(), " ;,") {
			t.Fatalf("%q: essence %q", input, got.Essence())
		}
	})
}
