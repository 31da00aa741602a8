package verdict_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"asterism/wpt/verdict"
)

var (
	fine   = verdict.Result{URL: "/a/b/fine.html", Status: verdict.OK, Subtests: []verdict.Subtest{{Name: "one", Status: verdict.Pass}}}
	broken = verdict.Result{URL: "/a/broken.html?x", Status: verdict.Timeout, Subtests: []verdict.Subtest{
		{Name: "one", Status: verdict.Pass}, {Name: "two", Status: verdict.Fail, Message: "two is wrong"},
		{Name: "three", Status: verdict.Timeout}, {Name: "four", Status: verdict.NotRun},
	}}
)

func TestTable(t *testing.T) {
	var b strings.Builder
	if err := verdict.WriteTable(&b, verdict.Rows([]verdict.Result{fine, broken, fine}, 0)); err != nil {
		t.Fatal(err)
	}
	var got [][]string
	for line := range strings.Lines(b.String()) {
		got = append(got, strings.Fields(line))
	}
	want := [][]string{
		{"directory", "files", "all", "pass", "not", "OK", "subtests", "pass", "fail", "timeout", "not", "run", "%"},
		{"a", "1", "0", "1", "4", "1", "1", "1", "1", "25.0"},
		{"a/b", "2", "2", "0", "2", "2", "0", "0", "0", "100.0"},
		{"total", "3", "2", "1", "6", "3", "1", "1", "1", "50.0"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
	if rows := verdict.Rows([]verdict.Result{fine, broken}, 1); len(rows) != 1 || rows[0].Files != 2 {
		t.Errorf("one name deep: %+v", rows)
	}
}

// 1999 of 2000 is not 100 %.
func TestPercent(t *testing.T) {
	if got := (verdict.Row{Subtests: 2000, Pass: 1999}).Percent(); got != "99.9" {
		t.Error(got)
	}
}

func TestWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "results.json")
	if err := verdict.Write(file, []verdict.Result{fine, {URL: "/none", Status: verdict.Crash}}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if got[0]["url"] != "/a/b/fine.html" || len(got[0]["subtests"].([]any)) != 1 || got[1]["subtests"] == nil {
		t.Errorf("%s", data)
	}
}

// A later file's result replaces an earlier one's.
func TestRead(t *testing.T) {
	dir := t.TempDir()
	first, second := filepath.Join(dir, "1"), filepath.Join(dir, "2")
	again := verdict.Result{URL: broken.URL, Status: verdict.OK, Subtests: []verdict.Subtest{}}
	for file, results := range map[string][]verdict.Result{first: {fine, broken}, second: {again}} {
		if err := verdict.Write(file, results); err != nil {
			t.Fatal(err)
		}
	}
	got, err := verdict.Read(first, second)
	verdict.Sort(got)
	if want := []verdict.Result{fine, again}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v %v", got, err)
	}
}

func TestCompare(t *testing.T) {
	known := verdict.Expectations{broken.URL: {
		{Reason: "slow", Status: verdict.Timeout},
		{Reason: "wrong", Status: verdict.Fail, Subtests: []string{"one", "gone"}},
		{Reason: "now and then", Status: verdict.Fail, Flaky: true, Subtests: []string{"three", "rare"}},
		{Reason: "not run", Status: verdict.NotRun, Subtests: []string{"four"}},
	}, "/not/run.html": {{Status: verdict.Crash}}}
	var got []string
	for _, s := range known.Compare([]verdict.Result{fine, broken}) {
		got = append(got, s.String())
	}
	want := []string{
		"/a/broken.html?x | one: PASS; expected FAIL",
		"/a/broken.html?x | two: FAIL; expected PASS",
		"/a/broken.html?x | three: TIMEOUT; expected FAIL",
		"/a/broken.html?x | gone: is not there any more; expected FAIL",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
	if s := (verdict.Expectations{}).Compare([]verdict.Result{{URL: "/x", Status: verdict.Crash}}); len(s) != 1 || s[0].Want != verdict.OK {
		t.Errorf("a page that died: %v", s)
	}
}

func TestUpdate(t *testing.T) {
	dir := t.TempDir()
	rules := filepath.Join(dir, "rules")
	if err := os.WriteFile(rules, []byte(`[{"url": "/b", "reason": "no"}, {"url": "/a", "variant": "?y", "reason": "not this one"}, {"url": "/a", "message": "^two", "reason": "two is never right"}]`), 0o600); err != nil {
		t.Fatal(err)
	}
	reasons, err := verdict.LoadReasons(rules)
	if err != nil {
		t.Fatal(err)
	}
	known := verdict.Expectations{
		broken.URL: {{Reason: "kept", Status: verdict.Fail, Subtests: []string{"three", "one"}}},
		fine.URL:   {{Reason: "passes now", Status: verdict.Fail, Subtests: []string{"one"}}},
		"/z.html":  {{Reason: "not run now", Status: verdict.Crash}},
	}
	known.Update([]verdict.Result{fine, broken}, reasons)
	if s := known.Compare([]verdict.Result{fine, broken}); len(s) != 0 {
		t.Errorf("after an update: %v", s)
	}
	if err := known.Save(dir); err != nil {
		t.Fatal(err)
	}
	loaded, err := verdict.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := verdict.Expectations{
		broken.URL: {
			{Status: verdict.Timeout},
			{Status: verdict.NotRun, Subtests: []string{"four"}},
			{Reason: "kept", Status: verdict.Timeout, Subtests: []string{"three"}},
			{Reason: "two is never right", Status: verdict.Fail, Subtests: []string{"two"}},
		},
		"/z.html": {{Reason: "not run now", Status: verdict.Crash}},
	}
	if !reflect.DeepEqual(loaded, want) {
		t.Errorf("got %+v", loaded)
	}
	// A file nothing is left for goes.
	delete(loaded, broken.URL)
	if err := loaded.Save(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "a.json")); err == nil {
		t.Error("a.json is still there")
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, text := range map[string]string{"a.json": `{"/b/x.html": []}`, "b.json": `[]`} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := verdict.Load(dir); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestScores(t *testing.T) {
	file := filepath.Join(t.TempDir(), "scores.json")
	s, err := verdict.LoadScores(file)
	if err != nil {
		t.Fatal(err)
	}
	s.Who = "us"
	s.Add([]verdict.Result{fine, broken})
	if err := s.Save(file); err != nil {
		t.Fatal(err)
	}
	again, err := verdict.LoadScores(file)
	if err != nil || !reflect.DeepEqual(again, s) {
		t.Errorf("%+v %v", again, err)
	}
}

func TestPage(t *testing.T) {
	ours := verdict.Scores{Who: "today", Pages: map[string]verdict.Score{}}
	ours.Add([]verdict.Result{fine, broken})
	browser := verdict.Scores{Who: "Browser 1", Pages: map[string]verdict.Score{fine.URL: {Pass: 1, Total: 1}}}
	page := verdict.Page(ours, browser, verdict.Expectations{broken.URL: {{Reason: "why not", Status: verdict.Fail, Subtests: []string{"two", "three"}}}},
		verdict.Remarks{"a": "is older"})
	for _, part := range []string{
		"| directory | files | all pass | subtests | pass | % | Browser 1 |\n|---|--:|--:|--:|--:|--:|---|\n",
		"| a | 1 | 0 | 4 | 1 | 25.0 |  |\n", "| a/b | 1 | 1 | 1 | 1 | 100.0 | 1 of 1, ours 1 |\n", "| **total** | 2 | 1 | 5 | 2 | 40.0 | 1 of 1, ours 1 |\n", "- 2: why not\n", "## Remarks\n\n- **a**: is older\n",
	} {
		if !strings.Contains(page, part) {
			t.Errorf("%q is not in\n%s", part, page)
		}
	}
}
