package pattern

import (
	"regexp/syntax"
	"strings"
	"testing"

	"github.com/dlclark/regexp2/v2"
)

func TestRewrite(t *testing.T) {
	for _, c := range []struct{ pattern, flags, want, wantFlags string }{
		{`a\p{Nl}`, "u", `a[`, "u"},
		{`[\p{ASCII_Hex_Digit}_]`, "gu", `[0-9A-F\x5fa-f]`, "gu"},
		{`[^\p{ASCII}]`, "u", `[^\x00-\x7f]`, "u"},
		{`[a-z&&[aeiou]]`, "v", ``, ""},
		{`[[a-f]--[b-e]]`, "v", `[af]`, "u"},
		{`[[a-f]&&[b-z]]`, "dv", `[b-f]`, "u"},
		{`[\q{ab|c|}]`, "v", `(?:ab|[c]|)`, "u"},
		{`[a&&b]`, "v", `(?!)`, "u"},
		{`(?<n>a)|(?<n>b)\k<n>`, "", `(?<n>a)|(?<n_2_>b)\k<n>\k<n_2_>`, ""},
		{`(?i:aß-)b`, "g", `(?:[Aa]ß-)b`, "g"},
		{`(?i:[k-])`, "", `(?:[\x2dKk])`, ""},
		{`a(?-i:b)`, "i", `[Aa](?:b)`, ""},
		{`(?s-m:.^)$`, "m", `(?:[\s\S](?<![\s\S]))$`, "m"},
		{`\uD83D\uDE00`, "du", `\u{1f600}`, "u"},
		{"\U0001F600", "d", `\ud83d\ude00`, ""},
	} {
		got, err := Rewrite(c.pattern, c.flags)
		if err != nil && c.want != "" {
			t.Errorf("/%s/%s: %v", c.pattern, c.flags, err)
			continue
		}
		if c.want != "" && (!strings.HasPrefix(got.Pattern, c.want) || len(c.want) > 2 && got.Pattern != c.want) || got.Flags != c.wantFlags && c.want != "" {
			t.Errorf("/%s/%s → /%s/%s, want /%s/%s", c.pattern, c.flags, got.Pattern, got.Flags, c.want, c.wantFlags)
		}
	}
}

func TestErrors(t *testing.T) {
	for in, want := range map[string]string{
		`\p{Nope}/u`: "no property", `\p{RGI_Emoji}/v`: "RGI_Emoji", `[(]/v`: "escaped", `a/uv`: "exclude", `a/dd`: "flags", `a/x`: "flags",
		`(/d`: "unterminated group", `)/d`: "unmatched", `[/v`: "unterminated", `[z-a]/v`: "order", `(?ii:a)/d`: "group", `\p{L/u`: "property",
		`[^\q{ab}]/v`: "strings", strings.Repeat("(", 2000) + "/d": "deeply", `\/d`: "end",
	} {
		cut := strings.LastIndexByte(in, '/')
		if _, err := Rewrite(in[:cut], in[cut+1:]); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v", in, err)
		}
	}
}

func TestNeeded(t *testing.T) {
	for in, want := range map[string]bool{
		`a/gi`: false, `(?<a>x)(?<b>y)/`: false, `(?<=a)(?<!b)(?:c)/u`: false, `\p{L}/`: false,
		`\p{L}/u`: true, `a/d`: true, `a/v`: true, `(?i:a)/`: true, `(?<a>x)|(?<a>y)/`: true,
	} {
		cut := strings.LastIndexByte(in, '/')
		if Needed(in[:cut], in[cut+1:]) != want {
			t.Errorf("Needed(%s) is %v", in, !want)
		}
	}
}

// Every property decodes to ordered ranges.
func TestTables(t *testing.T) {
	for name, encoded := range properties() {
		end := rune(-1)
		for _, s := range decodeRanges(encoded) {
			if s.lo <= end || s.hi < s.lo || s.hi > 0x10FFFF {
				t.Fatalf("%s: %x–%x after %x", name, s.lo, s.hi, end)
			}
			end = s.hi
		}
	}
	for _, name := range []string{"gc=Lu", "L", "Letter", "sc=Latn", "Script_Extensions=Greek", "Emoji", "XIDS", "Any"} {
		if s, err := property(name); err != nil || len(s) == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What comes out parses, whatever goes in.
func FuzzRewrite(f *testing.F) {
	for _, seed := range []string{`[\p{L}--[a-z]]`, `(?<a>x)|(?<a>y)\k<a>`, `(?i:[a-z]\u{1F600})`, `[\q{a|bc}&&[^\d]]`} {
		f.Add(seed, "u")
		f.Add(seed, "v")
		f.Add(seed, "d")
		f.Add(seed, "iv")
	}
	f.Fuzz(func(t *testing.T, pattern, flags string) {
		if len(pattern) > 200 {
			return
		}
		result, err := Rewrite(pattern, flags)
		if err != nil || !strings.Contains(flags, "v") {
			return
		}
		if Needed(result.Pattern, result.Flags) && !strings.Contains(pattern, `\`) {
			t.Fatalf("%q → %q has to be rewritten again", pattern, result.Pattern)
		}
		_, _ = regexp2.Compile(result.Pattern, regexp2.ECMAScript|regexp2.Unicode)
		_, _ = syntax.Parse(result.Pattern, syntax.Perl)
	})
}
