package suite_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"asterism/wpt/suite"
)

func TestScriptMeta(t *testing.T) {
	m := suite.ScriptMeta([]byte("\ufeff// META: title=A title\n// META: global=window, worker\n// a remark\n//META: timeout=long\n" +
		"// META: script=/common/x.js\n// META: script=y.js?a=b\n// META: variant=?a\n// META: variant=?b\n\n// META: title=too late\n"))
	want := suite.Meta{Title: "A title", Long: true, Scripts: []string{"/common/x.js", "y.js?a=b"}, Global: []string{"window", "worker"}, Variants: []string{"?a", "?b"}}
	if !reflect.DeepEqual(m, want) {
		t.Errorf("got %+v", m)
	}
	if m := suite.ScriptMeta([]byte("test(() => {});\n// META: timeout=long\n")); m.Long {
		t.Error("read past the opening comment")
	}
}

func TestPageMeta(t *testing.T) {
	m, harness := suite.PageMeta([]byte(`<!DOCTYPE html><META name=timeout content='long'><meta content="?1-10" name="variant">
<meta charset=utf-8><script src="/resources/testharness.js"></script>`))
	if !harness || !m.Long || !reflect.DeepEqual(m.Variants, []string{"?1-10"}) {
		t.Errorf("%+v %v", m, harness)
	}
	if _, harness := suite.PageMeta([]byte(`<p>a page that tests use</p>`)); harness {
		t.Error("taken for a test")
	}
}

func TestParseGlobals(t *testing.T) {
	if got, err := suite.ParseGlobals("window, serviceworker"); err != nil || len(got) != 2 {
		t.Error(got, err)
	}
	if _, err := suite.ParseGlobals("windw"); err == nil || !strings.Contains(err.Error(), "dedicatedworker") {
		t.Error(err)
	}
}

func TestParseList(t *testing.T) {
	list := "new\t/a.html\tlong\ttopic\nold\t/b.html\t\ttopic\n\n# remark\nnew\t/c.html?x\n"
	tests, err := suite.ParseList(strings.NewReader(list), "new")
	want := []suite.Test{{Path: "/a.html", Long: true}, {Path: "/c.html?x"}}
	if err != nil || !reflect.DeepEqual(tests, want) {
		t.Errorf("%v %v", tests, err)
	}
	if tests, _ = suite.ParseList(strings.NewReader(list), ""); len(tests) != 3 {
		t.Errorf("all trees: %v", tests)
	}
	if _, err := suite.ParseList(strings.NewReader("new /a.html"), ""); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Error(err)
	}
}

// tree writes files, by path, and gives their root.
func tree(t *testing.T, files map[string]string) string {
	root := t.TempDir()
	for name, text := range files {
		full := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestFind(t *testing.T) {
	harness := `<script src="/resources/testharness.js"></script>`
	root := tree(t, map[string]string{
		"a/quiet.any.js":         "test();",
		"a/all.any.js":           "// META: global=window,worker\n// META: timeout=long\n",
		"a/picky.any.js":         "// META: global=window,dedicatedworker,sharedworker\n",
		"a/old.any.js":           "// META: global=window,dedicatedworker,jsshell\n",
		"a/window.any.js":        "// META: global=window\n",
		"a/two.https.any.js":     "// META: variant=?1\n// META: variant=?2\n",
		"a/page.html":            harness,
		"a/frame.html":           "<p>",
		"a/page-manual.html":     harness,
		"a/resources/r.any.js":   "",
		"a/b/script.window.js":   "",
		"a/b/plain.worker.js":    "",
		"a/b/notes.txt":          "",
		"other/elsewhere.any.js": "",
	})
	find := func(globals string, paths ...string) []string {
		t.Helper()
		g, err := suite.ParseGlobals(globals)
		if err != nil {
			t.Fatal(err)
		}
		tests, err := suite.Finder{Root: root, Globals: g}.Find(paths)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, test := range tests {
			p := test.Path
			if test.Long {
				p += " long"
			}
			all = append(all, p)
		}
		return all
	}
	for _, c := range []struct {
		globals, path, want string
	}{
		{"serviceworker", "/a", "/a/all.any.serviceworker.html long /a/old.any.serviceworker.html /a/quiet.any.serviceworker.html /a/two.https.any.serviceworker.html?1 /a/two.https.any.serviceworker.html?2"},
		{"window", "a/b/", "/a/b/script.window.html"},
		{"dedicatedworker", "a/b", "/a/b/plain.worker.html"},
		{"window,sharedworker", "a/all.any.js", "/a/all.any.html long /a/all.any.sharedworker.html long"},
		{"declared", "a/all.any.js", "/a/all.any.html long /a/all.any.worker.html long /a/all.any.sharedworker.html long /a/all.any.serviceworker.html long"},
		{"declared", "a/quiet.any.js", "/a/quiet.any.html /a/quiet.any.worker.html"},
		{"serviceworker", "a/page.html", "/a/page.html"},
		{"serviceworker", "/a/all.any.worker.html", "/a/all.any.worker.html long"},
		{"serviceworker", "/a/b/script.window.html?x", "/a/b/script.window.html?x"},
		{"serviceworker", filepath.Join(root, "other"), "/other/elsewhere.any.serviceworker.html"},
		{"sharedworker", "other", ""},
	} {
		if got := strings.Join(find(c.globals, c.path), " "); got != c.want {
			t.Errorf("%s in %s:\n got %s\nwant %s", c.path, c.globals, got, c.want)
		}
	}
	pages := find("window", "a")
	if got := strings.Join(pages, " "); !strings.Contains(got, "/a/page.html") || strings.Contains(got, "manual") || strings.Contains(got, "frame") {
		t.Errorf("pages: %s", got)
	}
	if _, err := (suite.Finder{Root: root}).Find([]string{"nowhere.html"}); err == nil {
		t.Error("found what is not there")
	}
	var empty []string
	if _, err := (suite.Finder{Root: root, Globals: []string{"sharedworker"}, Empty: func(p string) { empty = append(empty, p) }}).Find([]string{"other"}); err != nil || len(empty) != 1 {
		t.Errorf("%v, told of %q", err, empty)
	}
}

func TestSelect(t *testing.T) {
	got := suite.Select([]suite.Test{{Path: "/a"}, {Path: "/b"}, {Path: "/a"}}, "a")
	if len(got) != 1 || got[0].Path != "/a" {
		t.Error(got)
	}
}

func TestFlags(t *testing.T) {
	for p, want := range map[string]bool{"/x.https.html": true, "/x.html?https": false, "/x.https.any.serviceworker.html": true, "/x.any.serviceworker.html": false, "/x.h2.any.html": true} {
		if got := (suite.Test{Path: p}).Secure(); got != want {
			t.Errorf("%s: %v", p, got)
		}
		if !(suite.Test{Path: p, HTTPS: true}).Secure() {
			t.Errorf("%s: not even when asked for", p)
		}
	}
}

func FuzzMeta(f *testing.F) {
	f.Add([]byte("// META: title=x\n// META: global=window,worker\n"))
	f.Add([]byte(`<meta name="variant" content="?a"><meta name=timeout content=long>`))
	f.Fuzz(func(t *testing.T, src []byte) {
		suite.ScriptMeta(src)
		suite.PageMeta(src)
	})
}
