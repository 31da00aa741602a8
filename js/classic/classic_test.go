package classic

import (
	"strings"
	"testing"

	"asterism/js"
	"asterism/js/transpile"
)

func TestCompile(t *testing.T) {
	for source, want := range map[string]string{
		`1 + 1`: "2",
		`(class { accessor x = 1; static accessor y = 4 }).y`:     "4", // what no hint finds
		`async function* g() {} typeof g`:                         "function",
		`/[\p{L}--[a-z]]/v.test('É') && /a(b)/d.exec('ab').index`: "0",
	} {
		program, err := Compile("https://a.example/sw.js", []byte(source), transpile.JS)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		v, err := js.NewRealm(js.NewLoop(js.LoopConfig{}), js.RealmConfig{}).Run(program)
		if err != nil || v.String() != want {
			t.Errorf("%s: %v, %v", source, v, err)
		}
	}
}

// Errors say where, and which feature.
func TestErrors(t *testing.T) {
	for source, want := range map[string]string{
		"\nawait 1":              "sw.js:2:1: SyntaxError: top-level await",
		"let a;\n let a":         "sw.js:2:",
		"x =\n /(/":              "sw.js:2:2",
		"\n\n/\\p{Nope}/u":       "sw.js:3:1: SyntaxError: Invalid regular expression: /\\p{Nope}/u: there is no property",
		"/\\p{RGI_Emoji}/v":      "property of strings \\p{RGI_Emoji} is not supported",
		"import x from './x.js'": "sw.js:1:1: SyntaxError: ",
	} {
		_, err := Compile("sw.js", []byte(source), transpile.JS)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", source, err, want)
		}
	}
	if Language("https://a.example/x.ts?v=1", "text/javascript") != transpile.TS || Language("/a.js", "Text/TypeScript; charset=utf-8") != transpile.TS || Language("/a.js", "") != transpile.JS {
		t.Error("Language")
	}
}
