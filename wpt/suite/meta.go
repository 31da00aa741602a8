package suite

import (
	"bufio"
	"bytes"
	"regexp"
	"strings"
)

// Meta is what a test file says of itself.
type Meta struct {
	Title    string
	Long     bool     // it asks for the long timeout
	Scripts  []string // to load before the test; of .js files
	Global   []string // as written; nil: not said
	Variants []string // "?…" or "#…", each a test of its own; nil: one without
}

var scriptMeta = regexp.MustCompile(`^//\s*META:\s*(\w+)=(.*)$`)

// ScriptMeta reads the "// META: key=value" lines a script opens with.
func ScriptMeta(src []byte) (m Meta) {
	lines := bufio.NewScanner(bytes.NewReader(src))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		found := scriptMeta.FindStringSubmatch(line)
		if found == nil {
			if line == "" || !strings.HasPrefix(line, "//") {
				break
			}
			continue
		}
		switch key, value := found[1], strings.TrimSpace(found[2]); key {
		case "title":
			m.Title = value
		case "timeout":
			m.Long = value == "long"
		case "script":
			m.Scripts = append(m.Scripts, value)
		case "variant":
			m.Variants = append(m.Variants, value)
		case "global":
			m.Global = []string{}
			for g := range strings.SplitSeq(value, ",") {
				m.Global = append(m.Global, strings.TrimSpace(g))
			}
		}
	}
	return m
}

var (
	metaTag     = regexp.MustCompile(`(?is)<meta\s[^>]*>`)
	attribute   = regexp.MustCompile(`(?is)([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))`)
	harnessFile = regexp.MustCompile(`(?i)/resources/testharness\.js`)
)

// PageMeta reads the <meta> elements of a page. harness says whether the page
// uses testharness.js at all.
func PageMeta(src []byte) (m Meta, harness bool) {
	for _, tag := range metaTag.FindAll(src, -1) {
		attrs := map[string]string{}
		for _, a := range attribute.FindAllSubmatch(tag, -1) {
			attrs[strings.ToLower(string(a[1]))] = string(a[2]) + string(a[3]) + string(a[4])
		}
		switch strings.ToLower(attrs["name"]) {
		case "timeout":
			m.Long = m.Long || attrs["content"] == "long"
		case "variant":
			m.Variants = append(m.Variants, attrs["content"])
		}
	}
	return m, harnessFile.Match(src)
}
