package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// The document is YAML, and everything it refers to is there.
func TestAsyncAPIReferences(t *testing.T) {
	src, err := readSource("../../schemas")
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := yaml.Unmarshal(asyncAPI(src), &doc); err != nil {
		t.Fatal(err)
	}
	if doc["asyncapi"] != "3.0.0" {
		t.Errorf("asyncapi: %v", doc["asyncapi"])
	}
	refs := 0
	walk(doc, func(ref string) {
		refs++
		if path, inside := strings.CutPrefix(ref, "#/"); inside {
			var at any = doc
			for step := range strings.SplitSeq(path, "/") {
				m, _ := at.(map[string]any)
				at = m[step]
			}
			if at == nil {
				t.Errorf("%s is not in the document", ref)
			}
		} else if _, err := os.Stat(filepath.Join("../../schemas", ref)); err != nil {
			t.Error(err)
		}
	})
	if refs == 0 {
		t.Error("no references")
	}
}

// walk calls f with every $ref.
func walk(node any, f func(ref string)) {
	switch node := node.(type) {
	case map[string]any:
		for key, value := range node {
			if ref, ok := value.(string); ok && key == "$ref" {
				f(ref)
			}
			walk(value, f)
		}
	case []any:
		for _, value := range node {
			walk(value, f)
		}
	}
}

func TestYAMLScalars(t *testing.T) {
	for _, s := range []string{"", "plain words", "a: b", "- a", "null", "true", "yes", "1.0", "x ", "#c", "{a}", `q"uo\te`, "ü < &", "line\nbreak", "@a", "*"} {
		var back map[string]any
		var b strings.Builder
		object{{"key", s}}.yaml(&b, "")
		if err := yaml.Unmarshal([]byte(b.String()), &back); err != nil || back["key"] != s {
			t.Errorf("%q was written as %q and read as %#v (%v)", s, b.String(), back["key"], err)
		}
	}
}
